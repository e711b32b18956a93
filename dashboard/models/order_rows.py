"""Orders as lists show them: plain rows of just the columns shown, by one query for those on the page."""

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple, overload

from sqlalchemy import Dialect, ScalarSelect, Select, Text, exists, func, null, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session

from dashboard.core.columns import Column
from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus, Route
from dashboard.database import moment
from dashboard.models.by_driver import Query, Raw, compiled
from dashboard.models.catalog import Catalog
from dashboard.models.customer import Customer
from dashboard.models.looked_up import given
from dashboard.models.note import Note, OrderTag
from dashboard.models.order import Order
from dashboard.models.search_index import OrderDoc


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
    route: Route | None = None
    catalog: str | None = None
    owner_contact: str | None = None
    doc: str | None = None  # what a search looks through, where one was made
    tags: Sequence[str] = ()
    written: Sequence[tuple[str, str | None]] = ()  # texts of WRITTEN by field, those that were read with the document


@dataclass(frozen=True, slots=True)
class Rows(Sequence[OrderRow]):
    """Rows of orders as the driver handed them out: by that they are the same. Each is read when it is looked at.

    `fields`: of WRITTEN, whose texts stand at the end of each.
    """

    raw: tuple[Raw, ...]
    fields: tuple[str, ...] = ()

    @overload
    def __getitem__(self, at: int) -> OrderRow: ...
    @overload
    def __getitem__(self, at: slice) -> "Rows": ...
    def __getitem__(self, at: int | slice) -> "OrderRow | Rows":
        return Rows(self.raw[at], self.fields) if isinstance(at, slice) else order_row(self.raw[at], self.fields)

    def __len__(self) -> int:
        return len(self.raw)


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
PLACED, DOC, TAGS = (OrderRow._fields.index(name) for name in ("placed_at", "doc", "tags"))
READ = 2_048  # rows; of some kilobytes, where they hold what a search looked through
NOTHING = null()
# What a document holds of an order and its owner, as it was written: by field of the document.
WRITTEN: Mapping[str, Any] = {
    "email": Order.customer_email,
    "phone": Order.customer_phone,
    "owner_email": Customer.email,
    "owner_phone": Customer.phone,
    "delivery": sql_cast(Order.shipping_address, Text),
    "billing": sql_cast(Order.billing_address, Text),
}
DOCUMENT = select(OrderDoc.doc).where(OrderDoc.order_id == Order.id).scalar_subquery()


def rows_found(session: Session, keys: Sequence[int], columns: frozenset[str]) -> Rows:
    """The rows of the orders with these documents, newest first, with what these columns need.

    With their documents, and with what these hold as it was written. One query, none for no documents.
    """
    query = of_documents(session.get_bind().dialect, columns)
    return newest_first(query.rows(session.connection(), {"keys": keys}) if keys else (), tuple(WRITTEN))


def rows_told(
    session: Session, ids: Sequence[int], columns: frozenset[str], docs: Sequence[str], fields: tuple[str, ...]
) -> Rows:
    """The same for orders whose documents were read before, with what these fields hold as it was written."""
    found = of_told(session.get_bind().dialect, columns, fields).rows(session.connection(), {"ids": ids})
    texts = dict(zip(ids, docs, strict=True))
    return newest_first(((*row[:DOC], texts[row[0]], *row[DOC + 1 :]) for row in found), fields)


def newest_first(found: Iterable[Raw], fields: tuple[str, ...]) -> Rows:
    """These rows by when the orders were placed, with the texts of these fields."""
    return Rows(tuple(sorted(found, key=itemgetter(PLACED, 0), reverse=True)), fields)


@lru_cache(64)
def of_told(dialect: Dialect, columns: frozenset[str], fields: tuple[str, ...]) -> Query:
    """The query for them, put together once."""
    query = rows(dialect, columns).add_columns(*(WRITTEN[field] for field in fields))
    return compiled(query.where(given(Order.id, "ids", dialect)), dialect, kept=True)


@lru_cache(64)
def of_documents(dialect: Dialect, columns: frozenset[str]) -> Query:
    """The query for them, put together once."""
    query = rows(dialect, columns, doc=OrderDoc.doc).join(OrderDoc, OrderDoc.order_id == Order.id)
    query = query.add_columns(*WRITTEN.values()).where(given(OrderDoc.key, "keys", dialect))
    return compiled(query, dialect, kept=True)


def rows(dialect: Dialect, columns: Container[str], doc: Any = NOTHING) -> Select[Any]:
    """The query for the rows of all orders, with what these columns need, and with their documents if so."""
    shown: tuple[Any, ...] = (*COLUMNS, *chosen(columns, dialect, doc))
    return select(*shown).select_from(Order).outerjoin(Customer, Customer.id == Order.account_id)


@lru_cache(READ)
def order_row(raw: Raw, fields: tuple[str, ...]) -> OrderRow:
    """What such a query finds of one order, with the texts of these fields."""
    written = tuple(zip(fields, raw[TAGS + 1 :], strict=True))
    row = OrderRow._make((*raw[:TAGS], tuple(json.loads(raw[TAGS] or "[]")), written))
    return row._replace(
        placed_at=moment(raw[PLACED]),
        state=OrderState(row.state),
        payment_status=PaymentStatus(row.payment_status),
        fulfilment_status=FulfilmentStatus(row.fulfilment_status),
        is_test=bool(row.is_test),
        archived_at=row.archived_at and moment(row.archived_at),
        has_note=bool(row.has_note),
        route=row.route and Route(row.route),
    )


def chosen(columns: Container[str], dialect: Dialect, doc: Any) -> list[Any]:
    """What is not always looked at: route, catalog, owner's contact, document, tags; null in place of the others."""
    catalog = select(Catalog.name).where(Catalog.id == Order.catalog_id).scalar_subquery()
    return [
        Order.route if Column.ROUTE in columns else null(),
        catalog if Column.CATALOG in columns else null(),
        func.coalesce(Customer.email, Customer.phone) if Column.CONTACT in columns else null(),
        doc,
        tags_of(dialect) if Column.TAGS in columns else null(),
    ]


def tags_of(dialect: Dialect) -> ScalarSelect[str | None]:
    """An order's tags by key, as the text of a JSON list; null or an empty list if there is none."""
    tags = select(OrderTag.tag).where(OrderTag.order_id == Order.id).order_by(OrderTag.key).correlate(Order).subquery()
    gathered = func.json_agg if dialect.name == "postgresql" else func.json_group_array
    return select(sql_cast(gathered(tags.c.tag), Text)).scalar_subquery()
