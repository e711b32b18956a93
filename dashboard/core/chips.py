"""Criteria in words: a chip for each, which says what is asked for and can be taken off."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from dashboard.core import money
from dashboard.core.criteria import NO_CATALOG, Criteria
from dashboard.core.words import Status

TITLES = {
    "payment": "Payment",
    "fulfilment": "Fulfilment",
    "placed": "Placed",
    "customer": "Customer",
    "guest": "Customer",
    "route": "Route",
    "catalog": "Catalog",
    "tag": "Tag",
    "total": "Total",
    "state": "State",
    "test": "Test orders",
    "archived": "Archived",
    "imported": "Import",
}
YES_NO = {
    "guest": {True: "Guest orders", False: "Owned by an account"},
    "test": {True: "Only test orders", False: "No test orders"},
    "archived": {True: "Only archived", False: "Not archived"},
}
DASH = "\N{EN DASH}"


class Chip(NamedTuple):
    """One thing asked for: its title and words, and what `Criteria.without` needs to take it off."""

    name: str
    value: Any
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Known:
    """What criteria name only by number: catalogs and the account by name; the store's currency and year."""

    catalogs: Mapping[str, str]
    account: str | None
    currency: str
    year: int


def chips(criteria: Criteria, known: Known) -> list[Chip]:
    """The chips of these criteria in the order of the filters; the search itself is none."""
    return [Chip(name, value, TITLES[name], words) for name in TITLES for value, words in told(criteria, name, known)]


def told(criteria: Criteria, name: str, known: Known) -> Iterator[tuple[Any, str]]:
    """Each value under this name, with its words."""
    if name == "placed":
        if criteria.placed:
            yield None, criteria.placed.label
        elif criteria.placed_from or criteria.placed_to:
            yield None, days(criteria.placed_from, criteria.placed_to, known.year)
    elif name == "total":
        if criteria.total_min is not None or criteria.total_max is not None:
            yield None, amounts(criteria.total_min, criteria.total_max, known.currency)
    elif name == "catalog":
        yield from (
            (word, "No catalog" if word == NO_CATALOG else known.catalogs.get(word, word)) for word in criteria.catalog
        )
    elif name == "customer":
        if criteria.customer:
            yield None, criteria.who or known.account or f"account {criteria.customer}"
    else:
        yield from plain(name, getattr(criteria, name))


def plain(name: str, value: Any) -> Iterator[tuple[Any, str]]:
    """The words of a list of statuses or tags, of a yes or no, or of a number."""
    if isinstance(value, tuple):
        yield from ((one, one.label if isinstance(one, Status) else one) for one in value)
    elif isinstance(value, bool):
        yield None, YES_NO[name][value]
    elif value is not None:
        yield None, str(value)


def days(first: date | None, last: date | None, year: int) -> str:
    """A range of days: "16–22 Nov", "28 Oct – 3 Nov", "since 3 Nov", "until 3 Nov 2025"."""
    if first is None or last is None:
        return f"since {day(first, year)}" if first else f"until {day(last, year)}"
    if first == last:
        return day(last, year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{DASH}{day(last, year)}"
    return f"{day(first, year)} {DASH} {day(last, year)}"


def day(at: date | None, year: int) -> str:
    """A day as on the page, its year unless it is this one."""
    return "" if at is None else f"{at.day} {at:%b}" + (f" {at.year}" if at.year != year else "")


def amounts(least: int | None, most: int | None, currency: str) -> str:
    """A range of totals: "10.00–50.00 EUR", "from 10.00 EUR", "up to 50.00 EUR". Thousandths of the major unit."""
    if least is None or most is None:
        word, only = ("from", least) if least is not None else ("up to", most)
        return f"{word} {money.money(money.from_sort_value(only or 0, currency), currency)}"
    first, last = (money.from_sort_value(value, currency) for value in (least, most))
    return f"{money.amount(first, currency)}{DASH}{money.money(last, currency)}"
