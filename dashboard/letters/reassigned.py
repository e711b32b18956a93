"""The letter to the new owner of an order."""

from datetime import datetime

from dashboard.core import money
from dashboard.letters.letter import compose, day, recipient
from dashboard.letters.shop import Shop
from dashboard.models.customer import Customer
from dashboard.models.order import Order
from dashboard.models.outbox import Message


def letter(order: Order, new_owner: Customer, shop: Shop, *, at: datetime) -> Message | None:
    """Tell the new owner that the order is theirs; None if the account has no address to write to.

    A test order sends nothing to customers.
    """
    if order.is_test:
        return None
    return compose(
        "reassigned",
        new_owner,
        f"Order {order.code} is now yours",
        shop,
        at=at,
        code=order.code,
        total=money.money(order.total, order.currency),
        placed=day(order.placed_at, shop, at),
        news_elsewhere=order.customer_email_key != new_owner.email_key,
    )


def way(customer: Customer) -> str | None:
    """The address or number that a letter to this account goes to; None if there is neither."""
    where = recipient(customer)
    return where.address if where else None


def why_not(customer: Customer, shop: Shop) -> str | None:
    """Why no letter can go to this account; None if one can."""
    if customer.email or (customer.phone_key and shop.sms):
        return None
    if not customer.phone_key:
        return f"{customer.name} has neither e-mail nor phone."
    return f"{customer.name} has a phone number only, and no SMS gateway is set up (SMS_URL)."
