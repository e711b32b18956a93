"""Many orders and customers at once, as lists need them: rows and search documents, without a history."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from dashboard.core import search
from dashboard.core.statuses import Route
from dashboard.models import Customer, Order, OrderLine
from dashboard.models.search_index import index_customer, index_order

LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)  # before the tests' world


def add_order(session: Session, code: str, placed_at: datetime = LONG_AGO, sku: str = "", **columns: Any) -> Order:
    """Add an order of one piece at 1.00 EUR; `columns` are its own."""
    line = OrderLine(position=1, name="Cup", sku=sku, quantity=1, unit_price=Decimal(1), total=100)
    plain = {"route": Route.ONLINE_STORE, "currency": "EUR", "total": 100, "item_count": 1}
    order = Order(code=code, placed_at=placed_at, lines=[line], **{**plain, **columns})
    session.add(order)
    session.flush()
    index_order(session, order)
    return order


def add_customer(session: Session, name: str, **columns: Any) -> Customer:
    """Add an account without orders."""
    customer = Customer(name=name, name_key=search.fold(name), **columns)
    session.add(customer)
    session.flush()
    index_customer(session, customer)
    return customer
