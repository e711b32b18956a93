"""Test orders: whether one may be made now, and how many there are."""

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from dashboard.models.order import Order
from dashboard.models.store import Store


def real_orders() -> ColumnElement[bool]:
    """Whether any order is a real one, for a statement that is sent anyway."""
    return exists(select(Order.id).where(Order.is_test.is_(False)))


def possible(session: Session, store: Store) -> bool:
    """Whether a test order may be made: until there is a real order, and where the shop allows it, always."""
    return store.test_orders or not session.scalar(select(real_orders()))


def count_tests(session: Session) -> int:
    """How many test orders there are."""
    return session.scalar(select(func.count()).select_from(Order).where(Order.is_test)) or 0
