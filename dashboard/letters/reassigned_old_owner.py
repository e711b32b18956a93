"""The letter to the owner that an order was taken from. It never names the new one."""

from datetime import datetime

from dashboard.core import money
from dashboard.letters.letter import compose, day
from dashboard.letters.shop import Shop
from dashboard.models.customer import Customer
from dashboard.models.order import Order
from dashboard.models.outbox import Message


def letter(order: Order, old_owner: Customer, shop: Shop, *, at: datetime) -> Message | None:
    """Tell the old owner that the order has left their account; None if it has no address to write to.

    A test order sends nothing to customers.
    """
    if order.is_test:
        return None
    return compose(
        "reassigned_old_owner",
        old_owner,
        f"Order {order.code} has left your account",
        shop,
        at=at,
        code=order.code,
        total=money.money(order.total, order.currency),
        placed=day(order.placed_at, shop, at),
    )
