"""The orders before and after one in a list, and its place there: one query, however long the list."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import Session

from dashboard.core.criteria import Criteria
from dashboard.models import order_list
from dashboard.models.order import Order
from dashboard.models.order_filters import conditions
from dashboard.models.order_list import placed
from dashboard.models.order_search import matching
from dashboard.models.order_sorts import place_of, sorting


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Codes of the orders before and after, None at the ends; how many come before it, how many there are (at most
    order_list.COUNTED + 1 of either), and whether the order itself is in the list.
    """

    before: str | None
    after: str | None
    ahead: int
    count: int
    listed: bool


def neighbours(session: Session, criteria: Criteria, order: Order) -> Neighbours:
    """The neighbours of an order by its place as it is now; also of one that is not in the list, or not any more."""
    narrowed = select(Order.id).where(*narrowing(session, criteria))
    by, place = sorting(criteria), place_of(order, criteria.sort)
    back = place._replace(back=True)
    bound = order_list.COUNTED + 1
    row = session.execute(
        select(
            code_of(placed(narrowed, by, back, 1)),
            code_of(placed(narrowed, by, place, 1)),
            count_of(placed(narrowed, by, back, bound)),
            count_of(narrowed.limit(bound)),
            narrowed.where(Order.id == order.id).exists(),
        )
    ).one()
    return Neighbours(*row)


def narrowing(session: Session, criteria: Criteria) -> list[Any]:
    """The conditions of the criteria; what a search finds is looked up once for all that ask."""
    if not criteria.q:
        return conditions(criteria)
    matches = matching(session, criteria.q).cte("matches")
    return [Order.id.in_(select(*matches.c)), *conditions(criteria)]


def code_of(ids: Select[Any]) -> ScalarSelect[str]:
    """The code of the one order in a query for ids."""
    return select(Order.code).where(Order.id == ids.scalar_subquery()).scalar_subquery()


def count_of(ids: Select[Any]) -> ScalarSelect[int]:
    """How many ids a query gives."""
    return select(func.count()).select_from(ids.subquery()).scalar_subquery()
