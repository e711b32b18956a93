"""Import an order: make it as a guest order, or bring the one here up to date without undoing what was done here."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import or_, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session, selectinload

from dashboard.actions.import_goods import add_goods
from dashboard.actions.import_plan import Known, Origin, Outcome, Plan
from dashboard.actions.import_rows import code_of, order_of, refuse_own, shipment
from dashboard.actions.place import Arrival, Placing, place_together
from dashboard.actions.reimport_goods import original
from dashboard.actions.reimport_order import bring_up_to_date, differing, steps_of
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.importers.incoming import IncomingOrder
from dashboard.importers.reckon import reckon
from dashboard.models.new import new
from dashboard.models.order import Order
from dashboard.models.refund import Refund
from dashboard.models.shipment import Shipment
from dashboard.models.source_facts import OrderSource


def plan_order(
    session: Session, incoming: IncomingOrder, known: Known, origin: Origin, *, by: Person, at: datetime
) -> Plan:
    """What will come of one order, and how. Nothing is written before the plan is carried out, within `writing()`.

    Raises Invalid where the code is another order's, or can be none; carrying out raises the refusals of change().
    """
    code = code_of(incoming, origin.prefix)
    here = known_order(incoming, known, origin)
    if here is None:
        refuse_own(code, origin.own)
        return Plan(
            Outcome.MADE,
            lambda: make(session, placing(incoming, code, origin), known, origin, by, at),
            lambda: placing(incoming, code, origin),
        )
    refuse_other(incoming, here, origin)
    warnings = tuple(differing(incoming, here))
    steps = steps_of(session, incoming, here, origin.region)
    if not steps:
        return Plan(Outcome.UNCHANGED, warnings=warnings)
    bring = partial(bring_up_to_date, here.code, steps, origin.label, by=by, at=at)
    return Plan(Outcome.CHANGED, bring, warnings=warnings)


def look_up(session: Session, orders: Sequence[IncomingOrder], known: Known, origin: Origin) -> None:
    """Put those of these orders that are here into `known`, with their parts."""
    codes = [origin.prefix + incoming.number for incoming in orders]
    ids = [incoming.source_id for incoming in orders if incoming.source_id]
    if not orders:
        return
    query = select(Order).where(or_(Order.code.in_(codes), (Order.source == origin.source) & Order.source_id.in_(ids)))
    parts = (
        selectinload(Order.payments),
        selectinload(Order.refunds).selectinload(Refund.lines),
        selectinload(Order.shipments),
    )
    for order in session.scalars(query.options(*parts)):
        remember(order, known, origin)


def known_order(incoming: IncomingOrder, known: Known, origin: Origin) -> Order | None:
    """The order here that has this one's id or its code."""
    by_id = known.orders.get(("id", incoming.source_id)) if incoming.source_id else None
    return by_id or known.orders.get(("code", origin.prefix + incoming.number))


def placing(incoming: IncomingOrder, code: str, origin: Origin) -> Placing:
    """The new order with all that happened to it at its source."""
    order = order_of(incoming, code, origin.source, origin.label, origin.region)

    def fill(arrival: Arrival) -> None:
        if incoming.shipments is None:
            sent = zip(order.lines, incoming.lines, strict=True)
            if pieces := {line.id: line.quantity for line, given in sent if given.sent}:
                order.shipments.append(new(Shipment, **shipment(order, incoming, pieces, origin.region)))
        add_goods(order, incoming, origin.region)
        if incoming.customer_number or incoming.facts:
            number, facts = incoming.customer_number[:80], dict(incoming.facts)
            arrival.add(OrderSource(order_id=order.id, customer_number=number, facts=facts))
        arrival.record("imported", source=origin.label, number=incoming.number)

    return Placing(order, fill)


def make(session: Session, new: Placing, known: Known, origin: Origin, by: Person, at: datetime) -> None:
    """Store one new order, and know it as it is stored."""
    try:
        place_together([new], by=by, at=at)
    except (IntegrityError, DataError):
        told = f"{new.order.code} could not be stored: its sums contradict each other, or it was stored at this moment"
        raise Invalid(f"{told} by somebody else. Look at it here, and import the file again.") from None
    remember(session.get_one(Order, new.order.id), known, origin)


def remember(order: Order, known: Known, origin: Origin) -> None:
    """Know this order from now on."""
    known.orders["code", order.code] = order
    if order.source == origin.source and order.source_id:
        known.orders["id", order.source_id] = order


def refuse_other(incoming: IncomingOrder, known: Order, origin: Origin) -> None:
    """Raise Invalid if the order found here is not this one but only has its code, or is in another currency."""
    same_id = incoming.source_id is not None and known.source_id == incoming.source_id
    one_unknown = incoming.source_id is None or known.source_id is None
    if known.source != origin.source or not (same_id or (one_unknown and alike(incoming, known))):
        raise Invalid(f"{known.code} is another order here already. Choose another code prefix.")
    if known.currency != incoming.currency:
        raise Invalid(f"{known.code} is in {known.currency} here and in {incoming.currency} in the file.")


def alike(incoming: IncomingOrder, known: Order) -> bool:
    """Whether an order without an id says the same as the one here: its total, or its lines as they were placed."""
    if known.placed_at != incoming.placed_at or known.currency != incoming.currency:
        return False
    if known.total == reckon(incoming).total:
        return True
    given = [(line.sku[:120], line.name[:500], line.quantity, line.unit_price) for line in incoming.lines]
    here = [(line.sku, line.name, line.original_quantity, line.original_unit_price) for line in original(known)]
    return given == here
