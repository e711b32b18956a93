"""A promise that a race broke."""

from typing import NamedTuple


class Broken(NamedTuple):
    """Which promise (winners, answers, spend, log, messages, check), and what became of it."""

    promise: str
    what: str
