"""The orders before and after one in a list, and its place there: one query, however long the list."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, CompoundSelect, Dialect, ScalarSelect, Select, bindparam, func, select
from sqlalchemy.orm import Session

from dashboard.core.criteria import Criteria
from dashboard.models import order_list
from dashboard.models.order import Order
from dashboard.models.order_filters import conditions
from dashboard.models.order_list import plan_of
from dashboard.models.order_listing import KEPT
from dashboard.models.order_places import placed, sorted_by, those
from dashboard.models.order_plan import Plan, planned
from dashboard.models.order_sorts import Cursor, place_of
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
    place = place_of(order, criteria.sort)
    where = {"value": place.value, "place": place.id}
    queries = questions(session, criteria, place.segment)
    return asked(session, queries[0], where) or asked(session, queries[1], where)


def questions(session: Session, criteria: Criteria, segment: int) -> tuple[Select[Any], Select[Any]]:
    """The query for all of it, and the one without counts; kept once they are put together, but for searches."""
    dialect, bound = session.get_bind().dialect, order_list.COUNTED + 1
    if criteria.q or criteria.who:
        return put_together(criteria, plan_of(session, criteria), segment, dialect, bound)
    lead, _ = order_list.probed(session, criteria)
    return remembered(criteria, lead, segment, dialect, bound)


@lru_cache(KEPT)
def remembered(
    criteria: Criteria, lead: int | None, segment: int, dialect: Dialect, bound: int
) -> tuple[Select[Any], Select[Any]]:
    """The same for any order in this segment of the list."""
    return put_together(criteria, planned(conditions(criteria), lead, criteria, dialect), segment, dialect, bound)


def put_together(
    criteria: Criteria, plan: Plan, segment: int, dialect: Dialect, bound: int
) -> tuple[Select[Any], Select[Any]]:
    """The two queries; the order's sort value and id are given when they are sent."""
    listed, by = in_list(criteria, plan), sorted_by(criteria, plan, dialect)
    number: Any = bindparam("place", type_=BigInteger())
    place = Cursor(segment, bindparam("value", type_=by.column.type), number)
    back = place._replace(back=True)
    links = (
        code_of(placed(listed, by, back, 1, dialect)),
        code_of(placed(listed, by, place, 1, dialect)),
        listed.where(Order.id == number).exists(),
    )
    counts = (count_of(those(listed, by, back, bound, dialect)), count_of(listed.limit(bound)))
    whole: tuple[Any, ...] = (*links, *counts)
    return select(*whole), select(*whole[: len(links)])


def asked(session: Session, query: Select[Any], where: dict[str, Any]) -> Neighbours | None:
    """The answers for the order at this place; None if they take too long."""
    try:
        with time_box(session, TIMES) as connection:
            return Neighbours(*connection.execute(query, where).one())
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


def count_of(ids: Select[Any] | CompoundSelect[Any]) -> ScalarSelect[int]:
    """How many orders a query gives."""
    return select(func.count()).select_from(ids.subquery()).scalar_subquery()
