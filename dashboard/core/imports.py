"""What state an import is in, and what may be done with it then: buttons, refusals and the runner read this table."""

from enum import StrEnum

from dashboard.core.refusals import WrongState
from dashboard.core.words import Status


class ImportState(Status):
    """How far an import has come."""

    LOOKING = "looking"
    OPEN = "open"
    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"

    @property
    def label(self) -> str:
        """The word on the page."""
        return LABELS.get(self, super().label)

    @property
    def badge(self) -> tuple[str, str]:
        """Tone and glyph of its badge."""
        return BADGES[self]


S = ImportState
LABELS = {
    S.LOOKING: "Being looked over",
    S.OPEN: "Needs a choice",
    S.READY: "Ready to import",
    S.UNDOING: "Being undone",
}
BADGES = {
    S.LOOKING: ("info", "st-dashed"),
    S.OPEN: ("warning", "st-empty"),
    S.READY: ("neutral", "st-empty"),
    S.RUNNING: ("info", "st-half"),
    S.PAUSED: ("warning", "st-half"),
    S.FINISHED: ("success", "st-full"),
    S.STOPPED: ("critical", "st-x"),
    S.FAILED: ("critical", "st-x"),
    S.UNDOING: ("info", "st-back"),
    S.UNDONE: ("neutral", "st-back"),
}
WORKED_ON = frozenset({S.LOOKING, S.RUNNING, S.UNDOING})  # a runner takes these, in the order they came
ENDED = frozenset({S.FINISHED, S.STOPPED, S.FAILED, S.UNDONE})


class Step(StrEnum):
    """What staff do with an import: the word on the button and in the address."""

    CHOOSE = "choose"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    UNDO = "undo"


# From which states a step leads, and to which one.
STEPS: dict[Step, tuple[frozenset[ImportState], ImportState]] = {
    Step.CHOOSE: (frozenset({S.LOOKING, S.OPEN, S.READY, S.PAUSED, S.FAILED}), S.LOOKING),
    Step.START: (frozenset({S.READY}), S.RUNNING),
    Step.PAUSE: (frozenset({S.RUNNING}), S.PAUSED),
    Step.RESUME: (frozenset({S.PAUSED, S.FAILED}), S.RUNNING),
    Step.CANCEL: (frozenset({S.LOOKING, S.OPEN, S.READY, S.RUNNING, S.PAUSED}), S.STOPPED),
    Step.UNDO: (frozenset({S.FINISHED, S.STOPPED, S.FAILED}), S.UNDOING),
}
WHY_NOT = {
    S.LOOKING: "The file is still being looked over. Wait for the preview.",
    S.OPEN: "The file leaves something open. Make the choice in the preview first.",
    S.READY: "This import waits to be started.",
    S.RUNNING: "This import is running.",
    S.PAUSED: "This import is paused.",
    S.FINISHED: "This import has finished already.",
    S.STOPPED: "This import was stopped already.",
    S.FAILED: "This import ended early.",
    S.UNDOING: "This import is being undone.",
    S.UNDONE: "This import was undone already.",
}


def possible(step: Step, state: ImportState, begun: bool) -> bool:
    """Whether the step can be done now. What was begun is past choosing; what never began cannot be resumed."""
    if step in {Step.CHOOSE, Step.RESUME, Step.UNDO} and begun == (step is Step.CHOOSE):
        return False
    return state in STEPS[step][0]


def require_step(step: Step, state: ImportState, begun: bool) -> ImportState:
    """The state that the step leads to. Raises WrongState."""
    if not possible(step, state, begun):
        raise WrongState(WHY_NOT[state])
    return STEPS[step][1]


def things(count: int, kind: str) -> str:
    """How many: "1 order", "1,204 customers"."""
    return f"{count:,} {kind[:-1] if count == 1 else kind}"
