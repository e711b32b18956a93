"""The guest orders of one contact, which together are a guest account."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from dashboard.core.statuses import OrderState
from dashboard.models.order import Order, guest_key

MOST = 200  # so many are linked at once: what a database does within a second


class GuestOrder(NamedTuple):
    """One guest order; `counts`: what it adds to a total spend, in minor units."""

    code: str
    version: int
    placed_at: datetime
    currency: str
    total: int
    counts: int


def same_guest(order: Order) -> ColumnElement[bool]:
    """A condition: guest orders with this order's contact, whoever owns it now."""
    return Order.guest_key == guest_key(order)


def other_guest_orders(session: Session, order: Order) -> list[GuestOrder]:
    """The newest other guest orders of this order's contact that can be linked with it, at most MOST - 1."""
    linkable = Order.archived_at.is_(None), Order.state.in_([OrderState.OPEN, OrderState.CANCELED])
    query = select(Order).where(same_guest(order), Order.id != order.id, *linkable)
    found = session.scalars(query.order_by(Order.placed_at.desc(), Order.id.desc()).limit(MOST - 1))
    return [guest_order(one) for one in found]


def guest_order(order: Order) -> GuestOrder:
    """This guest order as a row."""
    counts = order.paid - order.refunded if order.state is OrderState.OPEN and not order.is_test else 0
    return GuestOrder(order.code, order.version, order.placed_at, order.currency, order.total, counts)


def guest_spend(session: Session, order: Order) -> tuple[dict[str, int], int]:
    """What this order's contact spent as a guest, by currency in minor units, and how many guest orders it has."""
    counted = (Order.state == OrderState.OPEN) & Order.is_test.is_(False)
    sums = select(Order.currency, func.sum(Order.paid - Order.refunded).filter(counted), func.count())
    rows = session.execute(sums.where(same_guest(order)).group_by(Order.currency)).all()
    return {currency: int(amount or 0) for currency, amount, _ in rows}, sum(count for *_, count in rows)
