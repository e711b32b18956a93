"""What an invariant is, and what comes of looking for those who break it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy.orm import Session

from dashboard.checks.case import Case
from dashboard.checks.goods import Goods
from dashboard.checks.parts import Range

SHOWN = 10


class Overall(NamedTuple):
    """True of the database as a whole; `breakers` yields the codes or names of what breaks it."""

    name: str
    sentence: str
    breakers: Callable[[Session], Iterable[str]]


class Sliced(NamedTuple):
    """True of the database as a whole, looked at by slices: what belongs to orders, or to others, of some ids."""

    name: str
    sentence: str
    breakers: Callable[[Session, Range], Iterable[str]]


class PerOrder(NamedTuple):
    """True of each order by itself."""

    name: str
    sentence: str
    holds: Callable[[Case], bool]


class PerGoods(NamedTuple):
    """True of the goods of each order, whoever ordered them and at whatever price."""

    name: str
    sentence: str
    holds: Callable[[Goods], bool]


@dataclass(slots=True)
class Finding:
    """A broken invariant: how often, and the first of those who break it."""

    name: str
    sentence: str
    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, code: str) -> None:
        """One more that breaks it."""
        self.count += 1
        if len(self.first) < SHOWN:
            self.first.append(code)

    def join(self, other: "Finding") -> None:
        """Those of another finding after the ones here."""
        self.count += other.count
        self.first = [*self.first, *other.first][:SHOWN]
