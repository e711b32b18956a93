"""What happened to an imported order's goods at its source since: shipments and refunds that are not here yet."""

from collections.abc import Callable, Iterator, Mapping

from sqlalchemy.orm import Session

from dashboard.actions import import_goods, import_rows
from dashboard.actions.change import Change
from dashboard.core import money
from dashboard.core.quantities import Pieces, per_line
from dashboard.core.statuses import SHIPMENT_STEPS, FulfilmentStatus, OrderState, RefundState, ShipmentStatus
from dashboard.importers.goods import amount_only
from dashboard.importers.incoming import IncomingOrder, IncomingRefund, IncomingShipment
from dashboard.models.line import OrderLine
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.models.shipment import Shipment

GIVEN_BACK = {RefundState.DECLINED, RefundState.FAILED}
WAITS = {FulfilmentStatus.UNFULFILLED, FulfilmentStatus.PARTIALLY_FULFILLED}
Step = Callable[[Change], str]  # does one thing to the order and says what


def captured(order: Order) -> int:
    """What came in for this order, in minor units."""
    return sum(payment.amount for payment in order.payments if payment.state == "captured")


def imported(order: Order, number: str) -> bool:
    """Whether the shipment with this number came with the order from its source."""
    return number.startswith(f"{order.code}-S")


def original(order: Order) -> list[OrderLine]:
    """The lines as the buyer placed them."""
    return [line for line in order.lines if line.original_quantity is not None]


def same_lines(incoming: IncomingOrder, known: Order) -> bool:
    """Whether the order's original lines are those of the source."""
    here = [(line.sku, line.original_quantity) for line in original(known)]
    return here == [(line.sku[:120], line.quantity) for line in incoming.lines]


def sent(session: Session, incoming: IncomingOrder, known: Order, region: str) -> Iterator[Step]:
    """Pieces sent at the source since, in shipments where it tells them."""
    if known.state is not OrderState.OPEN:
        return
    if incoming.shipments is None:
        yield from handed_over(session, incoming, known, region)
        return
    here = {shipment.number: shipment for shipment in known.shipments}
    for parcel in incoming.shipments:
        if shipment := here.get(import_goods.shipment_number(known, parcel.nth)):
            yield from moved(parcel, shipment)
    yield from parcels(session, incoming, known, region)


def handed_over(session: Session, incoming: IncomingOrder, known: Order, region: str) -> Iterator[Step]:
    """Pieces of lines sent since, unless a shipment was made or canceled here, or the lines are others now."""
    if known.fulfilment_status not in WAITS or not same_lines(incoming, known):
        return
    if any(not imported(known, s.number) or s.status is ShipmentStatus.CANCELED for s in known.shipments):
        return
    left = per_line(facts(session, known))
    pairs = zip(original(known), incoming.lines, strict=True)
    pieces = {line.id: left[line.id].left_to_pack for line, given in pairs if given.sent and left[line.id].left_to_pack}

    def send(under_way: Change) -> str:
        under_way.session.add(Shipment(**import_rows.shipment(under_way.order, incoming, pieces, region)))
        return "handed over"

    if pieces:
        yield send


def moved(parcel: IncomingShipment, shipment: Shipment) -> Iterator[Step]:
    """A shipment that went on since: forward only, so that an older state takes nothing back."""
    number, after_failure = shipment.number, shipment.status is ShipmentStatus.DELIVERY_FAILED
    forward = parcel.status in SHIPMENT_STEPS[shipment.status]
    forward &= not after_failure or parcel.status is ShipmentStatus.DELIVERED
    labelled = bool(parcel.tracking) and not shipment.tracking_number

    def move(under_way: Change) -> str:
        here = next(one for one in under_way.order.shipments if one.number == number)
        before = here.status
        import_goods.label(here, parcel)
        here.status = parcel.status if forward else before
        return f"shipment {number} {here.status.label.lower()}"

    if forward or labelled:
        yield move


def parcels(session: Session, incoming: IncomingOrder, known: Order, region: str) -> Iterator[Step]:
    """Shipments made since, unless one was made here, or the lines are others now, or no pieces are left for them."""
    here = {shipment.number for shipment in known.shipments}
    new = [
        parcel
        for parcel in incoming.shipments or ()
        if import_goods.shipment_number(known, parcel.nth) not in here and parcel.status is not ShipmentStatus.CANCELED
    ]
    if not new or any(not imported(known, number) for number in here) or not same_lines(incoming, known):
        return
    by_line = per_line(facts(session, known))
    left = {place: by_line[line.id].left_to_pack for place, line in enumerate(original(known))}
    for parcel in new:
        if all(left[place] >= count for place, count in parcel.pieces.items()):
            left = {place: count - parcel.pieces.get(place, 0) for place, count in left.items()}
            yield sending(incoming, parcel, region)


def sending(incoming: IncomingOrder, parcel: IncomingShipment, region: str) -> Step:
    """The step that stores a shipment."""

    def send(under_way: Change) -> str:
        made = import_goods.shipment(under_way.order, incoming, parcel, region)
        under_way.order.shipments.append(made)
        return f"shipment {made.number} {made.status.label.lower()}"

    return send


def given_back(session: Session, incoming: IncomingOrder, known: Order) -> Iterator[Step]:
    """Money given back at the source since, unless a refund was made here: then nobody can tell the two apart."""
    standing = [refund for refund in known.refunds if refund.state not in GIVEN_BACK]
    most = max(captured(known), incoming.payment.captured)
    more = min(incoming.refunded, most) - sum(refund.amount for refund in standing)
    if more <= 0 or not all(refund.source_id for refund in standing):
        return
    here = {refund.source_id for refund in standing}
    new = [refund for refund in incoming.refunds if refund.source_id not in here]
    if sum(refund.amount for refund in new) == more:
        yield from (giving_back(session, incoming, refund) for refund in new)
        return

    def give_back(under_way: Change) -> str:
        under_way.order.refunds.append(import_rows.refund(incoming, more))
        return f"refund of {money.money(more, known.currency)}"

    yield give_back


def giving_back(session: Session, incoming: IncomingOrder, refund: IncomingRefund) -> Step:
    """The step that stores a refund: with its lines where they still fit, else as an amount."""

    def give_back(under_way: Change) -> str:
        order = under_way.order
        session.flush()
        pieces = per_line(facts(session, order))
        fits = same_lines(incoming, order) and fit(refund, pieces, original(order))
        kept = refund if fits else amount_only(refund)
        order.refunds.append(import_goods.refund(incoming, kept, original(order)))
        if back := import_goods.goods_return(kept, original(order)):
            order.returns.append(back)
        return f"refund of {money.money(refund.amount, order.currency)}"

    return give_back


def fit(refund: IncomingRefund, pieces: Mapping[int, Pieces], lines: list[OrderLine]) -> bool:
    """Whether no more pieces are refunded, withdrawn or returned than there are."""
    found = [(part, pieces[lines[place].id]) for place, part in refund.pieces.items()]
    return all(
        part.quantity <= left.refundable and part.withdrawn <= left.left_to_pack and part.returned <= left.returnable
        for part, left in found
    )
