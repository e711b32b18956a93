"""The orders list: one page of it by keyset, narrowed and sorted as asked for."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from dashboard.core.columns import AS_THEY_COME
from dashboard.core.criteria import Criteria
from dashboard.models.full_text import MATCHES
from dashboard.models.order import Order
from dashboard.models.order_filters import conditions
from dashboard.models.order_rows import OrderRow, rows_in_order, rows_of
from dashboard.models.order_search import Search, searched
from dashboard.models.order_sorts import Cursor, Sorting, decode, encode, sorting
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


def orders_page(
    session: Session, criteria: Criteria, cursor: Cursor | None, columns: Container[str] = AS_THEY_COME
) -> Page:
    """The page of orders at this place; the first one without. Its rows hold what these columns need."""
    if not (criteria.q or criteria.who):
        return narrowed_page(session, criteria, conditions(criteria), cursor, columns)
    mere = cursor is None and criteria == Criteria(q=criteria.q, zone=criteria.zone)
    if mere and (page := first_found(session, criteria, columns)):
        return page
    search = searched(session, criteria, MATCHES)
    narrowing = [Order.id.in_(search.ids), *conditions(criteria)]
    return bounded(narrowed_page(session, criteria, narrowing, cursor, columns), search)


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
    return replace(page, bound=bound, words=search.words)


def narrowed_page(
    session: Session,
    criteria: Criteria,
    narrowing: Sequence[ColumnElement[bool]],
    cursor: Cursor | None,
    columns: Container[str],
) -> Page:
    """The page of the orders under these conditions; an empty one if that takes too long. Three queries."""
    try:
        with time_box(session) as connection:
            ids = page_ids(connection, criteria, narrowing, cursor)
    except TooLong:
        return Page([], before=False, after=False, count=0, at_least=True, bound=Bound.FILTERS)
    back, more = cursor is not None and cursor.back, len(ids) > SIZE
    shown = ids[:SIZE][::-1] if back else ids[:SIZE]
    before, after = more if back else cursor is not None, back or more
    count, at_least = (counted(session, narrowing) if before or after else None) or (len(shown), before or after)
    return Page(rows_in_order(session, shown, columns), before, after, count, at_least)


def narrowed(session: Session, criteria: Criteria) -> list[ColumnElement[bool]]:
    """The conditions of the criteria; the newest matches of a search are looked up for them."""
    if not (criteria.q or criteria.who):
        return conditions(criteria)
    return [Order.id.in_(searched(session, criteria, MATCHES).ids), *conditions(criteria)]


def counted(session: Session, narrowing: Sequence[ColumnElement[bool]]) -> tuple[int, bool] | None:
    """How many orders are under these conditions, COUNTED at most, and whether more; None if that takes too long."""
    limited = select(literal(1)).select_from(Order).where(*narrowing).limit(COUNTED + 1).subquery()
    try:
        with time_box(session) as connection:
            count = connection.scalar(select(func.count()).select_from(limited)) or 0
    except TooLong:
        return None
    return min(count, COUNTED), count > COUNTED


def page_ids(
    connection: Connection, criteria: Criteria, narrowing: Sequence[ColumnElement[bool]], cursor: Cursor | None
) -> Sequence[int]:
    """The ids from a place on, one more than a page has, in reading order."""
    narrowed = select(Order.id).where(*narrowing)
    return connection.scalars(placed(narrowed, sorting(criteria), cursor)).all()


def placed(narrowed: Select[Any], by: Sorting, cursor: Cursor | None, most: int | None = None) -> Select[Any]:
    """The query for the ids from this place on, in reading order: `most`, else one more than a page has."""
    most = most or SIZE + 1
    back = cursor is not None and cursor.back
    numbered = list(enumerate(by.segments))
    if cursor is not None:
        numbered = numbered[: cursor.segment + 1] if back else numbered[cursor.segment :]
    parts = [
        segment(
            narrowed.where(condition), by, number, cursor if cursor and cursor.segment == number else None, back, most
        )
        for number, condition in numbered
    ]
    together = union_all(*(select(part.subquery()) for part in parts)).subquery()
    columns = (together.c.segment, together.c.value, together.c.id)
    falls = by.descending is not back
    first = together.c.segment.desc() if back else together.c.segment.asc()
    order = (first, *(column.desc() if falls else column.asc() for column in columns[1:]))
    return select(together.c.id).order_by(*order).limit(most)


def segment(
    narrowed: Select[Any], by: Sorting, number: int, cursor: Cursor | None, back: bool, most: int
) -> Select[Any]:
    """The query for one segment's part of a page: from the cursor on, or from its beginning."""
    falls = by.descending is not back
    if cursor is not None:
        here, there = tuple_(by.column, Order.id), tuple_(cursor.value, cursor.id)
        narrowed = narrowed.where(here < there if falls else here > there)
    columns = narrowed.add_columns(by.column.label("value"), literal(number).label("segment"))
    order = (by.column.desc(), Order.id.desc()) if falls else (by.column.asc(), Order.id.asc())
    return columns.order_by(*order).limit(most)
