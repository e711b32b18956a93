"""What accounts keep about their orders, for all of them at once: by the rules that the actions use for one."""

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from dashboard.actions.spend import COUNTED
from dashboard.models import CustomerSpend, Order


def settle(session: Session) -> None:
    """Write the total spend of every account."""
    sums = (
        select(Order.account_id, Order.currency, func.sum(Order.paid - Order.refunded), func.count())
        .where(Order.account_id.is_not(None), *COUNTED)
        .group_by(Order.account_id, Order.currency)
        .order_by(Order.account_id, Order.currency)
    )
    session.execute(insert(CustomerSpend).from_select(["customer_id", "currency", "amount", "orders"], sums))
