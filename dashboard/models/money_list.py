"""Money to send: refunds over all orders that wait for approval or to be sent, the oldest first, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session

from dashboard.core.facts import UNSETTLED
from dashboard.core.person import Role
from dashboard.core.roles import may
from dashboard.core.statuses import RefundState
from dashboard.models.keyset import Cursor, written
from dashboard.models.looked_up import one_of
from dashboard.models.order import Order
from dashboard.models.payment import Payment
from dashboard.models.refund import Refund
from dashboard.models.staff import Staff

SIZE = 30
STATES = sorted(UNSETTLED, key=lambda state: state.value)


class Row(NamedTuple):
    """A refund in the list: `method` is how the order was paid, `asked_by` the name of who made it."""

    id: int
    code: str
    customer: str
    amount: int
    currency: str
    state: RefundState
    reason: str
    at: datetime
    asked_by_id: int | None
    asked_by: str | None
    method: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of the list, and the place where it goes on."""

    rows: Sequence[Row]
    more: str | None


def money_to_send(session: Session, after: Cursor | None) -> Page:
    """What is to be sent from a place on. Test orders move no money, so theirs are not here."""
    paid = Payment.order_id == Order.id, Payment.state == "captured"
    method = select(Payment.method).where(*paid).order_by(Payment.id.desc()).limit(1).scalar_subquery()
    query = (
        select(
            Refund.id, Order.code, Order.customer_name, Refund.amount, Order.currency, Refund.state, Refund.reason,
            Refund.at, Refund.asked_by_id, Staff.name, method,
        )
        .join(Order, Order.id == Refund.order_id)
        .outerjoin(Staff, Staff.id == Refund.asked_by_id)
        .where(Refund.state.in_(STATES), Order.is_test.is_(False))
        .order_by(Refund.at, Refund.id)
        .limit(SIZE + 1)
    )  # fmt: skip
    if after is not None:
        query = query.where(tuple_(Refund.at, Refund.id) > (after.value, after.id))
    rows = [Row._make(row) for row in session.execute(query)]
    last = rows[SIZE - 1] if len(rows) > SIZE else None
    return Page(rows[:SIZE], written(last.at, last.id) if last else None)


def waiting_for_staff() -> Select[int]:
    """Those of them that the person of the surrounding query's Staff row sees, for the navigation."""
    able = [role for role in Role if may(role, "refund")]
    return (
        select(Refund.id)
        .join(Order, Order.id == Refund.order_id)
        .where(one_of(Refund.state, STATES), Order.is_test.is_(False), one_of(Staff.role, able))
        .correlate(Staff)
    )
