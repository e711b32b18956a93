"""How many orders each view shows: one statement, each count to its bound."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from dashboard.core.criteria import Criteria
from dashboard.models import order_list
from dashboard.models.order import Order
from dashboard.models.time_box import TooLong, time_box

TIMES = 3  # as long as a search, for all of them together: the list does not wait for it


def counts(session: Session, views: Sequence[Criteria]) -> list[int | None]:
    """The number of orders that fit each of these criteria, at most order_list.COUNTED + 1.

    Where all together take too long, each has its own try, and None stands for one that is still too slow.
    """
    asked = [count_of(session, criteria) for criteria in views]
    together = answers(session, asked, TIMES)
    if together is not None:
        return together
    return [(answers(session, [one]) or [None])[0] for one in asked]


def count_of(session: Session, criteria: Criteria) -> ScalarSelect[int]:
    """The question how many orders fit these criteria."""
    ids = select(Order.id).where(*order_list.narrowed(session, criteria)).limit(order_list.COUNTED + 1).subquery()
    return select(func.count()).select_from(ids).scalar_subquery()


def answers(session: Session, asked: Sequence[ScalarSelect[Any]], times: float = 1) -> list[Any] | None:
    """The answers to all of these in one statement; None if that takes too long."""
    try:
        with time_box(session, times) as connection:
            return list(connection.execute(select(*asked)).one())
    except TooLong:
        return None
