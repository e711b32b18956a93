"""What the post goes by: states of a message, what may be done with it then, and when it is tried again."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from dashboard.core.refusals import WrongState
from dashboard.core.words import Status

MOST_ATTEMPTS = 40  # nearly two days
LONGEST_WAIT = timedelta(hours=1)
LONGEST_FAILURE = 500


class MessageState(Status):
    """How far a message has come."""

    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """The word on the page."""
        return "Waiting" if self is MessageState.HELD else super().label

    @property
    def badge(self) -> tuple[str, str]:
        """Tone and glyph of its badge."""
        return BADGES[self]


S = MessageState
BADGES = {
    S.HELD: ("info", "st-dashed"),
    S.SENDING: ("info", "st-half"),
    S.SENT: ("success", "st-full"),
    S.FAILED: ("critical", "st-x"),
    S.DROPPED: ("neutral", "st-x"),
}


class Step(StrEnum):
    """What staff do with a message: the word on the button and in the address."""

    SEND_NOW = "send-now"
    EDIT = "edit"
    DROP = "drop"
    SEND_AGAIN = "send-again"

    @property
    def label(self) -> str:
        """The words on the button."""
        return self.value.replace("-", " ").capitalize()


STEPS = {
    Step.SEND_NOW: frozenset({S.HELD}),
    Step.EDIT: frozenset({S.HELD}),
    Step.DROP: frozenset({S.HELD, S.FAILED}),
    Step.SEND_AGAIN: frozenset({S.FAILED}),
}
WHY_NOT = {
    S.HELD: "This message still waits.",
    S.SENDING: "This message is on its way right now.",
    S.SENT: "This message was sent already.",
    S.FAILED: "This message could not be sent.",
    S.DROPPED: "This message was dropped already.",
}
SECRET = "This letter holds a link that lets its holder in, so nobody at the desk may read or change it."  # noqa: S105


def possible(step: Step, state: str, secret: bool) -> bool:
    """Whether the step can be done now. Nobody edits what nobody may read."""
    return state in STEPS[step] and not (secret and step is Step.EDIT)


def require_step(step: Step, state: str, secret: bool) -> None:
    """Raise WrongState unless the step can be done now."""
    if not possible(step, state, secret):
        raise WrongState(SECRET if secret and step is Step.EDIT else WHY_NOT[MessageState(state)])


def subject_of(event: str, subject: str, text: str) -> str:
    """The subject that a message goes with. A code is one that nobody at the desk reads, so it is kept in the text
    only: its first line."""
    return text.partition("\n")[0] if event == "one_time_code" and subject else subject


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message as whoever sends it has it, for as long as the lease named by `token` lasts."""

    id: int
    way: str
    recipient: str
    subject: str
    text: str
    html: str | None
    message_id: str
    attempts: int
    token: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a letter is from: the shop's name and address, for answers too."""

    name: str
    address: str


class NotSent(Exception):
    """A message did not go. `.sentence` says what was answered, in one line."""

    def __init__(self, answer: object) -> None:
        self.sentence = one_line(answer)
        super().__init__(self.sentence)


class Unreachable(NotSent):
    """Nobody answers there, or they take nothing from us: no message's own fault, so all of them wait."""


class TryLater(NotSent):
    """This message was not taken now; it is tried again."""


class Rejected(NotSent):
    """This message will never be taken like this."""


def one_line(answer: object) -> str:
    """What a server answered, for people to read: one line of bounded length."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(plain.split())[:LONGEST_FAILURE]


def backoff(attempts: int) -> timedelta:
    """How long a message waits after so many attempts: 1, 2, 4 … minutes, an hour at most."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_WAIT)
