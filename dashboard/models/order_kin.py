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
    related = []
    if order.reordered_from_id is not None:
        related.append(Order.id == order.reordered_from_id)
    if order.state is OrderState.RETURNED_TO_CART:
        related.append(Order.reordered_from_id == order.id)
    if not related:
        return Kin()
    query = select(Order.id, Order.code).where(or_(*related))  # an id that is None would have all orders looked through
    found = {number == order.reordered_from_id: code for number, code in session.execute(query)}
    return Kin(found.get(True), found.get(False))
