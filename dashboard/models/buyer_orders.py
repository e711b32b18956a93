"""A buyer's own orders: the list, page by page, and one of them. Another's order is no order."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, select, tuple_
from sqlalchemy.orm import Session

from dashboard.core.buyer_words import Parcel
from dashboard.core.words import FulfilmentStatus, OrderState, PaymentStatus
from dashboard.models.cart import Cart
from dashboard.models.keyset import Cursor
from dashboard.models.line import OrderLine
from dashboard.models.order import Order
from dashboard.models.order_parts import load_parts
from dashboard.models.order_view import order_by_code
from dashboard.models.shipment import Shipment

SIZE = 20
COUNTED = 1_000
SHOWN = ("lines", "refunds", "shipments", "returns", "notes")


class Row(NamedTuple):
    """An order in the list; amounts in minor units. `in_cart`: it went back to a cart that is still open."""

    id: int
    code: str
    placed_at: datetime
    state: OrderState
    payment_status: PaymentStatus
    fulfilment_status: FulfilmentStatus
    total: int
    currency: str
    in_cart: bool


class Thing(NamedTuple):
    """A line of an order in the list."""

    name: str
    picture: str | None


class Listed(NamedTuple):
    """A page of the list: orders, what is in each and its parcels by id, and whether it goes on."""

    rows: Sequence[Row]
    things: dict[int, list[Thing]]
    parcels: dict[int, list[Parcel]]
    more: bool


def theirs(customer_id: int) -> tuple[ColumnElement[bool], ...]:
    """Conditions: an order that the account owns now. Test orders are the shop's own affair."""
    return Order.account_id == customer_id, Order.is_test.is_(False)


def owned(session: Session, customer_id: int, after: Cursor | None) -> Listed:
    """The account's orders, the newest first, from a place on. Three queries."""
    in_cart = exists().where(Cart.from_order_id == Order.id, Cart.state == "open")
    query = select(*(getattr(Order, name) for name in Row._fields[:-1]), in_cart).where(*theirs(customer_id))
    if after is not None:
        query = query.where(tuple_(Order.placed_at, Order.id) < tuple_(after.value, after.id))
    newest = query.order_by(Order.placed_at.desc(), Order.id.desc()).limit(SIZE + 1)
    rows = [Row._make(row) for row in session.execute(newest)]
    shown = rows[:SIZE]
    ids = [row.id for row in shown]
    return Listed(shown, things_in(session, ids), parcels_of(session, ids), len(rows) > SIZE)


def things_in(session: Session, orders: Sequence[int]) -> dict[int, list[Thing]]:
    """What is in these orders, by id; lines that were taken off are not."""
    found: dict[int, list[Thing]] = {number: [] for number in orders}
    query = select(OrderLine.order_id, OrderLine.name, OrderLine.picture)
    query = query.where(OrderLine.order_id.in_(orders), OrderLine.quantity > 0)
    for number, name, picture in session.execute(query.order_by(OrderLine.order_id, OrderLine.position)):
        found[number].append(Thing(name, picture))
    return found


def parcels_of(session: Session, orders: Sequence[int]) -> dict[int, list[Parcel]]:
    """The parcels of these orders, by id."""
    found: dict[int, list[Parcel]] = {number: [] for number in orders}
    query = select(Shipment.order_id, Shipment.status, Shipment.point, Shipment.expected_on)
    for number, status, point, expected_on in session.execute(query.where(Shipment.order_id.in_(orders))):
        found[number].append(Parcel(status, point, expected_on))
    return found


def counted(session: Session, customer_id: int) -> int:
    """How many orders the account owns, at most COUNTED + 1."""
    some = select(Order.id).where(*theirs(customer_id)).limit(COUNTED + 1)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def owned_order(session: Session, customer_id: int, code: str) -> Order | None:
    """The account's order of this code with what its page shows; None for another's, or none."""
    order = order_by_code(session, code)
    if order is None or order.account_id != customer_id or order.is_test:
        return None
    load_parts(session, order, SHOWN)
    return order


class Kin(NamedTuple):
    """The order that this one was ordered anew from, and the one that it was ordered anew as: codes, where they are
    the same buyer's."""

    before: str | None
    after: str | None


def kin(session: Session, order: Order) -> Kin:
    """The orders before and after this one, as far as its owner owns them. One query."""
    related = (Order.id == order.reordered_from_id) | (Order.reordered_from_id == order.id)
    query = select(Order.id, Order.code).where(related, Order.account_id == order.account_id)
    found = {row.id == order.reordered_from_id: row.code for row in session.execute(query)}
    return Kin(found.get(True), found.get(False))
