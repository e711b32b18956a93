"""How many orders each view shows: one statement, each count to its bound."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.core.criteria import Criteria
from dashboard.models import order_list
from dashboard.models.order import Order


def counts(session: Session, views: Sequence[Criteria]) -> list[int]:
    """The number of orders that fit each of these criteria, at most order_list.COUNTED + 1."""
    bound = order_list.COUNTED + 1
    asked = [
        select(func.count())
        .select_from(select(Order.id).where(*order_list.narrowing(session, criteria)).limit(bound).subquery())
        .scalar_subquery()
        for criteria in views
    ]
    return list(session.execute(select(*asked)).one()) if asked else []
