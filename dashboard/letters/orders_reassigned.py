"""The one letter to the new owner of many orders that were reassigned or linked as a batch."""

from collections.abc import Sequence
from datetime import datetime

from dashboard.core import money
from dashboard.core.batches import orders as how_many
from dashboard.letters.letter import compose, day
from dashboard.letters.shop import Shop
from dashboard.models.customer import Customer
from dashboard.models.order import Order
from dashboard.models.outbox import Message

LISTED = 20
EVENT = "orders_reassigned"


def letter(first: Sequence[Order], count: int, owner: Customer, shop: Shop, *, at: datetime) -> Message | None:
    """Tell the owner that `count` orders are theirs, of which these are named; None if it cannot be written to."""
    lines = [(order.code, money.money(order.total, order.currency), day(order.placed_at, shop, at)) for order in first]
    said = f"{how_many(count)} {'is' if count == 1 else 'are'}"
    return compose(EVENT, owner, f"{said} now yours", shop, at=at, how_many=said, lines=lines, more=count - len(lines))
