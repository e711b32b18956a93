"""The two queries of a page of the orders list, kept once they are put together: it takes longer than to send them."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, Dialect, Select, bindparam, func, literal, select

from dashboard.core.criteria import Criteria
from dashboard.models.by_driver import Query, compiled
from dashboard.models.looked_up import given
from dashboard.models.order import Order
from dashboard.models.order_filters import conditions
from dashboard.models.order_places import placed, sorted_by
from dashboard.models.order_plan import Plan, among, planned
from dashboard.models.order_rows import DOCUMENT, NOTHING, Rows, rows
from dashboard.models.order_sorts import Cursor

KEPT = 256  # lists; each stands for all of its pages
ANY = "*"
Found = Mapping[str, Sequence[int]]


class Extent(NamedTuple):
    """How many rows a page has at most, and as far as which number all of them are counted."""

    size: int
    counted: int


class Listing(NamedTuple):
    """Queries for the rows from a place on, one more than a page has, and for the number of all rows.

    The place's value and id are given when it is sent. `falls`: whether it is read from the highest value down.
    """

    rows: Query
    counting: Query
    falls: bool

    def page(self, connection: Connection, cursor: Cursor | None, found: Found) -> Rows:
        """The rows, in reading order. `found`: the orders (`ids`) that a search found."""
        place = {"value": cursor.value, "id": cursor.id} if cursor else {}
        rows = self.rows.rows(connection, {**place, **found})
        rows.sort(key=lambda row: (row[-1], row[0]), reverse=self.falls)
        rows.sort(key=lambda row: row[-2], reverse=cursor is not None and cursor.back)
        return Rows(tuple(row[:-2] for row in rows))

    def number(self, connection: Connection, found: Found) -> int:
        """How many there are, one more than are counted at most."""
        return int(self.counting.rows(connection, found)[0][0])


def listing(
    criteria: Criteria, plan: Plan, cursor: Cursor | None, columns: Container[str], dialect: Dialect, extent: Extent
) -> Listing:
    """The queries of this plan; of the cursor, segment and direction count."""
    by = sorted_by(criteria, plan, dialect)
    if cursor is not None:
        left_open: dict[str, Any] = {
            "value": bindparam("value", type_=by.column.type),
            "id": bindparam("id", type_=BigInteger()),
        }
        cursor = cursor._replace(**left_open)
    place = placed(select(Order.id).where(*plan.conditions), by, cursor, extent.size + 1, dialect).subquery()
    query = (
        rows(dialect, columns, DOCUMENT if criteria.q or criteria.who else NOTHING)
        .add_columns(place.c.segment, place.c.value)
        .join(place, place.c.id == Order.id)
    )
    limited = fitting(plan).limit(extent.counted + 1).subquery()
    falls = by.descending is not (cursor is not None and cursor.back)
    counting = select(func.count()).select_from(limited)
    return Listing(compiled(query, dialect), compiled(counting, dialect), falls)


def fitting(plan: Plan) -> Select[int]:
    """The query for something of each order that is counted."""
    every = select(literal(1)).select_from(Order).where(*(plan.counting or plan.conditions))
    if plan.among is None:
        return every
    told = plan.among.subquery()
    return every.join(told, told.c[0] == Order.id)


def kept_listing(
    criteria: Criteria,
    lead: int | None,
    cursor: Cursor | None,
    columns: frozenset[str],
    dialect: Dialect,
    extent: Extent,
) -> Listing:
    """The queries of a list by the condition that leads to its orders; with a search, among those that this found."""
    place = cursor and Cursor(cursor.segment, None, 0, cursor.back)
    return remembered(wordless(criteria), lead, place, columns, dialect, extent)


def wordless(criteria: Criteria) -> Criteria:
    """The criteria with one word for any that are searched for, as these do not stand in the queries."""
    q, customer = criteria.q and ANY, ANY if criteria.who else criteria.customer
    return replace(criteria, q=q, customer=customer)


@lru_cache(KEPT)
def remembered(
    criteria: Criteria,
    lead: int | None,
    place: Cursor | None,
    columns: frozenset[str],
    dialect: Dialect,
    extent: Extent,
) -> Listing:
    """The same for any place that is like this one."""
    asked = conditions(criteria)
    if criteria.q or criteria.who:
        plan = among(given(Order.id, "ids", dialect), asked, dialect)
    else:
        plan = planned(asked, lead, criteria, dialect)
    return listing(criteria, plan, place, columns, dialect, extent)
