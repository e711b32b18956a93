"""The letter to the desk about a refund whose money did not get there."""

from datetime import datetime

from dashboard.core import contacts
from dashboard.core.money import money
from dashboard.letters.letter import Addressee, Recipient, Whom, compose, one_address
from dashboard.letters.shop import Shop
from dashboard.models.order import Order
from dashboard.models.outbox import Message
from dashboard.models.refund import Refund
from dashboard.models.store import Store


def shop_itself(store: Store) -> Addressee | None:
    """The shop's own address, if it gave one."""
    if not store.email:
        return None
    return Addressee("", Recipient("email", one_address(store.email), contacts.email_key(store.email)))


def letter(to: Whom, order: Order, refund: Refund, shop: Shop, *, at: datetime) -> Message | None:
    """Tell them which refund failed, and why."""
    amount = money(refund.amount, order.currency)
    return compose(
        "refund_failed",
        to,
        f"A refund of {order.code} failed",
        shop,
        at=at,
        code=order.code,
        amount=amount,
        why=refund.answer,
        link=f"{shop.base_url}/orders/{order.code}",
    )
