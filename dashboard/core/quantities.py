"""Pieces per line: what is packed, sent, delivered, back, and what is left to do; and the counters that say so."""

from collections.abc import Mapping
from typing import NamedTuple

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


class Pieces(NamedTuple):
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


def per_line(facts: OrderFacts) -> Mapping[int, Pieces]:
    """The counts of each line, by its id; reckoned once for these facts, since they never change."""
    if facts.counted is None:
        object.__setattr__(facts, "counted", counted(facts))
    found: Mapping[int, Pieces] = facts.counted
    return found


def counted(facts: OrderFacts) -> dict[int, Pieces]:
    """The same, reckoned."""
    packed, sent, delivered = shipped(facts)
    return {
        line.id: Pieces(
            line.ordered,
            line.withdrawn,
            line.refunded,
            packed=packed.get(line.id, 0),
            sent=sent.get(line.id, 0),
            delivered=delivered.get(line.id, 0),
            returned=facts.returned.get(line.id, 0),
        )
        for line in facts.lines
    }


def shipped(facts: OrderFacts) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    """Pieces by line id in shipments that stand, of these handed over, and of these delivered."""
    packed: dict[int, int] = {}
    sent: dict[int, int] = {}
    delivered: dict[int, int] = {}
    for shipment in facts.shipments:
        if (status := shipment.status) is ShipmentStatus.CANCELED:
            continue
        counted = [packed, sent] if status in SENT else [packed]
        if status is ShipmentStatus.DELIVERED:
            counted.append(delivered)
        for line_id, quantity in shipment.pieces.items():
            for counts in counted:
                counts[line_id] = counts.get(line_id, 0) + quantity
    return packed, sent, delivered


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
