"""The one letter to the owner of several orders that were linked together."""

from collections.abc import Sequence
from datetime import datetime

from dashboard.core import money
from dashboard.letters.letter import compose, day
from dashboard.letters.shop import Shop
from dashboard.models.customer import Customer
from dashboard.models.order import Order
from dashboard.models.outbox import Message

LISTED = 20


def letter(orders: Sequence[Order], owner: Customer, shop: Shop, *, at: datetime) -> Message | None:
    """Tell the owner that these orders are theirs, in one letter; None if the account has no address to write to.

    Test orders are not told of; with none but those there is no letter.
    """
    real = [order for order in orders if not order.is_test]
    if not real:
        return None
    lines = [
        (order.code, money.money(order.total, order.currency), day(order.placed_at, shop, at))
        for order in real[:LISTED]
    ]
    how_many = "1 order is" if len(real) == 1 else f"{len(real)} orders are"
    return compose(
        "linked",
        owner,
        f"{how_many} now yours",
        shop,
        at=at,
        how_many=how_many,
        lines=lines,
        more=len(real) - len(lines),
    )
