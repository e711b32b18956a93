"""The goods of an order as the rules look at them. Orders whose goods are alike are looked at once, and most are."""

from collections.abc import Mapping
from functools import cached_property, lru_cache

from dashboard.core.facts import LineFacts, OrderFacts, ShipmentFacts
from dashboard.core.quantities import Pieces, per_line
from dashboard.core.statuses import FulfilmentStatus, OrderState, ShipmentStatus, fulfilment_status

KINDS = 20_000  # that are remembered; each takes some kilobytes
# Lines are numbered from the order's first one on, so that two orders can be alike.
Counts = tuple[tuple[int, int], ...]  # pieces by line
LineSeen = tuple[int, int, int, int, int | None]  # line, pieces ordered, withdrawn, refunded, as the buyer placed it
ShipmentSeen = tuple[str, str, str, Counts]  # status, kind, point, pieces


class Goods:
    """What is known of the goods of orders that are alike: state, lines, shipments and returns, nothing of money."""

    def __init__(self, facts: OrderFacts, originals: int) -> None:
        self.facts = facts
        self.originals = originals  # lines that the buyer placed

    @cached_property
    def pieces(self) -> Mapping[int, Pieces]:
        """Counts per line."""
        return per_line(self.facts)

    @cached_property
    def status(self) -> FulfilmentStatus:
        """How far they are sent."""
        return fulfilment_status(self.facts, self.pieces)

    @cached_property
    def ordered(self) -> int:
        """Pieces ordered, of all lines."""
        return sum(line.ordered for line in self.facts.lines)


@lru_cache(KINDS)
def goods(
    state: str, packed: bool, lines: tuple[LineSeen, ...], shipments: tuple[ShipmentSeen, ...], returned: Counts
) -> Goods:
    """The goods of all orders that look like this."""
    facts = OrderFacts(
        state=OrderState(state),
        packed=packed,
        lines=tuple(LineFacts(*line[:4]) for line in lines),
        shipments=tuple(
            ShipmentFacts(ShipmentStatus(status), kind, point, pieces=dict(pieces))
            for status, kind, point, pieces in shipments
        ),
        returned=dict(returned),
    )
    return Goods(facts, sum(1 for line in lines if line[4]))
