"""The orders list's criteria as they stand in its address, read and written in one place.

What keeps a list (a saved view, the way back, a bulk action) keeps this query string, and gets the criteria from it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from dashboard.core import money
from dashboard.core.criteria import FIRST, LAST, Criteria, Recent, Sort
from dashboard.core.refusals import Invalid
from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus, Route
from dashboard.database import now
from dashboard.models.store import Store
from dashboard.pages.moments import local

S = TypeVar("S", bound=StrEnum)
LONGEST = 200  # letters of a search
MOST = 20  # words of one filter
KEPT = 1_024  # criteria
NUMBER = re.compile("[0-9]{1,18}")
ANSWERS = {"yes": True, "no": False}
NAMES = {field.name for field in fields(Criteria)} - {"imported", "zone"} | {"import"}  # as an address has them


@dataclass(frozen=True, slots=True)
class Asked:
    """The criteria of an address; what could not be read, by field: a sentence, and what was typed."""

    criteria: Criteria
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)


def read(given: MultiDict[str, str], store: Store | None) -> Asked:
    """The criteria that an address asks for. Unknown words are passed over, bad days and amounts complained of."""
    pairs = tuple((name, value) for name, value in given.items(multi=True) if name in NAMES)
    currency, zone = (store.currency, store.zone) if store else ("EUR", "UTC")
    return understood(pairs, currency, zone, local(now(), store).date())


@lru_cache(KEPT)
def understood(pairs: tuple[tuple[str, str], ...], currency: str, zone: str, today: date) -> Asked:
    """What these parts of an address ask for today."""
    given = MultiDict(pairs)
    ranges, errors = read_ranges(given, currency)
    recent = next((days for days in Recent if days == given.get("placed")), None)
    if recent:
        first, last = recent.days(today)
        ranges |= {"placed": recent, "placed_from": first, "placed_to": last}
        errors = {name: sentence for name, sentence in errors.items() if not name.startswith("placed")}
    imported = given.get("import", "")
    criteria = Criteria(
        q=given.get("q", "")[:LONGEST].strip(),
        payment=words(PaymentStatus, given, "payment"),
        fulfilment=words(FulfilmentStatus, given, "fulfilment"),
        state=words(OrderState, given, "state"),
        customer=line(given.get("customer", "")),
        route=words(Route, given, "route"),
        catalog=texts(given, "catalog"),
        guest=ANSWERS.get(given.get("guest", "")),
        tag=texts(given, "tag"),
        test=ANSWERS.get(given.get("test", "")),
        archived=ANSWERS.get(given.get("archived", "")),
        imported=int(imported) if NUMBER.fullmatch(imported) else None,
        sort=next((sort for sort in Sort if sort == given.get("sort")), Sort.NEWEST),
        zone=zone,
        **ranges,
    )
    return Asked(criteria, errors, {name: given.get(name, "")[:LONGEST] for name in errors})


def read_ranges(given: MultiDict[str, str], currency: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Days and totals by field, and a sentence for each field that holds neither."""
    found: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for first, last, parse, sentence in (
        ("placed_from", "placed_to", day, "This day is before the first one."),
        ("total_min", "total_max", lambda text: thousandths(text, currency), "This is less than the lowest total."),
    ):
        for name in (first, last):
            read_one(given.get(name, "").strip(), name, parse, found, errors)
        if found.get(first) is not None and found.get(last) is not None and found[last] < found[first]:
            errors[last] = sentence
            del found[last]
    return found, errors


def read_one(text: str, name: str, parse: Callable[[str], Any], found: dict[str, Any], errors: dict[str, str]) -> None:
    """Read one field of a range, if anything is in it."""
    if text:
        try:
            found[name] = parse(text)
        except Invalid as refusal:
            errors[name] = refusal.sentence


def day(text: str) -> date:
    """A day as date fields send it. Raises Invalid."""
    try:
        found = date.fromisoformat(text) if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        found = None
    if found is None or not FIRST <= found <= LAST:
        raise Invalid("Enter a day such as 2026-11-22.")
    return found


def thousandths(text: str, currency: str) -> int:
    """A total that a person entered, in thousandths of the major unit. Raises Invalid."""
    return money.sort_value(money.parse(text, currency), currency)


def line(text: str) -> str:
    """Words without space around them, cut where they are too long."""
    return text.replace("\0", "")[:LONGEST].strip()


def texts(given: MultiDict[str, str], name: str) -> tuple[str, ...]:
    """The texts asked for under this name, each once."""
    found = dict.fromkeys(line(text) for text in given.getlist(name)[:MOST])
    return tuple(text for text in found if text)


def words(kind: type[S], given: MultiDict[str, str], name: str) -> tuple[S, ...]:
    """The status words asked for under this name, each once."""
    known = {word.value for word in kind}
    return tuple(kind(word) for word in dict.fromkeys(given.getlist(name)) if word in known)


def arguments(criteria: Criteria) -> dict[str, list[str]]:
    """What the criteria are in an address: values by name, without those that ask nothing."""
    return {name: list(values) for name, values in written(criteria)}


@lru_cache(KEPT)
def written(criteria: Criteria) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The same, kept: a page writes its criteria a dozen times."""
    c = criteria
    yes_no = {True: ["yes"], False: ["no"], None: []}
    found: dict[str, list[str]] = {
        "q": [c.q],
        "payment": [*c.payment],
        "fulfilment": [*c.fulfilment],
        "state": [*c.state],
        "customer": [c.customer],
        "route": [*c.route],
        "catalog": [*c.catalog],
        "guest": yes_no[c.guest],
        "tag": [*c.tag],
        "placed": [c.placed or ""],
        "placed_from": [c.placed_from.isoformat() if c.placed_from and not c.placed else ""],
        "placed_to": [c.placed_to.isoformat() if c.placed_to and not c.placed else ""],
        "total_min": [amount(c.total_min)],
        "total_max": [amount(c.total_max)],
        "test": yes_no[c.test],
        "archived": yes_no[c.archived],
        "import": ["" if c.imported is None else str(c.imported)],
        "sort": ["" if c.sort is Sort.NEWEST else c.sort],
    }
    kept = ((name, tuple(str(value) for value in values if value)) for name, values in found.items())
    return tuple((name, values) for name, values in kept if values)


@lru_cache(KEPT)
def amount(thousandths: int | None) -> str:
    """A total as one would enter it: "10", "12.50"."""
    if thousandths is None:
        return ""
    whole, rest = divmod(thousandths, 1_000)
    places = f"{rest:03}".rstrip("0")
    return f"{whole}.{places:0<2}" if places else str(whole)


@lru_cache(KEPT)
def query_string(criteria: Criteria) -> str:
    """The criteria as the part of an address after its question mark; empty for all orders, newest first."""
    return urlencode(written(criteria), doseq=True)
