"""What accounts keep about their orders, for all of them at once: by the rules that the actions use for one."""

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from dashboard.actions.spend import COUNTED, sort_by_currency
from dashboard.models import Customer, CustomerSpend, Order, Store


def settle(session: Session) -> None:
    """Write what the orders of every account come to."""
    sums = (
        select(Order.account_id, Order.currency, func.sum(Order.paid - Order.refunded), func.count())
        .where(Order.account_id.is_not(None), *COUNTED)
        .group_by(Order.account_id, Order.currency)
        .order_by(Order.account_id, Order.currency)
    )
    session.execute(insert(CustomerSpend).from_select(["customer_id", "currency", "amount", "orders"], sums))
    owned = select(Order.account_id, func.count().label("count"), func.max(Order.placed_at).label("last"))
    owned_by = owned.where(Order.account_id.is_not(None)).group_by(Order.account_id).subquery()
    session.execute(
        update(Customer)
        .where(Customer.id == owned_by.c.account_id)
        .values(order_count=owned_by.c.count, last_order_at=owned_by.c.last),
        execution_options={"synchronize_session": False},
    )
    sort_by_currency(session, session.scalars(select(Store.currency)).one())
