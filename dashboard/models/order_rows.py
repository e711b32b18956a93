"""Orders as lists show them: plain rows of just the columns shown, by one query for those on the page."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Dialect, ScalarSelect, Select, Text, exists, func, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session

from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus
from dashboard.models.customer import Customer
from dashboard.models.note import Note, OrderTag
from dashboard.models.order import Order


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
    total_sort: int
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
    Order.total_sort,
)


def rows_of(session: Session, ids: Sequence[int]) -> list[OrderRow]:
    """The rows of these orders, newest first, with their tags."""
    query = rows(session.get_bind().dialect).where(Order.id.in_(ids))
    return read(session.execute(query.order_by(Order.placed_at.desc(), Order.id.desc())))


def rows(dialect: Dialect) -> Select[Any]:
    """The query for the rows of all orders."""
    columns: tuple[Any, ...] = (*COLUMNS, tags_of(dialect))
    return select(*columns).select_from(Order).outerjoin(Customer, Customer.id == Order.account_id)


def read(found: Iterable[Any]) -> list[OrderRow]:
    """What such a query finds."""
    return [OrderRow._make([*columns[:-1], json.loads(columns[-1] or "[]")]) for columns in found]


def tags_of(dialect: Dialect) -> ScalarSelect[str | None]:
    """An order's tags by key, as the text of a JSON list; null or an empty list if there is none."""
    tags = select(OrderTag.tag).where(OrderTag.order_id == Order.id).order_by(OrderTag.key).correlate(Order).subquery()
    gathered = func.json_agg if dialect.name == "postgresql" else func.json_group_array
    return select(sql_cast(gathered(tags.c.tag), Text)).scalar_subquery()
