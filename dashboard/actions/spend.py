"""What an account's orders come to: its total spend per currency, how many it owns, and when the newest was placed."""

from collections.abc import Collection

from sqlalchemy import and_, case, delete, func, select, update
from sqlalchemy.orm import Session

from dashboard.core.statuses import OrderState
from dashboard.models.customer import NEVER, Customer, CustomerSpend
from dashboard.models.order import Order
from dashboard.models.store import Store

COUNTED = (Order.state == OrderState.OPEN, Order.is_test.is_(False))


def recompute(session: Session, customer_id: int) -> None:
    """Write what the account's orders come to anew. The caller holds the account's lock."""
    recompute_all(session, [customer_id])


def recompute_all(session: Session, ids: Collection[int]) -> None:
    """The same for several accounts at once, which the caller holds the locks of.

    The sums are a statement of their own, after the locks: inside the locking statement they would see the old
    snapshot. So is the store's currency, which spend is sorted by.
    """
    if not ids:
        return
    counts = and_(*COUNTED)
    found = session.execute(
        select(
            Order.account_id,
            Order.currency,
            func.sum(case((counts, Order.paid - Order.refunded), else_=0)),
            func.sum(case((counts, 1), else_=0)),
            func.count(),
            func.max(Order.placed_at),
        )
        .where(Order.account_id.in_(ids))
        .group_by(Order.account_id, Order.currency)
    ).all()
    session.execute(delete(CustomerSpend).where(CustomerSpend.customer_id.in_(ids)))
    spent = {(account, currency): (int(amount), orders) for account, currency, amount, orders, _, _ in found if orders}
    for (account, currency), (amount, orders) in spent.items():
        session.add(CustomerSpend(customer_id=account, currency=currency, amount=amount, orders=orders))
    sorts_by = session.scalar(select(Store.currency)) or ""
    for customer_id in sorted(ids):
        rows = [row for row in found if row[0] == customer_id]
        session.execute(
            update(Customer)
            .where(Customer.id == customer_id)
            .values(
                order_count=sum(row[4] for row in rows),
                last_order_at=max((row[5] for row in rows), default=NEVER),
                spend_sort=spent.get((customer_id, sorts_by), (0, 0))[0],
            )
        )
    session.flush()


def sort_by_currency(session: Session, currency: str) -> None:
    """Sort every account's spend by another currency, which the store has from now on. Never while an order changes.

    All accounts are ours first, by ascending id as everywhere; the sums are read after.
    """
    session.execute(
        select(func.count()).select_from(
            select(Customer.id).order_by(Customer.id).with_for_update(key_share=True).subquery()
        )
    )
    amount = select(CustomerSpend.amount).where(
        CustomerSpend.customer_id == Customer.id, CustomerSpend.currency == currency
    )
    wanted = func.coalesce(amount.scalar_subquery(), 0)
    session.execute(
        update(Customer).where(Customer.spend_sort != wanted).values(spend_sort=wanted),
        execution_options={"synchronize_session": False},
    )


def counted(order: Order) -> int:
    """What this order adds to its owner's total spend, in minor units of its currency."""
    return order.paid - order.refunded if order.state is OrderState.OPEN and not order.is_test else 0
