"""Pieces per line: what is packed, sent, delivered, back, and what is left to do; and the counters that say so."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.core.facts import OrderFacts
from dashboard.core.words import ShipmentStatus

# Handed over: on its way, there, or failed to get there.
SENT = frozenset(
    {
        ShipmentStatus.SHIPPED,
        ShipmentStatus.IN_TRANSIT,
        ShipmentStatus.OUT_FOR_DELIVERY,
        ShipmentStatus.DELIVERY_FAILED,
        ShipmentStatus.DELIVERED,
    }
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Counts of one line's pieces. `packed` is in a shipment that stands, sent or not."""

    ordered: int
    withdrawn: int
    refunded: int
    packed: int
    sent: int
    delivered: int
    returned: int

    @property
    def to_send(self) -> int:
        """Q: ordered less withdrawn."""
        return self.ordered - self.withdrawn

    @property
    def left_to_pack(self) -> int:
        """Pieces in no shipment yet."""
        return max(0, self.to_send - self.packed)

    @property
    def refundable(self) -> int:
        """Pieces that no refund covers yet."""
        return max(0, self.ordered - self.refunded)

    @property
    def returnable(self) -> int:
        """Delivered pieces that are not back yet."""
        return max(0, self.delivered - self.returned)


def per_line(facts: OrderFacts) -> dict[int, Pieces]:
    """The counts of each line, by its id."""
    return {
        line.id: Pieces(
            line.ordered,
            line.withdrawn,
            line.refunded,
            packed=shipped(facts, line.id, lambda status: status is not ShipmentStatus.CANCELED),
            sent=shipped(facts, line.id, SENT.__contains__),
            delivered=shipped(facts, line.id, lambda status: status is ShipmentStatus.DELIVERED),
            returned=facts.returned.get(line.id, 0),
        )
        for line in facts.lines
    }


def shipped(facts: OrderFacts, line_id: int, counts: Callable[[ShipmentStatus], bool]) -> int:
    """Pieces of this line in the shipments whose status counts."""
    return sum(shipment.pieces.get(line_id, 0) for shipment in facts.shipments if counts(shipment.status))


def counters(facts: OrderFacts) -> str:
    """What the fulfilment badge leaves open: "2 of 3 packed", "1 of 2 delivered", "nothing left to send", or ""."""
    pieces = per_line(facts).values()
    wanted, packed = sum(p.to_send for p in pieces), sum(p.packed for p in pieces)
    sent, delivered = sum(p.sent for p in pieces), sum(p.delivered for p in pieces)
    if wanted == 0:
        return "nothing left to send"
    if 0 < delivered < sent:
        return f"{delivered} of {sent} delivered"
    if sent < packed < wanted:
        return f"{packed} of {wanted} packed"
    if sent < packed:
        return f"{packed - sent} awaiting hand-over"
    return ""
