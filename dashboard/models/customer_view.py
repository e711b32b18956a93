"""One customer's page: live details, what makes up total spend, orders, and the log."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from dashboard.core.statuses import CancelReason, OrderState
from dashboard.models.activity import Activity
from dashboard.models.customer import Customer
from dashboard.models.order import Order
from dashboard.models.order_list import OrderRow, rows_of
from dashboard.models.order_view import LogLine, log_line

NEWEST = 20


class Share(NamedTuple):
    """What one order adds to total spend: minor units, or why it adds nothing."""

    code: str
    placed_at: datetime
    state: OrderState
    cancel_reason: CancelReason | None
    is_test: bool
    total: int
    paid: int
    refunded: int
    currency: str

    @property
    def counts(self) -> bool:
        """Whether the order is part of the sum."""
        return self.state is OrderState.OPEN and not self.is_test and self.paid > self.refunded

    @property
    def why(self) -> str:
        """In a few words, why it counts so much, or not."""
        if self.is_test:
            return "Test order"
        if self.state is OrderState.CANCELED and self.cancel_reason:
            return f"Canceled: {self.cancel_reason.label.lower()}"
        if self.state is not OrderState.OPEN:
            return self.state.label
        if not self.paid:
            return "Nothing paid yet"
        if self.refunded == self.paid:
            return "All of it refunded"
        if self.refunded:
            return "Paid, some of it refunded"
        return "Paid in full" if self.paid >= self.total else "Paid in part"


def customer_by_id(session: Session, number: int) -> Customer | None:
    """The account with its total spend, or None."""
    return session.scalar(select(Customer).where(Customer.id == number).options(selectinload(Customer.spend)))


def newest_orders(session: Session, customer: Customer) -> tuple[list[OrderRow], int]:
    """The newest orders that the account owns, and how many it owns in all."""
    owned = select(Order.id).where(Order.account_id == customer.id)
    ids = list(session.scalars(owned.order_by(Order.placed_at.desc(), Order.id.desc()).limit(NEWEST)))
    return rows_of(session, ids), session.scalar(select(func.count()).select_from(owned.subquery())) or 0


def shares(session: Session, customer: Customer) -> list[Share]:
    """What each of the newest orders adds to total spend."""
    query = (
        select(
            Order.code, Order.placed_at, Order.state, Order.cancel_reason, Order.is_test, Order.total,
            Order.paid, Order.refunded, Order.currency,
        )
        .where(Order.account_id == customer.id)
        .order_by(Order.placed_at.desc(), Order.id.desc())
        .limit(NEWEST)
    )  # fmt: skip
    return [Share(*row) for row in session.execute(query)]


class OrderLogLine(NamedTuple):
    """A line of a log with the code of the order it is about, if any."""

    code: str | None
    line: LogLine


def customer_log(session: Session, customer: Customer) -> list[OrderLogLine]:
    """The account's own log and the moves of orders to and from it, newest first."""
    query = (
        select(Activity, Order.code)
        .outerjoin(Order, Order.id == Activity.order_id)
        .where(
            or_(
                Activity.customer_id == customer.id,
                Activity.from_customer_id == customer.id,
                Activity.to_customer_id == customer.id,
            )
        )
        .order_by(Activity.at.desc(), Activity.id.desc())
        .limit(NEWEST)
    )
    return [OrderLogLine(code, log_line(activity)) for activity, code in session.execute(query)]
