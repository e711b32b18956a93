"""The orders list: one keyset page of rows, newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Select, exists, func, select, tuple_
from sqlalchemy.orm import Session

from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus
from dashboard.models.customer import Customer
from dashboard.models.import_rows import ImportedOrder
from dashboard.models.note import Note, OrderTag
from dashboard.models.order import Order
from dashboard.models.order_search import matching

SIZE = 50
COUNTED = 1_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class OrderRow(NamedTuple):
    """What the list shows of one order."""

    id: int
    code: str
    placed_at: datetime
    customer_name: str
    customer_contact: str | None
    owner_id: int | None
    owner_name: str | None
    state: OrderState
    payment_status: PaymentStatus
    fulfilment_status: FulfilmentStatus
    is_test: bool
    archived_at: datetime | None
    has_note: bool
    item_count: int
    total: int
    currency: str
    tags: Sequence[str] = ()


COLUMNS = (
    Order.id,
    Order.code,
    Order.placed_at,
    Order.customer_name,
    func.coalesce(Order.customer_email, Order.customer_phone),
    Order.account_id,
    Customer.name,
    Order.state,
    Order.payment_status,
    Order.fulfilment_status,
    Order.is_test,
    Order.archived_at,
    exists().where(Note.order_id == Order.id),
    Order.item_count,
    Order.total,
    Order.currency,
)


@dataclass(frozen=True, slots=True)
class Criteria:
    """What the list is narrowed to."""

    q: str = ""
    payment: tuple[PaymentStatus, ...] = ()
    fulfilment: tuple[FulfilmentStatus, ...] = ()
    imported: int | None = None  # by which import


class Cursor(NamedTuple):
    """A place in the list: the order at it, by its sort key; `newer` reads towards the newest."""

    placed_at: datetime
    id: int
    newer: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its rows, whether there are more on either side, and how many match (at most COUNTED + 1)."""

    rows: list[OrderRow]
    newer: bool
    older: bool
    count: int


def orders_page(session: Session, criteria: Criteria, cursor: Cursor | None) -> Page:
    """The page of orders at this cursor; the newest without one. Three queries."""
    found = narrowed(session, select(Order.id), criteria)
    count = session.scalar(select(func.count()).select_from(found.limit(COUNTED + 1).subquery())) or 0
    towards_newest = cursor is not None and cursor.newer
    ids = list(session.scalars(placed(found, cursor).limit(SIZE + 1)).all())
    more = len(ids) > SIZE
    rows = rows_of(session, ids[:SIZE])
    return Page(rows, newer=more if towards_newest else cursor is not None, older=towards_newest or more, count=count)


def narrowed(session: Session, query: Select[int], criteria: Criteria) -> Select[int]:
    """The query for the orders that match the criteria. Archived ones are found by search only."""
    conditions: list[ColumnElement[bool]] = []
    if criteria.q:
        conditions.append(Order.id.in_(matching(session, criteria.q)))
    else:
        conditions.append(Order.archived_at.is_(None))
    if criteria.imported is not None:
        brought = select(ImportedOrder.order_id).where(ImportedOrder.run_id == criteria.imported)
        conditions.append(Order.id.in_(brought))
    if criteria.payment:
        conditions.append(Order.payment_status.in_(criteria.payment))
    if criteria.fulfilment:
        conditions.append(Order.fulfilment_status.in_(criteria.fulfilment))
        conditions.append(Order.state != OrderState.RETURNED_TO_CART)
    return query.where(*conditions)


def placed(query: Select[int], cursor: Cursor | None) -> Select[int]:
    """The query from this place on, in reading order."""
    newer = cursor is not None and cursor.newer
    if cursor is not None:
        here, there = tuple_(Order.placed_at, Order.id), tuple_(cursor.placed_at, cursor.id)
        query = query.where(here > there if newer else here < there)
    order = (Order.placed_at.asc(), Order.id.asc()) if newer else (Order.placed_at.desc(), Order.id.desc())
    return query.order_by(*order)


def rows_of(session: Session, ids: Sequence[int]) -> list[OrderRow]:
    """The rows of these orders, newest first, with their tags."""
    query = select(*COLUMNS).outerjoin(Customer, Customer.id == Order.account_id).where(Order.id.in_(ids))
    tags: dict[int, list[str]] = {}
    for order_id, tag in session.execute(
        select(OrderTag.order_id, OrderTag.tag).where(OrderTag.order_id.in_(ids)).order_by(OrderTag.key)
    ):
        tags.setdefault(order_id, []).append(tag)
    rows = session.execute(query.order_by(Order.placed_at.desc(), Order.id.desc()))
    found = [OrderRow(*columns) for columns in cast("Iterable[Sequence[Any]]", rows)]
    return [row._replace(tags=tags.get(row.id, ())) for row in found]


def encode(row: OrderRow) -> str:
    """A row's place as it stands in an address: microseconds since 1970, a dot, the id."""
    return f"{(row.placed_at - EPOCH) // timedelta(microseconds=1)}.{row.id}"


def decode(text: str | None, newer: bool) -> Cursor | None:
    """The place that encode() wrote; None for anything else."""
    left, dot, right = (text or "").partition(".")
    if not dot or not (left + right).isascii() or not left.isdigit() or not right.isdigit() or len(left + right) > 36:
        return None
    try:
        return Cursor(EPOCH + timedelta(microseconds=int(left)), int(right) % 2**63, newer)
    except OverflowError:
        return None
