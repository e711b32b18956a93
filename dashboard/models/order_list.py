"""The orders list: one page of it by keyset, narrowed and sorted as asked for."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from dashboard.core.criteria import Criteria
from dashboard.models.order import Order
from dashboard.models.order_filters import conditions
from dashboard.models.order_rows import OrderRow, rows_in_order, rows_of
from dashboard.models.order_search import matching
from dashboard.models.order_sorts import Cursor, Sorting, decode, encode, sorting

__all__ = ["COUNTED", "SIZE", "Cursor", "OrderRow", "Page", "decode", "encode", "orders_page", "rows_of"]
SIZE = 50
COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its rows, whether there are more on either side, and how many match (at most COUNTED + 1)."""

    rows: list[OrderRow]
    before: bool
    after: bool
    count: int


def orders_page(session: Session, criteria: Criteria, cursor: Cursor | None) -> Page:
    """The page of orders at this place; the first one without. Three queries."""
    narrowed = select(Order.id).where(*narrowing(session, criteria))
    count = session.scalar(select(func.count()).select_from(narrowed.limit(COUNTED + 1).subquery())) or 0
    ids = list(session.scalars(placed(narrowed, sorting(criteria), cursor)).all())
    back, more = cursor is not None and cursor.back, len(ids) > SIZE
    shown = ids[:SIZE][::-1] if back else ids[:SIZE]
    rows = rows_in_order(session, shown)
    return Page(rows, before=more if back else cursor is not None, after=back or more, count=count)


def narrowing(session: Session, criteria: Criteria) -> list[ColumnElement[bool]]:
    """The conditions of the criteria, the search included."""
    found = conditions(criteria)
    return [Order.id.in_(matching(session, criteria.q)), *found] if criteria.q else found


def placed(narrowed: Select[Any], by: Sorting, cursor: Cursor | None) -> Select[Any]:
    """The query for the ids from this place on, in reading order, one more than a page has."""
    back = cursor is not None and cursor.back
    numbered = list(enumerate(by.segments))
    if cursor is not None:
        numbered = numbered[: cursor.segment + 1] if back else numbered[cursor.segment :]
    parts = [
        segment(narrowed.where(condition), by, number, cursor if cursor and cursor.segment == number else None, back)
        for number, condition in numbered
    ]
    together = union_all(*(select(part.subquery()) for part in parts)).subquery()
    columns = (together.c.segment, together.c.value, together.c.id)
    falls = by.descending is not back
    first = together.c.segment.desc() if back else together.c.segment.asc()
    order = (first, *(column.desc() if falls else column.asc() for column in columns[1:]))
    return select(together.c.id).order_by(*order).limit(SIZE + 1)


def segment(narrowed: Select[Any], by: Sorting, number: int, cursor: Cursor | None, back: bool) -> Select[Any]:
    """The query for one segment's part of a page: from the cursor on, or from its beginning."""
    falls = by.descending is not back
    if cursor is not None:
        here, there = tuple_(by.column, Order.id), tuple_(cursor.value, cursor.id)
        narrowed = narrowed.where(here < there if falls else here > there)
    columns = narrowed.add_columns(by.column.label("value"), literal(number).label("segment"))
    order = (by.column.desc(), Order.id.desc()) if falls else (by.column.asc(), Order.id.asc())
    return columns.order_by(*order).limit(SIZE + 1)
