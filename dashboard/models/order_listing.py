"""The two queries of a page of the orders list, kept once they are put together: it takes longer than to send them."""

from collections.abc import Container
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, Dialect, Select, bindparam, func, literal, select

from dashboard.core.criteria import Criteria
from dashboard.models.order import Order
from dashboard.models.order_filters import conditions
from dashboard.models.order_places import placed, sorted_by
from dashboard.models.order_plan import Plan, planned
from dashboard.models.order_rows import DOCUMENT, NOTHING, OrderRow, read, rows
from dashboard.models.order_sorts import Cursor

KEPT = 256  # lists; each stands for all of its pages


class Extent(NamedTuple):
    """How many rows a page has at most, and as far as which number all of them are counted."""

    size: int
    counted: int


class Listing(NamedTuple):
    """Queries for the rows from a place on, one more than a page has, and for the number of all rows.

    The place's value and id are given when it is sent. `falls`: whether it is read from the highest value down.
    """

    rows: Select[Any]
    counting: Select[int]
    falls: bool

    def page(self, connection: Connection, cursor: Cursor | None) -> list[OrderRow]:
        """The rows, in reading order."""
        place = {"value": cursor.value, "id": cursor.id} if cursor else {}
        found = sorted(connection.execute(self.rows, place), key=lambda row: (row[-1], row[0]), reverse=self.falls)
        found.sort(key=lambda row: row[-2], reverse=cursor is not None and cursor.back)
        return read(row[:-2] for row in found)


def listing(
    criteria: Criteria, plan: Plan, cursor: Cursor | None, columns: Container[str], dialect: Dialect, extent: Extent
) -> Listing:
    """The queries of this plan; of the cursor, segment and direction count."""
    by = sorted_by(criteria, plan, dialect)
    if cursor is not None:
        given: dict[str, Any] = {
            "value": bindparam("value", type_=by.column.type),
            "id": bindparam("id", type_=BigInteger()),
        }
        cursor = cursor._replace(**given)
    place = placed(select(Order.id).where(*plan.conditions), by, cursor, extent.size + 1).subquery()
    query = (
        rows(dialect, columns, DOCUMENT if criteria.q or criteria.who else NOTHING)
        .add_columns(place.c.segment, place.c.value)
        .join(place, place.c.id == Order.id)
    )
    limited = (
        select(literal(1))
        .select_from(Order)
        .where(*(plan.counting or plan.conditions))
        .limit(extent.counted + 1)
        .subquery()
    )
    falls = by.descending is not (cursor is not None and cursor.back)
    return Listing(query, select(func.count()).select_from(limited), falls)


def kept_listing(
    criteria: Criteria,
    fewest: int | None,
    cursor: Cursor | None,
    columns: frozenset[str],
    dialect: Dialect,
    extent: Extent,
) -> Listing:
    """The queries of a list without a search, by the condition that leaves fewest."""
    place = cursor and Cursor(cursor.segment, None, 0, cursor.back)
    return remembered(criteria, fewest, place, columns, dialect, extent)


@lru_cache(KEPT)
def remembered(
    criteria: Criteria,
    fewest: int | None,
    place: Cursor | None,
    columns: frozenset[str],
    dialect: Dialect,
    extent: Extent,
) -> Listing:
    """The same for any place that is like this one."""
    plan = planned(conditions(criteria), fewest, criteria, dialect)
    return listing(criteria, plan, place, columns, dialect, extent)
