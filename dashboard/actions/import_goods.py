"""The rows of what a source tells in detail: shipments with their pieces, refunds with their lines, returns."""

from collections.abc import Mapping, Sequence

from dashboard.core import search
from dashboard.core.quantities import SENT
from dashboard.core.statuses import RefundState, ShipmentStatus
from dashboard.importers.incoming import IncomingOrder, IncomingRefund, IncomingShipment
from dashboard.models.goods_return import GoodsReturn, GoodsReturnLine
from dashboard.models.line import OrderLine
from dashboard.models.order import Order
from dashboard.models.refund import Refund, RefundLine
from dashboard.models.shipment import Shipment, ShipmentLine


def add_goods(order: Order, incoming: IncomingOrder, region: str) -> None:
    """Give a new order its shipments, refunds and returns; its lines are stored already."""
    for parcel in incoming.shipments or ():
        order.shipments.append(shipment(order, incoming, parcel, region))
    for given_back in incoming.refunds:
        order.refunds.append(refund(incoming, given_back, order.lines))
        if back := goods_return(given_back, order.lines):
            order.returns.append(back)


def shipment(order: Order, incoming: IncomingOrder, parcel: IncomingShipment, region: str) -> Shipment:
    """The shipment as its source made it."""
    country = (incoming.shipping_address or {}).get("country") or region
    by_place = places(order.lines)
    made = Shipment(
        order_id=order.id,
        number=shipment_number(order, parcel.nth),
        kind="manual",
        point="local" if country == region else "international",
        status=parcel.status,
        created_at=parcel.at,
        lines=[
            ShipmentLine(line_id=by_place[place].id, quantity=quantity) for place, quantity in parcel.pieces.items()
        ],
    )
    label(made, parcel)
    return made


def shipment_number(order: Order, nth: int) -> str:
    """The number of the shipment that its source made as number `nth`, by which it is known again."""
    return f"{order.code}-S{nth}"


def label(made: Shipment, parcel: IncomingShipment) -> None:
    """Put status, carrier and tracking number on a shipment as its source has them."""
    made.status = parcel.status
    if parcel.status in SENT:
        made.shipped_at = made.shipped_at or parcel.at
    if parcel.status is ShipmentStatus.DELIVERED:
        made.delivered_at = made.delivered_at or parcel.at
    if parcel.tracking:
        made.tracking_number = parcel.tracking[:100]
        made.tracking_key = search.fold(parcel.tracking).replace(" ", "")[:100] or None
    made.carrier = parcel.carrier[:100] or made.carrier or ""


def refund(incoming: IncomingOrder, given_back: IncomingRefund, lines: Sequence[OrderLine]) -> Refund:
    """One refund with its lines: sent, since the money moved at the source."""
    by_place = places(lines)
    return Refund(
        items=sum(part.amount for part in given_back.pieces.values()),
        shipping=given_back.shipping,
        adjustment=given_back.adjustment,
        fee=given_back.fee,
        amount=given_back.amount,
        state=RefundState.SENT,
        provider=given_back.provider or incoming.payment.provider,
        reason=given_back.reason[:500],
        source_id=given_back.source_id[:80],
        at=given_back.at,
        sent_at=given_back.at,
        lines=[
            RefundLine(line_id=by_place[place].id, quantity=part.quantity, amount=part.amount, withdrawn=part.withdrawn)
            for place, part in given_back.pieces.items()
        ],
    )


def goods_return(given_back: IncomingRefund, lines: Sequence[OrderLine]) -> GoodsReturn | None:
    """The pieces that came back with a refund, None if there are none."""
    by_place = places(lines)
    parts = [
        GoodsReturnLine(line_id=by_place[place].id, quantity=part.returned, restocked=part.restocked)
        for place, part in given_back.pieces.items()
        if part.returned
    ]
    return GoodsReturn(reason=given_back.reason[:500], at=given_back.at, lines=parts) if parts else None


def places(lines: Sequence[OrderLine]) -> Mapping[int, OrderLine]:
    """The lines by their place at the source, from 0."""
    return {line.position - 1: line for line in lines}
