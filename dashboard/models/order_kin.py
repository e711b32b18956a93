"""The order that another one was ordered anew from, and the one that came of it."""

from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dashboard.core.statuses import OrderState
from dashboard.models.order import Order


class Kin(NamedTuple):
    """Their codes: the returned order that this one came from, and the one that was ordered anew from this one."""

    returned: str | None = None
    reorder: str | None = None


def kin(session: Session, order: Order) -> Kin:
    """Both, by one query for orders that can have either."""
    if order.state is not OrderState.RETURNED_TO_CART and order.reordered_from_id is None:
        return Kin()
    query = select(Order.id, Order.code).where(
        or_(Order.id == order.reordered_from_id, Order.reordered_from_id == order.id)
    )
    found = {number == order.reordered_from_id: code for number, code in session.execute(query)}
    return Kin(found.get(True), found.get(False))
