"""Batches: the same done to many orders, one change each. What can be done so, and what becomes of each order."""

from dashboard.core.action import Action
from dashboard.core.refusals import Invalid, WrongState
from dashboard.core.words import Status

MOST = 10_000  # orders of one batch: its preview looks at all of them
AT_ONCE = 100  # are done before the answer; the rest goes on beside the pages


class BatchVerb(Status):
    """What is done to the orders: the word in the address and on the button."""

    REASSIGN = "reassign"
    LINK = "link"
    TAG = "tag"
    ARCHIVE = "archive"
    FULFIL = "fulfil"

    @property
    def action(self) -> Action:
        """The action on each order, whose permission and guards count."""
        return Action(self.value)

    @property
    def undone_by(self) -> Action:
        """The action whose permission taking it back needs."""
        return {BatchVerb.ARCHIVE: Action.UNARCHIVE, BatchVerb.TAG: Action.TAG}.get(self, Action.REASSIGN)

    @property
    def final(self) -> bool:
        """Whether it cannot be taken back: what was handed over is on its way."""
        return self is BatchVerb.FULFIL

    @property
    def moves(self) -> bool:
        """Whether the orders get an owner."""
        return self in {BatchVerb.REASSIGN, BatchVerb.LINK}

    @property
    def logged(self) -> str:
        """The verb of each order's line in the log."""
        return {
            "reassign": "reassigned", "link": "linked", "tag": "tagged", "archive": "archived", "fulfil": "shipped",
        }[self.value]  # fmt: skip


class BatchState(Status):
    """How far a batch has come."""

    RUNNING = "running"
    FINISHED = "finished"
    UNDOING = "undoing"
    UNDONE = "undone"

    @property
    def label(self) -> str:
        """The word on the page."""
        return "Being undone" if self is BatchState.UNDOING else super().label

    @property
    def badge(self) -> tuple[str, str]:
        """Tone and glyph of its badge."""
        return {
            BatchState.RUNNING: ("info", "st-half"),
            BatchState.FINISHED: ("success", "st-full"),
            BatchState.UNDOING: ("info", "st-back"),
            BatchState.UNDONE: ("neutral", "st-back"),
        }[self]


class Outcome(Status):
    """What became of one order of a batch."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    STALE = "stale"
    GONE = "gone"
    UNDONE = "undone"
    KEPT = "kept"

    @property
    def label(self) -> str:
        """The word on the page."""
        return LABELS.get(self, super().label)

    @property
    def badge(self) -> tuple[str, str]:
        """Tone and glyph of its badge."""
        return BADGES[self]


O = Outcome  # noqa: E741 - as the tables of other words are written
LABELS = {O.STALE: "Changed meanwhile", O.UNDONE: "Taken back", O.KEPT: "Kept as it is"}
BADGES = {
    O.WAITING: ("neutral", "st-empty"),
    O.DONE: ("success", "st-full"),
    O.REFUSED: ("critical", "st-x"),
    O.STALE: ("warning", "st-half"),
    O.GONE: ("neutral", "st-x"),
    O.UNDONE: ("neutral", "st-back"),
    O.KEPT: ("warning", "st-x"),
}
WORKED_ON = frozenset({BatchState.RUNNING, BatchState.UNDOING})
LEFT_ALONE = frozenset({O.REFUSED, O.STALE, O.GONE, O.KEPT})


def orders(count: int) -> str:
    """How many: "1 order", "1,204 orders"."""
    return "1 order" if count == 1 else f"{count:,} orders"


def require_count(count: int) -> None:
    """Raise Invalid unless so many orders can be one batch."""
    if count == 0:
        raise Invalid("No order is selected. Go back to the list and tick some.")
    if count > MOST:
        raise Invalid(f"These are more than {MOST:,} orders, too many for one go. Narrow the list, and do it in parts.")


def require_undoable(verb: BatchVerb, state: BatchState) -> None:
    """Raise WrongState unless a batch of this verb, in this state, can be taken back."""
    if verb.final:
        raise WrongState("Shipments cannot be taken back together. Cancel those that shall not go, one by one.")
    if state is BatchState.UNDOING:
        raise WrongState("This batch is being taken back already.")
    if state is BatchState.UNDONE:
        raise WrongState("This batch was taken back already.")
