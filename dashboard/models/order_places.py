"""Places in the orders list: the orders from one on, in any of the sorts, by keyset."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import CompoundSelect, Dialect, Select, and_, false, literal, or_, select, tuple_, union_all

from dashboard.core.criteria import Criteria, Sort
from dashboard.models.looked_up import bare
from dashboard.models.order import Order
from dashboard.models.order_filters import fulfilled, paid
from dashboard.models.order_plan import Plan
from dashboard.models.order_sorts import Cursor, Sorting, sorting


def sorted_by(criteria: Criteria, plan: Plan, dialect: Dialect) -> Sorting:
    """The order that is asked for; its segments are walked unless few orders are left."""
    by = replace(sorting(criteria), few=plan.few)
    if dialect.name != "sqlite" or plan.few:
        return by
    # Of payment and fulfilment together there is an index, too; of the segment of those in carts there is a better one.
    other = {Sort.PAYMENT: fulfilled, Sort.FULFILMENT: paid}.get(criteria.sort)
    known = other(criteria) if other else []
    last = len(by.segments) - (criteria.sort is Sort.FULFILMENT)
    both = [one if one is None or at >= last else and_(one, *known) for at, one in enumerate(by.segments)]
    return replace(by, segments=both)


def placed(narrowed: Select[Any], by: Sorting, cursor: Cursor | None, most: int, dialect: Dialect) -> Select[Any]:
    """The query for segment, sort value and id of so many orders from this place on."""
    parts = [read(narrowed, by, cursor, dialect)] if by.few else walked(narrowed, by, cursor)
    if len(parts) == 1:
        only = parts[0].limit(most).subquery()
        return select(only.c.segment, only.c.value, only.c.id)
    together = one_by_one(parts, most, dialect).subquery()
    columns = (together.c.segment, together.c.value, together.c.id)
    back = cursor is not None and cursor.back
    falls = by.descending is not back
    first = together.c.segment.desc() if back else together.c.segment.asc()
    order = (first, *(column.desc() if falls else column.asc() for column in columns[1:]))
    return select(*columns).order_by(*order).limit(most)


def those(
    narrowed: Select[Any], by: Sorting, cursor: Cursor, most: int, dialect: Dialect
) -> Select[Any] | CompoundSelect[Any]:
    """The query for so many orders from this place on, in no order: to count them."""
    if by.few:
        return further(narrowed, by, cursor, dialect).limit(most)
    parts = [part.with_only_columns(Order.id) for part in walked(narrowed, by, cursor)]
    return parts[0].limit(most) if len(parts) == 1 else one_by_one(parts, most, dialect).limit(most)


def one_by_one(parts: Sequence[Select[Any]], most: int, dialect: Dialect) -> CompoundSelect[Any]:
    """So many orders of each part. SQLite goes through one after the other, and needs no more than so many in all."""
    together = union_all(*(select(part.limit(most).subquery()) for part in parts))
    return together.limit(most) if dialect.name == "sqlite" else together


def walked(narrowed: Select[Any], by: Sorting, cursor: Cursor | None) -> list[Select[Any]]:
    """The query for the orders of each segment from this place on."""
    back = cursor is not None and cursor.back
    numbered = [(number, condition) for number, condition in enumerate(by.segments) if condition is not None]
    if cursor is not None:
        at = cursor.segment
        numbered = [one for one in numbered if (one[0] <= at if back else one[0] >= at)]
    parts = [
        segment(narrowed.where(condition), by, number, cursor if cursor and cursor.segment == number else None, back)
        for number, condition in (reversed(numbered) if back else numbered)
    ]
    return parts or [segment(narrowed.where(false()), by, 0, None, back)]


def segment(narrowed: Select[Any], by: Sorting, number: int, cursor: Cursor | None, back: bool) -> Select[Any]:
    """The query for one segment's part of a list: from the cursor on, or from its beginning."""
    falls = by.descending is not back
    if cursor is not None:
        here, there = tuple_(by.column, Order.id), tuple_(cursor.value, cursor.id)
        narrowed = narrowed.where(here < there if falls else here > there)
    columns = narrowed.add_columns(by.column.label("value"), literal(number).label("segment"))
    order = (by.column.desc(), Order.id.desc()) if falls else (by.column.asc(), Order.id.asc())
    return columns.order_by(*order)


def read(narrowed: Select[Any], by: Sorting, cursor: Cursor | None, dialect: Dialect) -> Select[Any]:
    """The same where few orders are left: all are read, and sorted by segment, value and id."""
    back = cursor is not None and cursor.back
    falls = by.descending is not back
    value, number = bare(by.column, dialect), bare(Order.id, dialect)
    if cursor is not None:
        narrowed = further(narrowed, by, cursor, dialect)
    first = by.number.desc() if back else by.number.asc()
    order = [column.desc() if falls else column.asc() for column in (value, number)]
    columns = narrowed.add_columns(by.column.label("value"), by.number.label("segment"))
    return columns.order_by(*([first] if len(by.segments) > 1 else []), *order)


def further(narrowed: Select[Any], by: Sorting, cursor: Cursor, dialect: Dialect) -> Select[Any]:
    """What comes after the cursor, told of each order by itself."""
    here = tuple_(bare(by.column, dialect), bare(Order.id, dialect))
    there = tuple_(cursor.value, cursor.id)
    on = here < there if by.descending is not cursor.back else here > there
    if len(by.segments) == 1:
        return narrowed.where(on)
    beyond = by.number < cursor.segment if cursor.back else by.number > cursor.segment
    return narrowed.where(or_(beyond, and_(by.number == cursor.segment, on)))
