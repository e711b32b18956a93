"""Refusals: why something was not done, each in a sentence that a merchant can act on."""

from collections.abc import Sequence
from typing import Any


class Refused(Exception):
    """Nothing was done. `.sentence` says why, `.field` names the form field it concerns, if any."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence, self.field = sentence, field


class Invalid(Refused):
    """What was entered cannot be used."""


class Vanished(Refused):
    """What was chosen is gone."""


class NotPermitted(Refused):
    """The person's role does not allow it."""


class WrongState(Refused):
    """The order does not allow it now; `.conditions` are those that failed."""

    def __init__(self, sentence: str, conditions: Sequence[Any] = ()) -> None:
        super().__init__(sentence)
        self.conditions = tuple(conditions)


class Stale(Refused):
    """Somebody changed the order, or `what` else, since it was seen; `.news` says who did what and when."""

    def __init__(self, news: Sequence[Any] = (), what: str = "This order was") -> None:
        super().__init__(f"{what} changed meanwhile. Nothing was done; look at it as it is now.")
        self.news = tuple(news)


class KeyReused(Refused):
    """A form's one-time key came back with other content."""

    def __init__(self) -> None:
        super().__init__("This form was already submitted with other content. Nothing more was done; open it anew.")


class Replayed(Exception):
    """The same form was submitted before: `.result` is what it did then. No refusal."""

    def __init__(self, result: dict[str, Any]) -> None:
        super().__init__("submitted before")
        self.result = result
