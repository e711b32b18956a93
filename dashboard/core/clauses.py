"""The clauses of the guard table: what must hold of an order or a shipment, and the sentence for when it does not."""

from collections.abc import Callable

from dashboard.core.action import Action
from dashboard.core.conditions import on_order, on_shipment
from dashboard.core.facts import OrderFacts
from dashboard.core.quantities import per_line
from dashboard.core.statuses import LIVE
from dashboard.core.words import ShipmentStatus


def any_piece(count: str) -> Callable[[OrderFacts], bool]:
    """Whether any line has pieces left by this count of quantities.Pieces."""
    return lambda facts: any(getattr(pieces, count) > 0 for pieces in per_line(facts).values())


def packed(facts: OrderFacts) -> bool:
    """Whether any piece is packed, in a shipment that stands or by "Mark as packed"."""
    return facts.packed or any_piece("packed")(facts)


GUEST = on_order(
    "guest",
    "The order has no owner",
    lambda f: f.owner is None,
    "This order has an owner already. Reassign it instead.",
    Action.REASSIGN,
)
OWNED = on_order("owned", "The order has an owner", lambda f: f.owner is not None, "This is a guest order already.")
UNPACKED = on_order("unpacked", "Nothing is packed", lambda f: not packed(f), "Some pieces are packed already.")
NO_INVOICE = on_order(
    "no_invoice",
    "No invoice is issued",
    lambda f: f.invoice is None,
    "An invoice is issued for this order already.",
)
MONEY_LEFT = on_order(
    "money_left",
    "Money of the order is held",
    lambda f: f.held > 0,
    "No money of this order is left to refund.",
)
UNRESERVED = on_order(
    "unreserved",
    "Not all of it waits for approval",
    lambda f: f.held <= 0 or f.held > f.reserved,
    "Refunds that await approval hold back all that is left of this order’s money.",
)
PIECES_LEFT = on_order(
    "pieces_left",
    "Pieces are left to pack",
    any_piece("left_to_pack"),
    "No piece of this order is left to pack.",
)
NOT_PACKED = on_order(
    "not_packed",
    "The order is not marked as packed",
    lambda f: not f.packed,
    "This order is marked as packed already.",
)
RETURNABLE = on_order(
    "returnable",
    "Delivered pieces are not back yet",
    any_piece("returnable"),
    "No delivered piece is left to return.",
    Action.DELIVER,
)
NO_SHIPMENT = on_order(
    "no_shipment",
    "No shipment stands",
    lambda f: all(s.status is ShipmentStatus.CANCELED for s in f.shipments),
    "A shipment of this order stands. Cancel it first.",
    Action.CANCEL_SHIPMENT,
)
NOT_ARCHIVED = on_order("not_archived", "Not archived yet", lambda f: not f.archived, "This order is archived already.")
ARCHIVED = on_order("archived", "The order is archived", lambda f: f.archived, "This order is not archived.")
DELETABLE = on_order(
    "deletable",
    "A test order, or an untouched one of an import being undone",
    lambda f: f.test or f.import_untouched,
    "Only test orders, and untouched ones of an import being undone, can be deleted.",
)
LIVE_SHIPMENT = on_shipment(
    "live",
    "The shipment is under way",
    lambda s: s.status in LIVE,
    "This shipment is delivered or canceled already.",
)
MANUAL = on_shipment(
    "manual",
    "A manual shipment",
    lambda s: s.kind == "manual",
    "The carrier handles this shipment, so it cannot be changed here.",
)
AWAITING = on_shipment(
    "awaiting",
    "The shipment awaits hand-over",
    lambda s: s.status is ShipmentStatus.AWAITING_SHIPMENT,
    "This shipment was handed over or canceled already.",
)
CARRIED = on_shipment(
    "carried",
    "The shipment leaves the house",
    lambda s: s.point != "pickup",
    "This shipment is picked up here. Mark it as delivered once the customer has it.",
)
UNTRACKED = on_shipment(
    "untracked",
    "No carrier reports the hand-over",
    lambda s: s.kind == "manual" or not s.tracked,
    "The carrier’s scans tell when this shipment is handed over.",
)
