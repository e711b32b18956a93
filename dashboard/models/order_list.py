"""The orders list: one page of it by keyset, narrowed and sorted as asked for."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Dialect, select
from sqlalchemy.orm import Session

from dashboard.core.columns import AS_THEY_COME
from dashboard.core.criteria import Criteria
from dashboard.models.by_driver import Query, compiled
from dashboard.models.full_text import MATCHES
from dashboard.models.looked_up import listed
from dashboard.models.order import Order
from dashboard.models.order_evidence import unshown
from dashboard.models.order_filters import conditions as conditions_of
from dashboard.models.order_listing import KEPT, Extent, Found, Listing, kept_listing
from dashboard.models.order_names import name_of
from dashboard.models.order_plan import Plan, among, planned
from dashboard.models.order_probe import counts, fewest
from dashboard.models.order_rows import OrderRow, Rows, rows_found, rows_told
from dashboard.models.order_search import Search, searched
from dashboard.models.order_sorts import Cursor, decode, encode
from dashboard.models.search_index import SECOND
from dashboard.models.time_box import TooLong, time_box

__all__ = ["COUNTED", "SIZE", "Bound", "Cursor", "OrderRow", "Page", "decode", "encode", "orders_page"]
NONE: Found = MappingProxyType({})
SIZE = 50
COUNTED = 1_000


class Bound(Enum):
    """Why a list may lack orders that match."""

    MATCHES = auto()  # only the newest matches were filtered, sorted and paged through
    NEWEST = auto()  # short words were looked for among the newest orders
    SEARCH = auto()  # time was up for the search
    FILTERS = auto()  # time was up for the filters


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its rows, whether there are more on either side, and how many match: all of them, or at least."""

    rows: Rows
    before: bool
    after: bool
    count: int
    at_least: bool = False
    bound: Bound | None = None
    words: Sequence[str] = ()  # that were searched for
    account: str | None = None  # the name of the account whose orders are asked for


def orders_page(
    session: Session, criteria: Criteria, cursor: Cursor | None, columns: frozenset[str] = AS_THEY_COME
) -> Page:
    """The page of orders at this place; the first one without. Its rows hold what these columns need."""
    dialect, extent = session.get_bind().dialect, Extent(SIZE, COUNTED)
    if criteria.q or criteria.who:
        account = session.scalar(select(name_of(criteria.account))) if criteria.account is not None else None
        return replace(found_page(session, criteria, cursor, columns), account=account)
    lead, account = probed(session, criteria)
    found = kept_listing(criteria, lead, cursor, columns, dialect, extent)
    page = narrowed_page(session, criteria, found, cursor)
    return replace(page, account=account)


def probed(session: Session, criteria: Criteria) -> tuple[int | None, str | None]:
    """By which condition orders are best read, and the name of the account; one query, none where nothing is asked."""
    dialect = session.get_bind().dialect
    query = probes(criteria, dialect)
    if query is None:
        return None, None
    found = query.rows(session.connection(), {})[0]
    asked, named = conditions_of(criteria), criteria.account is not None
    return fewest(asked, criteria, found[: len(found) - named], dialect), found[-1] if named else None


@lru_cache(KEPT)
def probes(criteria: Criteria, dialect: Dialect) -> Query | None:
    """The query for how many orders each condition leaves and for the account's name; None where nothing is asked."""
    named = [] if criteria.account is None else [name_of(criteria.account)]
    wanted: list[Any] = [*counts(conditions_of(criteria), criteria, dialect), *named]
    return compiled(select(*wanted), dialect) if wanted else None


def found_page(session: Session, criteria: Criteria, cursor: Cursor | None, columns: frozenset[str]) -> Page:
    """The page of what a search found, under these conditions."""
    mere = cursor is None and criteria == Criteria(q=criteria.q, zone=criteria.zone)
    if mere and (page := first_found(session, criteria, columns)):
        return page
    search = searched(session, criteria, MATCHES)
    found = kept_listing(criteria, None, cursor, columns, session.get_bind().dialect, Extent(SIZE, COUNTED))
    return bounded(narrowed_page(session, criteria, found, cursor, {"ids": search.ids}), search)


def first_found(session: Session, criteria: Criteria, columns: frozenset[str]) -> Page | None:
    """The first page of a mere search, which reads no further than that.

    None if its last order and the next were placed in one second: keys cannot tell which of them is newer.
    """
    search = searched(session, criteria, SIZE + 1, read=True)
    keys = search.found.keys
    if len(keys) > SIZE and keys[SIZE - 1] >> SECOND == keys[SIZE] >> SECOND:
        return None
    shown, more = keys[:SIZE], len(keys) > SIZE
    if docs := search.found.docs[:SIZE]:
        rows = rows_told(session, search.ids[:SIZE], columns, docs, unshown(docs, search.words))
    else:
        rows = rows_found(session, shown, columns)
    page = Page(rows, before=False, after=more, count=len(shown), at_least=more)
    return bounded(page, search)


def bounded(page: Page, search: Search) -> Page:
    """The page of what a search found, with what bounded that."""
    bound = page.bound
    if not search.found.in_time:
        bound = Bound.SEARCH
    elif len(search.found.keys) == MATCHES and not search.found.whole:
        bound = bound or Bound.MATCHES
    elif search.newest_only:
        bound = bound or Bound.NEWEST
    at_least = page.at_least or not search.found.in_time
    return replace(page, bound=bound, words=search.words, at_least=at_least)


def narrowed_page(
    session: Session, criteria: Criteria, found: Listing, cursor: Cursor | None, among: Found = NONE
) -> Page:
    """The page of such a list, among what a search found; an empty one if that takes too long. Two queries."""
    # Where nothing narrows the list it is a stretch of an index: however slow the machine, there is nothing to narrow.
    try:
        with nullcontext(session.connection()) if criteria.plain else time_box(session) as connection:
            listed = found.page(connection, cursor, among)
    except TooLong:
        return Page(Rows(()), before=False, after=False, count=0, at_least=True, bound=Bound.FILTERS)
    back, more = cursor is not None and cursor.back, len(listed) > SIZE
    shown = listed[:SIZE][::-1] if back else listed[:SIZE]
    before, after = more if back else cursor is not None, back or more
    rest = bool(shown) and (before or after)  # a place that nothing comes after any more: the list is asked for anew
    count, at_least = (counted(session, found, among) if rest else None) or (len(shown), before or after)
    return Page(shown, before, after, count, at_least)


def plan_of(session: Session, criteria: Criteria) -> Plan:
    """How to look up this list, for who asks more of it than its pages. One query; with a search, the search's."""
    asked, dialect = conditions_of(criteria), session.get_bind().dialect
    if criteria.q or criteria.who:
        return among(listed(Order.id, searched(session, criteria, MATCHES).ids, dialect), asked, dialect)
    return planned(asked, probed(session, criteria)[0], criteria, dialect)


def narrowed(session: Session, criteria: Criteria) -> Sequence[ColumnElement[bool]]:
    """The conditions of the criteria to count by; the newest matches of a search are looked up for them."""
    asked = conditions_of(criteria)
    if criteria.q or criteria.who:
        return plan_of(session, criteria).conditions
    return [one.fits for one in asked]


def counted(session: Session, found: Listing, among: Found) -> tuple[int, bool] | None:
    """How many orders a list has, COUNTED at most, and whether more; None if that takes too long."""
    try:
        with time_box(session, times=0.5) as connection:
            count = found.number(connection, among)
    except TooLong:
        return None
    return min(count, COUNTED), count > COUNTED
