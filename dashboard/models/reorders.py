"""The order that another one was placed anew from, and the one that it was placed anew as."""

from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dashboard.models.order import Order


class Reorders(NamedTuple):
    """The codes of both, where there are such orders."""

    earlier: str | None
    later: str | None


def reorders(session: Session, order: Order) -> Reorders:
    """Those of this order, by one query."""
    query = select(Order.id, Order.code).where(
        or_(Order.id == order.reordered_from_id, Order.reordered_from_id == order.id)
    )
    earlier = later = None
    for number, code in session.execute(query):
        earlier, later = (code, later) if number == order.reordered_from_id else (earlier, code)
    return Reorders(earlier, later)
