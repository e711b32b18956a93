"""An order as docs/domain.md tells it, in the plainest words: a list of what happened, and questions that read it anew.

Written apart from dashboard/core, and from nothing of it but the words: what the two say differently is a fault of one.
"""

from collections import Counter
from dataclasses import dataclass, field

HANDED_OVER = ("shipped", "in_transit", "out_for_delivery", "delivery_failed", "delivered")
GIVEN = ("to_send", "sent")
# What may follow, for a parcel in each state; canceling aside.
NEXT = {
    "awaiting_shipment": ("shipped", "in_transit", "out_for_delivery", "delivered"),
    "shipped": ("in_transit", "out_for_delivery", "delivered", "delivery_failed"),
    "in_transit": ("out_for_delivery", "delivered", "delivery_failed"),
    "out_for_delivery": ("delivered", "delivery_failed"),
    "delivery_failed": ("in_transit", "out_for_delivery", "delivered"),
    "delivered": (),
    "canceled": (),
}


@dataclass
class Parcel:
    """Pieces by line that go together."""

    pieces: dict[int, int]
    status: str
    point: str = "local"
    by_hand: bool = True

    @property
    def stands(self) -> bool:
        """Whether it was not canceled."""
        return self.status != "canceled"

    @property
    def live(self) -> bool:
        """Whether anything may still become of it."""
        return self.status not in ("delivered", "canceled")


@dataclass
class Refund:
    """Money that goes back, and the pieces it is for; `unsent` of them will not be sent."""

    amount: int
    state: str
    pieces: dict[int, int] = field(default_factory=dict)
    unsent: dict[int, int] = field(default_factory=dict)
    shipping: int = 0
    fee: int = 0

    @property
    def reserves(self) -> bool:
        """Whether its money and pieces can be given back no second time."""
        return self.state not in ("declined", "failed")


@dataclass
class PlainOrder:
    """An order: pieces ordered by line, and all that happened to them. Amounts in cents."""

    total: int
    shipping: int
    ordered: dict[int, int]
    payments: list[tuple[int, str]] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)
    parcels: list[Parcel] = field(default_factory=list)
    returns: list[dict[int, int]] = field(default_factory=list)
    state: str = "open"
    archived: bool = False
    packed: bool = False
    invoiced: bool = False

    @property
    def paid(self) -> int:
        """P."""
        return sum(amount for amount, state in self.payments if state == "captured")

    @property
    def refunded(self) -> int:
        """R."""
        return sum(refund.amount for refund in self.refunds if refund.state in GIVEN)

    @property
    def promised(self) -> int:
        """What is refunded, or kept back for a refund that waits for approval."""
        return sum(refund.amount for refund in self.refunds if refund.reserves)

    @property
    def payment(self) -> str:
        """The payment status: the first that fits."""
        kept = sum(refund.fee for refund in self.refunds if refund.state in GIVEN)
        if self.refunded:
            return "refunded" if self.refunded + kept >= self.paid else "partially_refunded"
        if self.paid == 0 and any(state == "open" for _, state in self.payments):
            return "in_progress"
        if self.paid >= self.total:
            return "paid"
        return "partially_paid" if self.paid else "unpaid"

    def withdrawn(self) -> Counter[int]:
        """Pieces that will not be sent, by line."""
        return count(refund.unsent for refund in self.refunds if refund.state in GIVEN)

    def boxed(self, *states: str) -> Counter[int]:
        """Pieces in parcels that stand, or in these states, by line."""
        return count(one.pieces for one in self.parcels if (one.status in states if states else one.stands))

    def left(self) -> dict[int, int]:
        """Pieces that can still go into a parcel, by line."""
        gone, boxed = self.withdrawn(), self.boxed()
        return {line: max(0, ordered - gone[line] - boxed[line]) for line, ordered in self.ordered.items()}

    def returnable(self) -> dict[int, int]:
        """Delivered pieces that are not back, by line."""
        back = count(self.returns)
        return {line: pieces - back[line] for line, pieces in self.boxed("delivered").items()}

    def refundable(self) -> dict[int, int]:
        """Pieces that no refund is for, by line."""
        covered = count(refund.pieces for refund in self.refunds if refund.reserves)
        return {line: ordered - covered[line] for line, ordered in self.ordered.items()}

    @property
    def fulfilment(self) -> str:
        """The fulfilment status: the first that fits."""
        if self.state == "canceled":
            return "canceled"
        gone = self.withdrawn()
        wanted = {line: ordered - gone[line] for line, ordered in self.ordered.items()}
        total, sent, back = sum(wanted.values()), self.boxed(*HANDED_OVER).total(), count(self.returns).total()
        if total == 0:
            return "unfulfilled"
        if back:
            return "returned" if back >= sent >= total else "partially_returned"
        if sent >= total:
            standing = [one for one in self.parcels if one.stands]
            if any(one.status != "delivered" for one in standing):
                return "fulfilled"
            return "picked_up" if all(one.point == "pickup" for one in standing) else "delivered"
        if sent:
            return "partially_fulfilled"
        boxed = self.boxed()
        return "dispatched" if self.packed or all(boxed[line] >= n for line, n in wanted.items()) else "unfulfilled"

    def may(self, verb: str, parcel: Parcel | None = None) -> bool:
        """Whether the verb can be done now, to this parcel where it is about one: the table of actions, in words."""
        if self.archived:
            return verb == "unarchive"
        if verb == "archive":
            return True
        if verb == "refund":
            return self.state in ("open", "canceled") and self.paid - self.refunded > 0
        if self.state != "open":
            return False
        needs = {
            "record_payment": True,
            "invoice": not self.invoiced,
            "fulfil": any(self.left().values()),
            "pack": any(self.left().values()) and not self.packed,
            "return": any(pieces > 0 for pieces in self.returnable().values()),
            "cancel": not any(one.stands for one in self.parcels),
            "hand_over": parcel is not None and parcel.status == "awaiting_shipment",
            "deliver": parcel is not None and parcel.live,
            "edit_shipment": parcel is not None and parcel.live and parcel.by_hand,
            "cancel_shipment": parcel is not None and parcel.live and parcel.by_hand,
        }
        return needs.get(verb, False)


def count(lists: object) -> Counter[int]:
    """Pieces by line, added up."""
    found: Counter[int] = Counter()
    for pieces in lists:  # type: ignore[attr-defined]
        found.update(pieces)
    return found
