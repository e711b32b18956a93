"""The orders before and after one in a list, and its place there: one query, however long the list."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import Session

from dashboard.core.criteria import Criteria
from dashboard.models import order_list
from dashboard.models.order import Order
from dashboard.models.order_list import plan_of
from dashboard.models.order_places import placed, sorted_by
from dashboard.models.order_plan import Plan
from dashboard.models.order_sorts import place_of
from dashboard.models.time_box import TooLong, time_box

TIMES = 2  # as long as a search: the page has more to show


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Codes of the orders before and after, None at the ends; how many come before it, how many there are (at most
    order_list.COUNTED + 1 of either; None if counting takes too long), and whether the order itself is in the list.
    """

    before: str | None
    after: str | None
    listed: bool
    ahead: int | None = None
    count: int | None = None


def neighbours(session: Session, criteria: Criteria, order: Order) -> Neighbours | None:
    """The neighbours of an order by its place as it is now; also of one that is not in the list, or not any more.

    None if they are not found in time.
    """
    plan = plan_of(session, criteria)
    listed = in_list(criteria, plan)
    by, place = sorted_by(criteria, plan, session.get_bind().dialect), place_of(order, criteria.sort)
    back = place._replace(back=True)
    bound = order_list.COUNTED + 1
    links = (
        code_of(placed(listed, by, back, 1)),
        code_of(placed(listed, by, place, 1)),
        listed.where(Order.id == order.id).exists(),
    )
    counts = (count_of(placed(listed, by, back, bound)), count_of(listed.limit(bound)))
    return asked(session, (*links, *counts)) or asked(session, links)


def asked(session: Session, what: tuple[Any, ...]) -> Neighbours | None:
    """The answers to these questions; None if they take too long."""
    try:
        with time_box(session, TIMES) as connection:
            return Neighbours(*connection.execute(select(*what)).one())
    except TooLong:
        return None


def in_list(criteria: Criteria, plan: Plan) -> Select[int]:
    """The query for the ids in a list. What a search found stands in it once, however often it is asked."""
    narrowed = select(Order.id).where(*plan.conditions)
    if not (criteria.q or criteria.who):
        return narrowed
    return select(Order.id).where(Order.id.in_(select(narrowed.cte("found").c.id)))


def code_of(ids: Select[Any]) -> ScalarSelect[str]:
    """The code of the one order in a query."""
    return select(Order.code).where(Order.id == select(ids.subquery().c.id).scalar_subquery()).scalar_subquery()


def count_of(ids: Select[Any]) -> ScalarSelect[int]:
    """How many orders a query gives."""
    return select(func.count()).select_from(ids.subquery()).scalar_subquery()
