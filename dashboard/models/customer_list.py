"""The customers list: one keyset page of accounts in any of its orders, and who could own an order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, func, select, tuple_, union_all
from sqlalchemy.orm import Session

from dashboard.core import search
from dashboard.models.customer import CLOSED, MERGED, NEVER, NO_EMAIL, OFFLINE, Customer
from dashboard.models.customer_rows import COLUMNS, CustomerRow, with_spend
from dashboard.models.customer_search import MATCHES, matching_customers, newest_customers
from dashboard.models.keyset import Cursor, read, written

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
    """What the list is narrowed to (`only`: words of ONLY, all of which hold) and sorted by (a word of SORTS)."""

    q: str = ""
    only: tuple[str, ...] = ()
    sort: str = "name"
    descending: bool = False

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


def customers_page(session: Session, criteria: Criteria, cursor: Cursor | None) -> Page:
    """The page of accounts at this cursor; the first without one. Two queries."""
    back = cursor is not None and cursor.back
    place = placed(session, criteria, cursor).subquery()
    order = ordered(place.c, criteria.descending != back)
    query = select(*COLUMNS).join(place, place.c.id == Customer.id).order_by(*order)
    found = cast("Sequence[Sequence[Any]]", session.execute(query).all())
    more = len(found) > SIZE
    rows = with_spend(session, found[:SIZE])
    if back:
        return Page(rows[::-1], before=more, after=True)
    return Page(rows, before=cursor is not None, after=more)


def placed(session: Session, criteria: Criteria, cursor: Cursor | None) -> Select[Any]:
    """Ids and sort values of one more account than a page has, from this place on, in reading order.

    Without a search each shelf is read along its index from the place on, so that no filter makes it longer.
    """
    if criteria.q:
        matched = matching_customers(session, criteria.q).subquery()
        return bounded(criteria, cursor).where(
            Customer.shelf.in_(criteria.shelves), Customer.id.in_(select(matched.c.key))
        )
    parts = [bounded(criteria, cursor).where(Customer.shelf == shelf) for shelf in criteria.shelves]
    together = union_all(*(select(part.subquery()) for part in parts)).subquery()
    down = criteria.descending != (cursor is not None and cursor.back)
    return select(together).order_by(*ordered(together.c, down)).limit(SIZE + 1)


def bounded(criteria: Criteria, cursor: Cursor | None) -> Select[Any]:
    """The first accounts from this place on, whichever they are."""
    value = SORTS[criteria.sort]
    down = criteria.descending != (cursor is not None and cursor.back)
    query = select(Customer.id, value.label("value"))
    if cursor is not None:
        here, there = tuple_(value, Customer.id), tuple_(cursor.value, cursor.id)
        query = query.where(here < there if down else here > there)
    order = (value.desc(), Customer.id.desc()) if down else (value, Customer.id)
    return query.order_by(*order).limit(SIZE + 1)


def ordered(columns: Any, down: bool) -> tuple[ColumnElement[Any], ...]:
    """The order of a subquery with the columns `value` and `id`."""
    return (columns.value.desc(), columns.id.desc()) if down else (columns.value, columns.id)


def counted(session: Session, criteria: Criteria) -> Select[int]:
    """The query for how many accounts match, at most COUNTED + 1."""
    found = select(Customer.id).where(Customer.shelf.in_(criteria.shelves))
    if criteria.q:
        found = found.where(Customer.id.in_(select(matching_customers(session, criteria.q).subquery().c.key)))
    return select(func.count()).select_from(found.limit(COUNTED + 1).subquery())


def encode(criteria: Criteria, row: CustomerRow) -> str:
    """A row's place in the list."""
    values = {
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
    """Accounts that could own an order and match: by name those whose name begins like the search, then the newest."""
    begins = search.fold(q)
    if not begins:
        return []
    named = (
        select(Customer.id)
        .where(Customer.name_key >= begins, Customer.name_key < begins + LAST, *can_own())
        .order_by(Customer.name_key, Customer.id)
        .limit(limit)
    )
    ids = list(session.scalars(named))
    if len(ids) < limit:
        others = newest_customers(session, q, MATCHES).subquery()
        query = select(Customer.id).join(others, others.c.key == Customer.id).where(*can_own(), Customer.id.not_in(ids))
        ids += session.scalars(query.order_by(Customer.id.desc()).limit(limit - len(ids)))
    found = session.execute(select(*COLUMNS).where(Customer.id.in_(ids)))
    return sorted(with_spend(session, cast("Iterable[Sequence[Any]]", found)), key=lambda row: ids.index(row.id))


LAST = "\U0010ffff"  # after every letter


def can_own() -> tuple[ColumnElement[bool], ...]:
    """Conditions: neither merged away, nor deactivated, nor erased."""
    return (Customer.merged_into_id.is_(None), Customer.deactivated_at.is_(None), Customer.erased_at.is_(None))
