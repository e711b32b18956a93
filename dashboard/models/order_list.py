"""The orders list: one page of it by keyset, narrowed and sorted as asked for."""

from collections.abc import Container, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Session

from dashboard.core.columns import AS_THEY_COME
from dashboard.core.criteria import Criteria
from dashboard.models.full_text import MATCHES
from dashboard.models.order import Order
from dashboard.models.order_filters import Asked
from dashboard.models.order_filters import conditions as conditions_of
from dashboard.models.order_names import name_of
from dashboard.models.order_places import placed, sorted_by
from dashboard.models.order_plan import Plan, among, counts, planned
from dashboard.models.order_rows import OrderRow, read, rows, rows_of
from dashboard.models.order_search import Search, searched
from dashboard.models.order_sorts import Cursor, decode, encode
from dashboard.models.search_index import SECOND
from dashboard.models.time_box import TooLong, time_box

__all__ = ["COUNTED", "SIZE", "Bound", "Cursor", "OrderRow", "Page", "decode", "encode", "orders_page", "rows_of"]
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

    rows: list[OrderRow]
    before: bool
    after: bool
    count: int
    at_least: bool = False
    bound: Bound | None = None
    words: Sequence[str] = ()  # that were searched for
    account: str | None = None  # the name of the account whose orders are asked for


def orders_page(
    session: Session, criteria: Criteria, cursor: Cursor | None, columns: Container[str] = AS_THEY_COME
) -> Page:
    """The page of orders at this place; the first one without. Its rows hold what these columns need."""
    searches = bool(criteria.q or criteria.who)
    asked = conditions_of(criteria)
    counted, account = probed(session, [] if searches else counts(asked), criteria.account)
    if searches:
        page = found_page(session, criteria, asked, cursor, columns)
    else:
        plan = planned(asked, counted, criteria, session.get_bind().dialect)
        page = narrowed_page(session, criteria, plan, cursor, columns)
    return replace(page, account=account)


def probed(
    session: Session, probes: Sequence[ScalarSelect[int]], account: int | None
) -> tuple[Sequence[int], str | None]:
    """The answers to these and the name of the account, by one query; by none, where nothing is asked."""
    named = [] if account is None else [name_of(account)]
    if not probes and not named:
        return (), None
    found: Sequence[Any] = session.execute(select(*probes, *named)).one()
    return found[: len(probes)], found[-1] if named else None


def found_page(
    session: Session, criteria: Criteria, asked: Sequence[Asked], cursor: Cursor | None, columns: Container[str]
) -> Page:
    """The page of what a search found, under these conditions."""
    mere = cursor is None and criteria == Criteria(q=criteria.q, zone=criteria.zone)
    if mere and (page := first_found(session, criteria, columns)):
        return page
    search = searched(session, criteria, MATCHES)
    plan = among(search.ids, asked, session.get_bind().dialect)
    return bounded(narrowed_page(session, criteria, plan, cursor, columns), search)


def first_found(session: Session, criteria: Criteria, columns: Container[str]) -> Page | None:
    """The first page of a mere search, which reads no further than that.

    None if its last order and the next were placed in one second: keys cannot tell which of them is newer.
    """
    search = searched(session, criteria, SIZE + 1)
    keys = search.found.keys
    if len(keys) > SIZE and keys[SIZE - 1] >> SECOND == keys[SIZE] >> SECOND:
        return None
    ids, more = search.ids[:SIZE], len(keys) > SIZE
    page = Page(rows_of(session, ids, columns), before=False, after=more, count=len(ids), at_least=more)
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
    session: Session, criteria: Criteria, plan: Plan, cursor: Cursor | None, columns: Container[str]
) -> Page:
    """The page of the orders under these conditions; an empty one if that takes too long. Two queries."""
    # Where nothing narrows the list it is a stretch of an index: however slow the machine, there is nothing to narrow.
    try:
        with nullcontext(session.connection()) if criteria.plain else time_box(session) as connection:
            found = page_rows(connection, criteria, plan, cursor, columns)
    except TooLong:
        return Page([], before=False, after=False, count=0, at_least=True, bound=Bound.FILTERS)
    back, more = cursor is not None and cursor.back, len(found) > SIZE
    shown = found[:SIZE][::-1] if back else found[:SIZE]
    before, after = more if back else cursor is not None, back or more
    count, at_least = (counted(session, plan) if before or after else None) or (len(shown), before or after)
    return Page(shown, before, after, count, at_least)


def plan_of(session: Session, criteria: Criteria) -> Plan:
    """How to look up this list, for who asks more of it than its pages. One query; with a search, the search's."""
    asked, dialect = conditions_of(criteria), session.get_bind().dialect
    if criteria.q or criteria.who:
        return among(searched(session, criteria, MATCHES).ids, asked, dialect)
    return planned(asked, probed(session, counts(asked), None)[0], criteria, dialect)


def narrowed(session: Session, criteria: Criteria) -> Sequence[ColumnElement[bool]]:
    """The conditions of the criteria to count by; the newest matches of a search are looked up for them."""
    asked = conditions_of(criteria)
    if criteria.q or criteria.who:
        return among(searched(session, criteria, MATCHES).ids, asked, session.get_bind().dialect).conditions
    return [one.fits for one in asked]


def counted(session: Session, plan: Plan) -> tuple[int, bool] | None:
    """How many orders are under these conditions, COUNTED at most, and whether more; None if that takes too long."""
    limited = (
        select(literal(1)).select_from(Order).where(*(plan.counting or plan.conditions)).limit(COUNTED + 1).subquery()
    )
    try:
        with time_box(session, times=0.5) as connection:
            count = connection.scalar(select(func.count()).select_from(limited)) or 0
    except TooLong:
        return None
    return min(count, COUNTED), count > COUNTED


def page_rows(
    connection: Connection, criteria: Criteria, plan: Plan, cursor: Cursor | None, columns: Container[str]
) -> list[OrderRow]:
    """The rows from a place on, one more than a page has, in reading order: their ids first, the rest by these."""
    by = sorted_by(criteria, plan, connection.dialect)
    place = placed(select(Order.id).where(*plan.conditions), by, cursor, SIZE + 1).subquery()
    query = (
        rows(connection.dialect, columns)
        .add_columns(place.c.segment, place.c.value)
        .join(place, place.c.id == Order.id)
    )
    falls = by.descending is not (cursor is not None and cursor.back)
    found = sorted(connection.execute(query), key=lambda row: (row[-1], row[0]), reverse=falls)
    found.sort(key=lambda row: row[-2], reverse=cursor is not None and cursor.back)
    return read(row[:-2] for row in found)
