"""Total spend of an account, kept per currency and recomputed from the orders it owns."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from dashboard.core.statuses import OrderState
from dashboard.models.customer import CustomerSpend
from dashboard.models.order import Order

COUNTED = (Order.state == OrderState.OPEN, Order.is_test.is_(False))


def recompute(session: Session, customer_id: int) -> None:
    """Write the account's total spend anew. The caller holds the account's lock.

    The sum is a statement of its own, after the lock: inside the locking statement it would see the old snapshot.
    """
    sums = session.execute(
        select(Order.currency, func.sum(Order.paid - Order.refunded), func.count())
        .where(Order.account_id == customer_id, *COUNTED)
        .group_by(Order.currency)
    ).all()
    session.execute(delete(CustomerSpend).where(CustomerSpend.customer_id == customer_id))
    for currency, amount, orders in sums:
        session.add(CustomerSpend(customer_id=customer_id, currency=currency, amount=int(amount), orders=orders))
    session.flush()


def counted(order: Order) -> int:
    """What this order adds to its owner's total spend, in minor units of its currency."""
    return order.paid - order.refunded if order.state is OrderState.OPEN and not order.is_test else 0
