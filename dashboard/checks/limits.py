"""Invariants: nothing goes out, comes back or is refunded more than there is."""

from dashboard.checks.case import Case
from dashboard.checks.goods import Goods
from dashboard.checks.invariant import PerGoods, PerOrder


def refunded_within_paid(case: Case) -> bool:
    """Refunds to send and sent are no more than was captured."""
    return case.money.refunded <= case.money.captured


def reserved_within_left(case: Case) -> bool:
    """Refunds that await approval hold back no more than is left."""
    return case.money.reserved <= max(0, case.money.held)


def refunded_within_ordered(goods: Goods) -> bool:
    """No line has more pieces refunded than ordered."""
    return all(pieces.refunded <= pieces.ordered for pieces in goods.pieces.values())


def shipped_within_ordered(goods: Goods) -> bool:
    """No line has more pieces in shipments, or withdrawn, than ordered."""
    return all(pieces.packed + pieces.withdrawn <= pieces.ordered for pieces in goods.pieces.values())


def returned_within_delivered(goods: Goods) -> bool:
    """No line has more pieces back than were delivered."""
    return all(pieces.returned <= pieces.delivered for pieces in goods.pieces.values())


def own_lines(goods: Goods) -> bool:
    """Shipments and returns are of the order's own lines."""
    facts = goods.facts
    named = {line for shipment in facts.shipments for line in shipment.pieces} | set(facts.returned)
    return named <= {line.id for line in facts.lines}


def original(goods: Goods) -> bool:
    """What the buyer placed is still there to see."""
    return goods.originals > 0


LIMITS = (
    PerOrder("refunded_within_paid", "No more is refunded than was paid.", refunded_within_paid),
    PerOrder(
        "reserved_within_left", "Refunds that await approval hold back no more than is left.", reserved_within_left
    ),
)
LIMITS_OF_GOODS = (
    PerGoods("refunded_within_ordered", "No more pieces are refunded than ordered.", refunded_within_ordered),
    PerGoods("shipped_within_ordered", "No more pieces are sent or withdrawn than ordered.", shipped_within_ordered),
    PerGoods("returned_within_delivered", "No more pieces came back than were delivered.", returned_within_delivered),
    PerGoods("own_lines", "Shipments and returns hold pieces of their own order only.", own_lines),
    PerGoods("original", "Every order keeps lines as the buyer placed them.", original),
)
