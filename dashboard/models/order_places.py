"""Places in the orders list: the orders from one on, in any of the sorts, by keyset."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Dialect, Select, false, literal, select, tuple_, union_all

from dashboard.core.criteria import Criteria
from dashboard.models.looked_up import aside
from dashboard.models.order import Order
from dashboard.models.order_plan import Plan
from dashboard.models.order_sorts import Cursor, Sorting, sorting


def sorted_by(criteria: Criteria, plan: Plan, dialect: Dialect) -> Sorting:
    """The order that is asked for; its segments need no index of their own where few orders are left."""
    by = sorting(criteria)
    if not plan.few:
        return by
    return replace(by, segments=[one if one is None else aside(one, dialect) for one in by.segments])


def placed(narrowed: Select[Any], by: Sorting, cursor: Cursor | None, most: int) -> Select[Any]:
    """The query for segment, sort value and id of so many orders from this place on."""
    back = cursor is not None and cursor.back
    numbered = [(number, condition) for number, condition in enumerate(by.segments) if condition is not None]
    if cursor is not None:
        at = cursor.segment
        numbered = [one for one in numbered if (one[0] <= at if back else one[0] >= at)]
    parts = [
        segment(
            narrowed.where(condition), by, number, cursor if cursor and cursor.segment == number else None, back, most
        )
        for number, condition in numbered
    ]
    if not parts:
        parts = [segment(narrowed.where(false()), by, 0, None, back, most)]
    together = union_all(*(select(part.subquery()) for part in parts)).subquery()
    columns = (together.c.segment, together.c.value, together.c.id)
    falls = by.descending is not back
    first = together.c.segment.desc() if back else together.c.segment.asc()
    order = (first, *(column.desc() if falls else column.asc() for column in columns[1:]))
    return select(*columns).order_by(*order).limit(most)


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
