"""Orders as plain rows for whoever takes them out, some hundred at a time, newest first; nothing of them is kept.

Money in minor units of each order's currency.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from dashboard.core.criteria import Criteria
from dashboard.core.quantities import SENT
from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus, Route
from dashboard.models.catalog import Catalog
from dashboard.models.customer import Customer
from dashboard.models.line import OrderLine
from dashboard.models.note import OrderTag
from dashboard.models.order import Order
from dashboard.models.order_list import plan_of
from dashboard.models.shipment import Shipment, ShipmentLine
from dashboard.models.time_box import time_box

CHUNK = 500
TIMES = 20  # two seconds to tell how many there are
Conditions = Sequence[ColumnElement[bool]]


class ExportOrder(NamedTuple):
    """One order; addresses in their parts."""

    id: int
    code: str
    placed_at: datetime
    state: OrderState
    payment_status: PaymentStatus
    fulfilment_status: FulfilmentStatus
    route: Route
    catalog: str | None
    test: bool
    archived: bool
    name: str
    email: str | None
    phone: str | None
    owner: str | None
    owner_email: str | None
    currency: str
    tax_included: bool
    discount: int
    discount_code: str
    shipping: int
    shipping_tax: int
    shipping_method: str
    tax: int
    difference: int
    total: int
    paid: int
    refunded: int
    shipping_address: Mapping[str, Any] | None
    billing_address: Mapping[str, Any] | None
    reordered_from: str | None


class ExportLine(NamedTuple):
    """One line, as placed (None: added by the shop) and as confirmed; `sent`: pieces handed over."""

    id: int
    order_id: int
    position: int
    sku: str
    name: str
    variant: str
    quantity: int
    unit_price: Decimal
    original_quantity: int | None
    original_unit_price: Decimal | None
    discount: int
    tax_rate: int
    tax: int
    total: int
    sent: int


class Taken(NamedTuple):
    """An order with its lines and tags."""

    order: ExportOrder
    lines: Sequence[ExportLine]
    tags: Sequence[str]


EARLIER = aliased(Order)
COLUMNS: tuple[Any, ...] = (
    Order.id, Order.code, Order.placed_at, Order.state, Order.payment_status, Order.fulfilment_status, Order.route,
    Catalog.name, Order.is_test, Order.archived_at.is_not(None), Order.customer_name, Order.customer_email,
    Order.customer_phone, Customer.name, Customer.email, Order.currency, Order.tax_included, Order.discount,
    Order.discount_code, Order.shipping, Order.shipping_tax, Order.shipping_method, Order.tax, Order.difference,
    Order.total, Order.paid, Order.refunded, Order.shipping_address, Order.billing_address, EARLIER.code,
)  # fmt: skip


def of_list(session: Session, criteria: Criteria) -> Conditions:
    """The conditions of all orders of a list; of a search, of its newest matches. Raises TooLong."""
    return plan_of(session, criteria).conditions


def of_codes(codes: Collection[str]) -> Conditions:
    """The conditions of the orders with these codes."""
    return [Order.code.in_(codes)]


def how_many(session: Session, conditions: Conditions, most: int) -> int:
    """How many orders there are, one more than `most` at most. Raises TooLong."""
    few = select(Order.id).where(*conditions).limit(most + 1).subquery()
    with time_box(session, TIMES) as connection:
        return int(connection.execute(select(func.count()).select_from(few)).scalar_one())


def taken(session: Session, conditions: Conditions) -> Iterator[Taken]:
    """The orders, newest first; three queries for each CHUNK of them."""
    query = orders_of(conditions)
    last: ExportOrder | None = None
    while True:
        beyond = [after(last)] if last else []
        orders = [ExportOrder(*row) for row in session.execute(query.where(*beyond))]
        if not orders:
            return
        ids = [order.id for order in orders]
        lines, tags = lines_of(session, ids), tags_of(session, ids)
        for order in orders:
            yield Taken(order, lines.get(order.id, []), tags.get(order.id, []))
        last = orders[-1]


def orders_of(conditions: Conditions) -> Select[Any]:
    """The query for the next CHUNK."""
    joined = (
        select(*COLUMNS)
        .select_from(Order)
        .outerjoin(Catalog, Catalog.id == Order.catalog_id)
        .outerjoin(Customer, Customer.id == Order.account_id)
        .outerjoin(EARLIER, EARLIER.id == Order.reordered_from_id)
    )
    return joined.where(*conditions).order_by(Order.placed_at.desc(), Order.id.desc()).limit(CHUNK)


def after(last: ExportOrder) -> ColumnElement[bool]:
    """What comes after this order."""
    same = and_(Order.placed_at == last.placed_at, Order.id < last.id)
    return or_(Order.placed_at < last.placed_at, same)


def lines_of(session: Session, ids: Collection[int]) -> dict[int, list[ExportLine]]:
    """The lines of these orders, by order."""
    sent = (
        select(func.coalesce(func.sum(ShipmentLine.quantity), 0))
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .where(ShipmentLine.line_id == OrderLine.id, Shipment.status.in_(SENT))
        .correlate(OrderLine)
        .scalar_subquery()
    )
    names = ExportLine._fields[:-1]
    query = select(*(getattr(OrderLine, name) for name in names), sent).where(OrderLine.order_id.in_(ids))
    found: dict[int, list[ExportLine]] = {}
    for row in session.execute(query.order_by(OrderLine.order_id, OrderLine.position)):
        found.setdefault(row.order_id, []).append(ExportLine(*tuple(row)))
    return found


def tags_of(session: Session, ids: Collection[int]) -> dict[int, list[str]]:
    """The tags of these orders, by order."""
    found: dict[int, list[str]] = {}
    query = select(OrderTag.order_id, OrderTag.tag).where(OrderTag.order_id.in_(ids)).order_by(OrderTag.key)
    for number, tag in session.execute(query):
        found.setdefault(number, []).append(tag)
    return found
