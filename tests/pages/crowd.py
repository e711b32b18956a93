"""Many orders and customers at once, as lists need them: rows and search documents, without a history."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from dashboard.core import search
from dashboard.core.statuses import Route, ShipmentStatus
from dashboard.models import Customer, Order, OrderLine, Payment, Shipment, ShipmentLine
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


def add_long_order(session: Session, code: str, lines: int, sent: bool) -> None:
    """Add a paid order of so many lines, all but the first of two pieces; `sent`: all of it, and there."""
    pieces = 2 * lines - 1
    order = add_order(session, code, total=100 * pieces, paid=100 * pieces, item_count=pieces)
    order.lines += [
        OrderLine(
            position=at, name=f"Stoneware mug number {at}", variant="Sage", sku=f"MUG-{at}", quantity=2, total=200,
            unit_price=Decimal(1), original_quantity=2, original_unit_price=Decimal(1),
        )
        for at in range(2, lines + 1)
    ]  # fmt: skip
    order.payments.append(Payment(amount=order.total, state="captured"))
    session.flush()
    if sent:
        parts = [ShipmentLine(line_id=line.id, quantity=line.quantity) for line in order.lines]
        order.shipments.append(
            Shipment(number=f"{code}-1", kind="manual", point="local", status=ShipmentStatus.DELIVERED, lines=parts)
        )


def add_customer(session: Session, name: str, **columns: Any) -> Customer:
    """Add an account without orders."""
    customer = Customer(name=name, name_key=search.fold(name), **columns)
    session.add(customer)
    session.flush()
    index_customer(session, customer)
    return customer
