"""The customers list: one keyset page of accounts in any of its orders, and who could own an order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Dialect, Select, bindparam, func, select, tuple_, union_all
from sqlalchemy.orm import Session

from dashboard.core import search
from dashboard.models.customer import CLOSED, MERGED, NEVER, NO_EMAIL, OFFLINE, Customer
from dashboard.models.customer_filters import narrowed
from dashboard.models.customer_rows import COLUMNS, CustomerRow, gathered, rows_of, with_formerly, with_spend
from dashboard.models.customer_search import MATCHES, by_contact, starting
from dashboard.models.full_text import newest_matches, terms
from dashboard.models.keyset import Cursor, read, written
from dashboard.models.looked_up import aside, listed
from dashboard.models.search_index import CustomerDoc

SIZE = 50
COUNTED = 1_000
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

    def found(self, session: Session) -> Select[int] | None:
        """The query for the accounts that search, tags and groups leave; None where they leave all."""
        return narrowed(session, self.q, [search.fold(tag) for tag in self.tags], self.groups)

    @property
    def shelves(self) -> list[int]:
        """The values of Customer.shelf that are listed."""
        wanted = sum(ONLY[word] for word in self.only)
        return [shelf for shelf in range(MERGED) if shelf & wanted == wanted]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its rows, whether there are more on either side."""

    rows: list[CustomerRow]
    before: bool
    after: bool


def customers_page(
    session: Session, criteria: Criteria, cursor: Cursor | None, matched: Select[int] | None = None
) -> Page:
    """The page of accounts at this cursor; the first one without. One query, with a search three.

    `matched`: what criteria.found() gave, where that is known already.
    """
    back = cursor is not None and cursor.back
    place = {"value": cursor.value, "id": cursor.id} if cursor else {}
    down = criteria.descending != back
    found_by = matched if matched is not None else criteria.found(session)
    if found_by is not None:
        query = among(found_by, criteria, down, session.get_bind().dialect, placed=cursor is not None)
    else:
        query = along(criteria.sort, tuple(criteria.shelves), down, placed=cursor is not None)
    found = gathered(cast("Sequence[Sequence[Any]]", session.execute(query, place).all()))
    more = len(found) > SIZE
    rows = found[:SIZE]
    if criteria.q:
        rows = with_formerly(session, rows, criteria.q)
    if back:
        return Page(rows[::-1], before=more, after=True)
    return Page(rows, before=cursor is not None, after=more)


@cache
def along(sort: str, shelves: tuple[int, ...], down: bool, *, placed: bool) -> Select[Any]:
    """The query for one more account than a page has, in reading order, from the place (:value, :id) on if `placed`.

    Each shelf is read along its index, so that no filter makes it longer. Made once, which takes longer than asking.
    """
    parts = [first(sort, down, placed=placed).where(Customer.shelf == shelf).subquery() for shelf in shelves]
    together = union_all(*(select(part.c.id, part.c.value) for part in parts)).subquery()
    order = (together.c.value.desc(), together.c.id.desc()) if down else (together.c.value, together.c.id)
    place = select(together).order_by(*order).limit(SIZE + 1).subquery()
    return with_spend(select(*COLUMNS).join(place, place.c.id == Customer.id)).order_by(*in_order(sort, down))


def among(matched: Select[int], criteria: Criteria, down: bool, dialect: Dialect, *, placed: bool) -> Select[Any]:
    """As along(), of the accounts that match; these are few, and a shelf may hold all that there are."""
    there = aside(Customer.shelf.in_(criteria.shelves), dialect)
    found = first(criteria.sort, down, placed=placed).where(there, Customer.id.in_(select(matched.subquery().c.key)))
    place = found.subquery()
    return with_spend(select(*COLUMNS).join(place, place.c.id == Customer.id)).order_by(*in_order(criteria.sort, down))


def first(sort: str, down: bool, *, placed: bool) -> Select[Any]:
    """Ids and sort values of one more account than a page has, whichever they are."""
    value = SORTS[sort]
    query = select(Customer.id, value.label("value"))
    if placed:
        here = tuple_(value, Customer.id)
        there = tuple_(bindparam("value", type_=value.type), bindparam("id", type_=Customer.id.type))
        query = query.where(here < there if down else here > there)
    return query.order_by(*in_order(sort, down)).limit(SIZE + 1)


def in_order(sort: str, down: bool) -> tuple[Any, ...]:
    """The list's order."""
    value = SORTS[sort]
    return (value.desc(), Customer.id.desc()) if down else (value, Customer.id)


def counted(session: Session, criteria: Criteria, matched: Select[int] | None = None) -> Select[int]:
    """The query for how many accounts match, at most COUNTED + 1. Every shelf is counted along an index, too."""
    found_by = matched if matched is not None else criteria.found(session)
    if found_by is not None:
        keys = select(found_by.subquery().c.key)
        there = aside(Customer.shelf.in_(criteria.shelves), session.get_bind().dialect)
        found = select(Customer.id).where(there, Customer.id.in_(keys))
        return select(func.count()).select_from(found.limit(COUNTED + 1).subquery())
    return shelved(tuple(criteria.shelves), COUNTED + 1)


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


def candidates(session: Session, q: str, limit: int) -> list[CustomerRow]:
    """Accounts that could own an order and match, at most so many.

    Those with an address that begins like the search, or with this very number; if there are none, by name those whose
    name begins like it, then the newest that contain it.
    """
    if not (begins := search.fold(q)):
        return []
    ids = by_contact(session, q, limit)
    if not ids:
        named = select(Customer.id).where(starting(Customer.name_key, begins), *can_own())
        ids = list(session.scalars(named.order_by(Customer.name_key, Customer.id).limit(limit)))
        ids += others(session, q, ids, limit - len(ids))
    return with_formerly(session, rows_of(session, ids), q)


def others(session: Session, q: str, known: Sequence[int], limit: int) -> list[int]:
    """The newest accounts that could own an order and contain every word of the search, but those that are known."""
    wanted, dialect = terms(q), session.get_bind().dialect
    ids: list[int] = []
    for most in (NEAREST, MATCHES) if limit else ():  # nearly always the first of them are enough
        found = newest_matches(session, CustomerDoc, wanted, most)
        if found.keys:
            fits = (listed(Customer.id, found.keys, dialect), Customer.id.not_in(known), *can_own())
            ids = list(session.scalars(select(Customer.id).where(*fits).order_by(Customer.id.desc()).limit(limit)))
        if len(ids) == limit or found.whole or not found.in_time:
            break
    return ids


NEAREST = 50  # matches that are looked through before all of them


def can_own() -> tuple[ColumnElement[bool], ...]:
    """Conditions: neither merged away, nor deactivated, nor erased."""
    return (Customer.merged_into_id.is_(None), Customer.deactivated_at.is_(None), Customer.erased_at.is_(None))
