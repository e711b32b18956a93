"""Invariants: nothing goes out, comes back or is refunded more than there is."""

from dashboard.checks.case import Case
from dashboard.checks.invariant import PerOrder


def refunded_within_paid(case: Case) -> bool:
    """Refunds to send and sent are no more than was captured."""
    return case.facts.refunded <= case.facts.captured


def reserved_within_left(case: Case) -> bool:
    """Refunds that await approval hold back no more than is left."""
    return case.facts.reserved <= max(0, case.facts.held)


def refunded_within_ordered(case: Case) -> bool:
    """No line has more pieces refunded than ordered."""
    return all(pieces.refunded <= pieces.ordered for pieces in case.pieces.values())


def shipped_within_ordered(case: Case) -> bool:
    """No line has more pieces in shipments, or withdrawn, than ordered."""
    return all(pieces.packed + pieces.withdrawn <= pieces.ordered for pieces in case.pieces.values())


def returned_within_delivered(case: Case) -> bool:
    """No line has more pieces back than were delivered."""
    return all(pieces.returned <= pieces.delivered for pieces in case.pieces.values())


def own_lines(case: Case) -> bool:
    """Shipments and returns are of the order's own lines."""
    named = {line_id for shipment in case.facts.shipments for line_id in shipment.pieces} | set(case.facts.returned)
    return named <= {line.id for line in case.lines}


def original(case: Case) -> bool:
    """What the buyer placed is still there to see."""
    return any(line.original_quantity for line in case.lines)


LIMITS = (
    PerOrder("refunded_within_paid", "No more is refunded than was paid.", refunded_within_paid),
    PerOrder(
        "reserved_within_left", "Refunds that await approval hold back no more than is left.", reserved_within_left
    ),
    PerOrder("refunded_within_ordered", "No more pieces are refunded than ordered.", refunded_within_ordered),
    PerOrder("shipped_within_ordered", "No more pieces are sent or withdrawn than ordered.", shipped_within_ordered),
    PerOrder("returned_within_delivered", "No more pieces came back than were delivered.", returned_within_delivered),
    PerOrder("own_lines", "Shipments and returns hold pieces of their own order only.", own_lines),
    PerOrder("original", "Every order keeps lines as the buyer placed them.", original),
)
