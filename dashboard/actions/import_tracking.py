"""Import a tracking number: into the shipment that came without one, else as a shipment of what is not sent yet."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from dashboard.actions.change import Change, change
from dashboard.actions.import_plan import Known, Origin, Outcome, Plan
from dashboard.actions.reimport_goods import imported
from dashboard.core import search
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.quantities import per_line
from dashboard.core.refusals import Invalid, WrongState
from dashboard.core.statuses import OrderState, ShipmentStatus
from dashboard.importers.incoming import IncomingTracking
from dashboard.models.import_run import ImportRun
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.models.shipment import Shipment, ShipmentLine
from dashboard.models.store import take_number

LONGEST = 100


def look_up(session: Session, trackings: Sequence[IncomingTracking], known: Known, origin: Origin) -> None:
    """Put the orders that these numbers are for into `known`, by code, code without prefix, or the source's id.

    Shops know their own order numbers: the prefixes of all imports that were begun count.
    """
    numbers = {incoming.number for incoming in trackings}
    if not numbers:
        return
    before = prefixes(session) | {origin.prefix, ""}
    codes = {prefix + number for prefix in before for number in numbers}
    query = select(Order).where(or_(Order.code.in_(codes), Order.source_id.in_(numbers)))
    for order in session.scalars(query.options(selectinload(Order.shipments))):
        for number in {*(order.code.removeprefix(prefix) for prefix in before), order.source_id} & numbers:
            if number is not None and known.orders.setdefault(("number", number), order) is not order:
                known.ambiguous.add(number)


def prefixes(session: Session) -> set[str]:
    """What imports that were begun have put before order numbers."""
    prefix = ImportRun.choices["prefix"].as_string()
    query = select(prefix).where(ImportRun.started_at.is_not(None)).distinct()
    return {found for found in session.scalars(query) if found}


def plan_tracking(
    session: Session, incoming: IncomingTracking, known: Known, origin: Origin, *, by: Person, at: datetime
) -> Plan:
    """What will come of one tracking number, and how. Raises Invalid and WrongState."""
    order = order_for(incoming, known)
    key = key_of(incoming)
    if any(shipment.tracking_key == key for shipment in order.shipments):
        return Plan(Outcome.UNCHANGED)
    waiting = awaited(known, order)
    open_ones = [shipment.number for shipment in order.shipments if lacks_number(order, shipment)]
    if open_ones[waiting:]:
        number = open_ones[waiting]
        return promised(known, order, lambda: fill(incoming, order.code, number, origin, by, at))
    pieces = left(session, order)
    if not pieces or waiting > len(open_ones):
        raise nothing_left(order)
    return promised(known, order, lambda: send(incoming, order.code, origin, by, at))


def order_for(incoming: IncomingTracking, known: Known) -> Order:
    """The order that a number is for. Raises Invalid."""
    order = known.orders.get(("number", incoming.number))
    if order is None:
        raise Invalid(f"There is no order {incoming.number[:60]} here.")
    if incoming.number in known.ambiguous:
        raise Invalid(f"More than one order is called {incoming.number[:60]}. Use the order’s code.")
    if len(incoming.tracking) > LONGEST or not key_of(incoming):
        raise Invalid(f"“{incoming.tracking[:60]}” can be no tracking number.")
    return order


def nothing_left(order: Order) -> WrongState:
    """The refusal of a number that no pieces are left for; of an open order it may be a second parcel's."""
    told = f"{order.code} has nothing left to send, and no shipment without a number."
    second = " If this is a second parcel of it, leave the row out and tell the buyer its number yourself."
    return WrongState(told + second if order.state is OrderState.OPEN else told)


def awaited(known: Known, order: Order) -> int:
    """How many numbers before this one are planned for the order, but not brought in."""
    return known.awaited[order.id]


def promised(known: Known, order: Order, do: Callable[[], None]) -> Plan:
    """A plan that counts as awaited until it is carried out."""
    order_id = order.id
    known.awaited[order_id] += 1

    def carry_out() -> None:
        known.awaited[order_id] -= 1
        do()

    return Plan(Outcome.CHANGED, carry_out)


def lacks_number(order: Order, shipment: Shipment) -> bool:
    """Whether a shipment came with the order, without the number that it must have had."""
    stands = shipment.status is not ShipmentStatus.CANCELED and shipment.kind == "manual"
    return stands and not shipment.tracking_number and imported(order, shipment.number)


def left(session: Session, order: Order) -> dict[int, int]:
    """Pieces that are in no shipment yet, by line id; none of an order that is closed."""
    if order.state is not OrderState.OPEN:
        return {}
    pieces = per_line(facts(session, order))
    return {line_id: found.left_to_pack for line_id, found in pieces.items() if found.left_to_pack}


def key_of(incoming: IncomingTracking) -> str:
    """The number as it is compared and found."""
    return search.fold(incoming.tracking).replace(" ", "")[:LONGEST]


def label(shipment: Shipment, incoming: IncomingTracking) -> None:
    """Put carrier and number on a shipment."""
    shipment.tracking_number, shipment.tracking_key = incoming.tracking, key_of(incoming)
    shipment.carrier = incoming.carrier[:100] or shipment.carrier


def fill(incoming: IncomingTracking, code: str, number: str, origin: Origin, by: Person, at: datetime) -> None:
    """Put the number on the shipment that lacks one."""
    with change(code, Action.IMPORT, by=by, at=at) as under_way:
        shipment = next((one for one in under_way.order.shipments if one.number == number), None)
        if shipment is None or shipment.tracking_number:
            raise WrongState(f"Shipment {number} has been changed meanwhile. Import the file again.")
        label(shipment, incoming)
        tell(under_way, number, incoming, origin)


def send(incoming: IncomingTracking, code: str, origin: Origin, by: Person, at: datetime) -> None:
    """Make a shipment of the pieces not sent yet, handed over."""
    with change(code, Action.IMPORT, by=by, at=at) as under_way:
        order, session = under_way.order, under_way.session
        pieces = left(session, order)
        if not pieces:
            raise nothing_left(order)
        handed_over = incoming.at or at
        shipment = Shipment(
            order_id=order.id,
            number=f"SH-{take_number(session, 'shipments')}",
            kind="manual",
            point="local" if country(order) == origin.region else "international",
            status=ShipmentStatus.SHIPPED,
            created_at=handed_over,
            shipped_at=handed_over,
            lines=[ShipmentLine(line_id=line_id, quantity=quantity) for line_id, quantity in pieces.items()],
        )
        label(shipment, incoming)
        session.add(shipment)
        tell(under_way, shipment.number, incoming, origin)


def country(order: Order) -> str | None:
    """Where the order goes."""
    return (order.shipping_address or {}).get("country")


def tell(under_way: Change, number: str, incoming: IncomingTracking, origin: Origin) -> None:
    """The line in the order's log."""
    under_way.record("tracking_imported", shipment=number, number=incoming.tracking, source=origin.label)
