"""The customers list: one keyset page of accounts in any of its orders."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Dialect, Select, bindparam, func, null, select, tuple_, union_all
from sqlalchemy.orm import Session

from dashboard.core import search
from dashboard.models.by_driver import Query, Raw, compiled
from dashboard.models.customer import CLOSED, MERGED, NEVER, NO_EMAIL, OFFLINE, Customer
from dashboard.models.customer_filters import Shape, matched, narrowed
from dashboard.models.customer_rows import COLUMNS, CustomerRow, gathered, with_formerly, with_spend
from dashboard.models.keyset import Cursor, read, written
from dashboard.models.looked_up import aside
from dashboard.models.time_box import TooLong, time_box

SIZE = 50
COUNTED = 1_000
KEPT = 256  # queries
SORTS: dict[str, Any] = {
    "name": Customer.name_key,
    "spend": Customer.spend_sort,
    "orders": Customer.order_count,
    "last_order": Customer.last_order_at,
    "created": Customer.created_at,
}
ONLY = {"offline": OFFLINE, "deactivated": CLOSED, "no_email": NO_EMAIL}


@dataclass(frozen=True, slots=True)
class Criteria:
    """What the list is narrowed to (`only`: words of ONLY, all of which hold) and sorted by (a word of SORTS).

    `tags` as they are spelt, `groups` by id: an account has all of them.
    """

    q: str = ""
    only: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    groups: tuple[int, ...] = ()
    sort: str = "name"
    descending: bool = False

    @property
    def bounded(self) -> bool:
        """Whether only the newest MATCHES of the accounts that fit are looked through."""
        return bool(self.q or self.tags or self.groups)

    def found(self, session: Session) -> tuple[Shape, dict[str, Any]] | None:
        """How the accounts are found that search, tags and groups leave; None where they leave all."""
        return narrowed(session, self.q, [search.fold(tag) for tag in self.tags], self.groups)

    @property
    def shelves(self) -> list[int]:
        """The values of Customer.shelf that are listed."""
        wanted = sum(ONLY[word] for word in self.only)
        return [shelf for shelf in range(MERGED) if shelf & wanted == wanted]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its rows, whether there are more on either side.

    `count`: how many match, COUNTED + 1 at most, where that is told; `in_time`: whether there was time to look.
    """

    rows: list[CustomerRow]
    before: bool
    after: bool
    count: int | None = None
    in_time: bool = True


def customers_page(session: Session, criteria: Criteria, cursor: Cursor | None) -> Page:
    """The page of accounts at this cursor; the first one without. One query, one more with a search mostly."""
    back = cursor is not None and cursor.back
    place = {"value": cursor.value, "id": cursor.id} if cursor else {}
    try:
        raw = found_at(session, criteria, place, down=criteria.descending != back)
    except TooLong:
        return Page([], before=cursor is not None, after=False, count=0, in_time=False)
    found = gathered(row[1:] for row in raw)
    more, count = len(found) > SIZE, raw[0][0] if raw else 0 if criteria.bounded and cursor is None else None
    rows = with_formerly(session, found[:SIZE], criteria.q) if criteria.q else found[:SIZE]
    if back:
        return Page(rows[::-1], before=more, after=True, count=count)
    return Page(rows, before=cursor is not None, after=more, count=count)


def found_at(session: Session, criteria: Criteria, place: Mapping[str, Any], *, down: bool) -> list[Raw]:
    """One more account than a page has from a place (:value, :id) on, in reading order. Raises TooLong.

    Before each how many match, COUNTED + 1 at most, or nothing.
    """
    dialect, shelves = session.get_bind().dialect, tuple(criteria.shelves)
    found = criteria.found(session)
    if found is None:
        query = along(criteria.sort, shelves, down, dialect, placed=bool(place))
        return query.rows(session.connection(), place)
    shape, values = found
    query = among(shape, shelves, criteria.sort, down, dialect, placed=bool(place))
    with time_box(session) as connection:
        return query.rows(connection, {**values, **place})


@lru_cache(KEPT)
def along(sort: str, shelves: tuple[int, ...], down: bool, dialect: Dialect, *, placed: bool) -> Query:
    """The query for one more account than a page has, in reading order, from the place (:value, :id) on if `placed`.

    Each shelf is read along its index, so that no filter makes it longer. Made once, which takes longer than asking.
    """
    parts = [
        first(select(Customer.id, SORTS[sort].label("value")), sort, down, placed=placed)
        .where(Customer.shelf == shelf)
        .subquery()
        for shelf in shelves
    ]
    together = union_all(*(select(part.c.id, part.c.value) for part in parts)).subquery()
    order = (together.c.value.desc(), together.c.id.desc()) if down else (together.c.value, together.c.id)
    place = select(together).order_by(*order).limit(SIZE + 1).subquery()
    query = select(null(), *COLUMNS).join(place, place.c.id == Customer.id)
    return compiled(with_spend(query).order_by(*in_order(sort, down)), dialect, kept=True)


@lru_cache(KEPT)
def among(shape: Shape, shelves: tuple[int, ...], sort: str, down: bool, dialect: Dialect, *, placed: bool) -> Query:
    """As along(), of the accounts that are found so; these are few, and a shelf may hold all that there are.

    They are read once, and counted as they are.
    """
    there, keys = aside(Customer.shelf.in_(shelves), dialect), matched(shape).subquery()
    listed = select(Customer.id, SORTS[sort].label("value")).where(there, Customer.id.in_(select(keys.c.key)))
    every = listed.cte("listed").prefix_with("MATERIALIZED")
    count = select(func.count()).select_from(select(every.c.id).limit(COUNTED + 1).subquery()).scalar_subquery()
    place = first(select(every.c.id), sort, down, placed=placed, of=every.c).subquery()
    query = select(count, *COLUMNS).join(place, place.c.id == Customer.id)
    return compiled(with_spend(query).order_by(*in_order(sort, down)), dialect, kept=True)


def first(query: Select[Any], sort: str, down: bool, *, placed: bool, of: Any = None) -> Select[Any]:
    """This query of accounts, or of their ids and sort values (`of`): one more than a page has, in order."""
    value, number = (SORTS[sort], Customer.id) if of is None else (of.value, of.id)
    if placed:
        here = tuple_(value, number)
        there = tuple_(bindparam("value", type_=value.type), bindparam("id", type_=Customer.id.type))
        query = query.where(here < there if down else here > there)
    return query.order_by(*((value.desc(), number.desc()) if down else (value, number))).limit(SIZE + 1)


def in_order(sort: str, down: bool) -> tuple[Any, ...]:
    """The list's order."""
    value = SORTS[sort]
    return (value.desc(), Customer.id.desc()) if down else (value, Customer.id)


def counted(session: Session, criteria: Criteria) -> Select[int]:
    """The query for how many accounts match, at most COUNTED + 1; without a search, each shelf along an index."""
    found = criteria.found(session)
    if found is None:
        return shelved(tuple(criteria.shelves), COUNTED + 1)
    shape, values = found
    keys, there = matched(shape).subquery(), aside(Customer.shelf.in_(criteria.shelves), session.get_bind().dialect)
    listed = select(Customer.id).where(there, Customer.id.in_(select(keys.c.key))).limit(COUNTED + 1)
    return select(func.count()).select_from(listed.subquery()).params(values)


@cache
def shelved(shelves: tuple[int, ...], most: int) -> Select[int]:
    """The query for how many accounts stand on these shelves, at most so many."""
    parts = [select(Customer.id).where(Customer.shelf == shelf).limit(most).subquery() for shelf in shelves]
    together = union_all(*(select(part.c.id) for part in parts)).subquery()
    return select(func.count()).select_from(select(together.c.id).limit(most).subquery())


def encode(criteria: Criteria, row: CustomerRow) -> str:
    """A row's place in the list."""
    values: dict[str, str | int | datetime] = {
        "name": row.name_key,
        "spend": row.spend_sort,
        "orders": row.orders,
        "last_order": row.last_order or NEVER,
        "created": row.created_at,
    }
    return written(values[criteria.sort], row.id)


def decode(criteria: Criteria, text: str | None, back: bool) -> Cursor | None:
    """The place that encode() wrote; None for anything else."""
    return read(text, {"name": str, "spend": int, "orders": int}.get(criteria.sort, datetime), back)
