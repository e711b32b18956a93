"""Places in lists as addresses carry them: an id, a dot, and what the list is sorted by."""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


class Cursor(NamedTuple):
    """A place in a list: the row at it, by what the list is sorted by; `back` reads towards the first."""

    value: Any
    id: int
    back: bool = False


def written(value: str | int | datetime, number: int) -> str:
    """The place of the row of this id."""
    return f"{number}.{(value - EPOCH) // TICK if isinstance(value, datetime) else value}"


def read(text: str | None, kind: type, back: bool) -> Cursor | None:
    """The place that written() wrote of a str, an int or a datetime; None for anything else."""
    number, dot, said = (text or "").partition(".")
    if not dot or not is_number(number) or "\0" in said:
        return None
    if kind is str:
        return Cursor(said, int(number), back)
    if not is_number(said):
        return None
    value: Any = int(said)
    try:
        return Cursor(EPOCH + value * TICK if kind is datetime else value, int(number), back)
    except OverflowError:
        return None


def is_number(text: str) -> bool:
    """Whether it is a whole number that every database can hold."""
    return text.isascii() and text.isdigit() and len(text) <= 18
