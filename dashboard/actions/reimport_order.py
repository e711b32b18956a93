"""Bring an imported order up to date: money and goods go forward as the source says, nothing done here is undone."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.actions.change import Change, change
from dashboard.actions.import_rows import payment, refund, shipment
from dashboard.core import money
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.quantities import per_line
from dashboard.core.refusals import WrongState
from dashboard.core.statuses import CancelReason, FulfilmentStatus, OrderState, RefundState, ShipmentStatus
from dashboard.importers.incoming import IncomingOrder
from dashboard.models.order import Order
from dashboard.models.order_facts import facts

GIVEN_BACK = {RefundState.DECLINED, RefundState.FAILED}
WAITS = {FulfilmentStatus.UNFULFILLED, FulfilmentStatus.PARTIALLY_FULFILLED}
Step = Callable[[Change], str]  # does one thing to the order and says what


def steps_of(session: Session, incoming: IncomingOrder, known: Order, region: str) -> list[Step]:
    """What happened at the source since, as steps to take; none if nothing did.

    Owner, contact, notes, tags and lines stay as they are here. Raises WrongState for an order returned to its cart.
    """
    steps = [
        *paid(incoming, known),
        *given_back(incoming, known),
        *handed_over(session, incoming, known, region),
        *canceled(incoming, known),
    ]
    if steps and known.state is OrderState.RETURNED_TO_CART:
        raise WrongState(f"{known.code} was returned to the buyer’s cart, so it is no longer brought up to date.")
    return steps


def bring_up_to_date(code: str, steps: list[Step], label: str, *, by: Person, at: datetime) -> None:
    """Take these steps. Raises the refusals of change()."""
    with change(code, Action.IMPORT, by=by, at=at) as under_way:
        told = [step(under_way) for step in steps]
        under_way.record("reimported", source=label, changes=", ".join(told))


def captured(order: Order) -> int:
    """What came in for this order, in minor units."""
    return sum(payment.amount for payment in order.payments if payment.state == "captured")


def paid(incoming: IncomingOrder, known: Order) -> Iterator[Step]:
    """Money that came in since, or an attempt that came to nothing. What staff recorded counts as come in."""
    missing = incoming.payment.captured - captured(known)
    opened = [p for p in known.payments if p.state == "open" and p.provider == incoming.payment.provider]

    def receive(under_way: Change) -> str:
        for attempt in opened:
            under_way.order.payments.remove(attempt)
        under_way.order.payments.append(payment(incoming.payment, missing, "captured", incoming.placed_at))
        return f"payment of {money.money(missing, known.currency)}"

    def fail(under_way: Change) -> str:
        for attempt in opened:
            attempt.state = "failed"
        return "payment not received"

    if missing > 0:
        yield receive
    elif opened and not incoming.payment.attempted:
        yield fail


def given_back(incoming: IncomingOrder, known: Order) -> Iterator[Step]:
    """Money given back at the source since, unless a refund was made here: then nobody can tell the two apart."""
    standing = [refund for refund in known.refunds if refund.state not in GIVEN_BACK]
    most = max(captured(known), incoming.payment.captured)
    more = min(incoming.refunded, most) - sum(refund.amount for refund in standing)

    def give_back(under_way: Change) -> str:
        under_way.order.refunds.append(refund(incoming, more))
        return f"refund of {money.money(more, known.currency)}"

    if more > 0 and all(refund.source_id for refund in standing):
        yield give_back


def handed_over(session: Session, incoming: IncomingOrder, known: Order, region: str) -> Iterator[Step]:
    """Pieces sent at the source since, unless a shipment was made or canceled here, or the lines are others now."""
    if known.state is not OrderState.OPEN or known.fulfilment_status not in WAITS:
        return
    if any(not imported(known, s.number) or s.status is ShipmentStatus.CANCELED for s in known.shipments):
        return
    left = per_line(facts(session, known))
    original = [line for line in known.lines if line.original_quantity is not None]
    if [(o.sku, o.original_quantity) for o in original] != [(i.sku[:120], i.quantity) for i in incoming.lines]:
        return
    pairs = zip(original, incoming.lines, strict=True)
    pieces = {line.id: left[line.id].left_to_pack for line, given in pairs if given.sent and left[line.id].left_to_pack}

    def send(under_way: Change) -> str:
        under_way.session.add(shipment(under_way.order, incoming, pieces, region))
        return "handed over"

    if pieces:
        yield send


def canceled(incoming: IncomingOrder, known: Order) -> Iterator[Step]:
    """The order was canceled at the source; not here, if a parcel was sent from here meanwhile."""

    def cancel(under_way: Change) -> str:
        under_way.order.state, under_way.order.cancel_reason = OrderState.CANCELED, CancelReason.OTHER
        return "canceled"

    ours = [s for s in known.shipments if not imported(known, s.number) and s.status is not ShipmentStatus.CANCELED]
    if incoming.canceled_at and known.state is OrderState.OPEN and not ours:
        yield cancel


def imported(order: Order, number: str) -> bool:
    """Whether the shipment with this number came with the order from its source."""
    return number.startswith(f"{order.code}-S")
