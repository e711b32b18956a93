"""The order that letters are shown with before there is one to write."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.models.order import Order


def example_order(session: Session, code: str = "") -> Order | None:
    """The order with this code, else the newest real one; None if there is no such."""
    if code:
        return session.scalar(select(Order).where(Order.code == code))
    return session.scalar(
        select(Order).where(Order.is_test.is_(False)).order_by(Order.placed_at.desc(), Order.id.desc()).limit(1)
    )
