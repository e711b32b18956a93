"""Statuses and sums of an order, computed from its facts: the only writer of either."""

from sqlalchemy.orm import Session

from dashboard.core import money, statuses
from dashboard.models.order import Order
from dashboard.models.order_facts import facts


def derive(session: Session, order: Order) -> None:
    """Set what is derived on an order from the rows of the running transaction."""
    known = facts(session, order, carts=False)
    order.payment_status = statuses.payment_status(known)
    order.fulfilment_status = statuses.fulfilment_status(known)
    order.paid = known.captured
    order.refunded = known.refunded
    order.total_sort = money.sort_value(order.total, order.currency)
    order.item_count = sum(line.ordered for line in known.lines)
