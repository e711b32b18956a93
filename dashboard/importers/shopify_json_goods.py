"""What happened to the goods of a Shopify order: its fulfilments as shipments, its refunds with their lines."""

from collections.abc import Mapping
from datetime import datetime

from dashboard.core import money
from dashboard.core.words import ShipmentStatus
from dashboard.importers.incoming import IncomingOrder, IncomingRefund, IncomingShipment, RefundedPieces
from dashboard.importers.json_source import Node
from dashboard.importers.reckon import reckon

S = ShipmentStatus
FULFILMENT = {
    "pending": S.AWAITING_SHIPMENT,
    "open": S.AWAITING_SHIPMENT,
    "success": S.SHIPPED,
    "cancelled": S.CANCELED,
    "error": S.DELIVERY_FAILED,
    "failure": S.DELIVERY_FAILED,
}
EVENT = {
    "in_transit": S.IN_TRANSIT,
    "delayed": S.IN_TRANSIT,
    "out_for_delivery": S.OUT_FOR_DELIVERY,
    "delivered": S.DELIVERED,
    "picked_up": S.DELIVERED,
    "attempted_delivery": S.DELIVERY_FAILED,
    "failure": S.DELIVERY_FAILED,
    "return_to_sender": S.DELIVERY_FAILED,
}
STANDS = {"success", "pending", "open", ""}
DELAYED = "A shipment is delayed."


def lines_by_id(node: Node) -> dict[str, int]:
    """The place of each line among those with any pieces, by its id."""
    return {one.text("id"): place for place, one in enumerate(one for one in node.many("line_items") if counts(one))}


def counts(one: Node) -> bool:
    """Whether a line has any pieces."""
    return one.quantity("quantity") > 0


def shipments_of(node: Node, order: IncomingOrder) -> tuple[tuple[IncomingShipment, ...] | None, str]:
    """The shipments in the order in which they were made, and what a note should say of them."""
    places, found, delayed = lines_by_id(node), [], ""
    made = sorted(node.many("fulfillments"), key=lambda one: (len(one.text("id")), one.text("id")))
    for nth, one in enumerate(made, start=1):
        pieces = {
            places[part.text("id")]: part.quantity("quantity")
            for part in one.many("line_items")
            if part.text("id") in places and part.text("quantity")
        }
        status = FULFILMENT.get(one.text("status"), S.SHIPPED)
        if one.text("status") in STANDS:
            status = EVENT.get(one.text("shipment status"), status)
        if one.text("shipment status") == "delayed":
            delayed = DELAYED
        found.append(
            IncomingShipment(
                nth=nth,
                pieces={place: count for place, count in pieces.items() if count},
                status=status,
                at=one.moment("created at") or order.placed_at,
                carrier=one.text("tracking company"),
                tracking=one.text("tracking number") or next(iter(numbers(one)), ""),
            )
        )
    return tuple(found), delayed


def numbers(one: Node) -> list[str]:
    """All tracking numbers of a fulfilment."""
    listed = one.found.get("tracking_numbers")
    return [str(number) for number in listed if number] if isinstance(listed, list) else []


def refunds_of(node: Node, order: IncomingOrder) -> tuple[IncomingRefund, ...]:
    """The refunds by which money was given back; goods() makes sure that their parts add up."""
    places, totals = lines_by_id(node), reckon(order).totals
    found = (refund(one, order, places, totals) for one in node.many("refunds"))
    return tuple(one for one in found if one.amount > 0)


def refund(one: Node, order: IncomingOrder, places: Mapping[str, int], totals: tuple[int, ...]) -> IncomingRefund:
    """One refund with its pieces."""
    at: datetime = one.moment("processed at") or one.moment("created at") or order.placed_at
    amounts = [
        part.amount("amount", order.currency) or 0
        for part in one.many("transactions")
        if part.text("kind") in {"refund", ""} and part.text("status") in {"success", ""}
    ]
    pieces: dict[int, RefundedPieces] = {}
    for part in one.many("refund_line_items"):
        place, quantity = places.get(part.text("line item id")), part.quantity("quantity")
        if place is not None and quantity and place not in pieces:
            pieces[place] = refunded(part, order, quantity, totals[place], order.lines[place].quantity)
    adjusted = one.many("order_adjustments")
    shipping = sum(worth(part, order.currency) for part in adjusted if part.text("kind") == "shipping_refund")
    other = sum(worth(part, order.currency) for part in adjusted if part.text("kind") != "shipping_refund")
    return IncomingRefund(
        source_id=one.text("id")[:80],
        amount=sum(amounts),
        at=at,
        pieces=pieces,
        shipping=max(shipping, 0),
        adjustment=max(other, 0),
        fee=max(-other, 0),
        reason=one.text("note")[:500],
        provider=next((part.text("gateway") for part in one.many("transactions")), "")[:100],
    )


def refunded(part: Node, order: IncomingOrder, quantity: int, total: int, ordered: int) -> RefundedPieces:
    """Pieces of one line; what they are worth as the source says, else by the line's total."""
    subtotal = part.amount("subtotal", order.currency)
    tax = 0 if reckon(order).tax_included else part.amount("total tax", order.currency) or 0
    kind = part.text("restock type")
    return RefundedPieces(
        quantity=quantity,
        amount=total * quantity // ordered if subtotal is None else subtotal + tax,
        withdrawn=quantity if kind == "cancel" else 0,
        returned=quantity if kind == "return" else 0,
        restocked=quantity if kind == "return" else 0,
    )


def worth(part: Node, currency: str) -> int:
    """What an adjustment gives back in minor units: the source writes it below zero."""
    values = (part.signed(column) for column in ("amount", "tax amount"))
    return -sum(money.to_minor(value, currency) for value in values if value is not None)
