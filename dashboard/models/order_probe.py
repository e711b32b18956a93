"""Which condition of a list leaves so few orders that reading these costs less than to walk the index of the sort.

SQLite: an entry of an index that holds all that filters ask for is one step, whether it is walked or read and sorted;
an order that has to be read by its key is some steps more. How far a walk would go is told by how many orders fit one
condition if it is the only one; of several, or by status, it may go through all of them, as one condition tells much
about another.
"""

from collections.abc import Sequence
from math import isqrt
from typing import Any

from sqlalchemy import Dialect, ScalarSelect, Select, func, literal_column, select

from dashboard.core.criteria import Criteria, Sort
from dashboard.models.order import Order
from dashboard.models.order_filters import Asked

FEW = 1_000  # on PostgreSQL, which knows by itself how many orders fit
MANY = 40_000  # steps that are worth taking lest a walk goes on to its end: a hundredth of a second
SHARE = 25  # of all orders, reading no more than one in so many is never much against walking
PAGE = 25  # steps of a walk, times all orders, over how many fit: fifty rows, each step half of one that sorts
BY_KEY, BY_TAG = 15, 4  # steps to read an order; where a walk would have to ask another table at each step
USUAL = 1_000_000  # orders: how far one condition is counted at most

BY_DATE, BY_TOTAL = (Sort.NEWEST, Sort.OLDEST), (Sort.DEAREST, Sort.CHEAPEST)


def alone(asked: Sequence[Asked]) -> list[int]:
    """Where the conditions stand that few orders may fit."""
    return [at for at, one in enumerate(asked) if one.alone]


def in_order(one: Asked, criteria: Criteria) -> bool:
    """Whether an index has the orders that fit this condition as they are asked for, or in a few such pieces."""
    if criteria.sort in BY_TOTAL:
        return one.of is Order.total_sort
    if criteria.sort is Sort.FULFILMENT and one.of is Order.state:
        return True
    return one.of is Order.placed_at or (one.dated if criteria.sort in BY_DATE else one.status)


def counted(asked: Sequence[Asked], criteria: Criteria, dialect: Dialect) -> list[int]:
    """Where the conditions stand of which it has to be known how many orders fit."""
    found = alone(asked)
    if dialect.name == "sqlite" and len(found) == 1 and in_order(asked[found[0]], criteria):
        return []
    return found


def counts(asked: Sequence[Asked], criteria: Criteria, dialect: Dialect) -> list[ScalarSelect[int]]:
    """For each of these: how many orders do, as far as it matters; and about how many orders there are."""
    found = counted(asked, criteria, dialect)
    most = {at: bound(asked, at, criteria, dialect, USUAL) for at in found}
    by_key = {at: how_many(asked[at], most[at] + 1) for at in found if not asked[at].covered}
    # None is counted further than until one that was counted before it is known to be better.
    better = [count * steps(asked[at]) for at, count in by_key.items()] if dialect.name == "sqlite" else []
    covered = {
        at: how_many(asked[at], func.min(most[at], *better) + 1 if better else most[at] + 1)
        for at in found
        if at not in by_key
    }
    every = [select(func.max(Order.id)).scalar_subquery()] if found else []
    return [*((by_key | covered)[at] for at in found), *every]


def how_many(asked: Asked, most: Any) -> ScalarSelect[int]:
    """How many orders fit one condition, so many at most."""
    ids = ids_of(asked)
    some = ids if asked.ids is not None else ids.with_only_columns(literal_column("1").label("one"))
    return select(func.count()).select_from(some.limit(most).subquery()).scalar_subquery()


def ids_of(asked: Asked) -> Select[int]:
    """The ids of orders that fit one condition; some twice, where another table says so."""
    return select(Order.id).where(asked.fits).correlate(None) if asked.ids is None else asked.ids


def bound(asked: Sequence[Asked], at: int, criteria: Criteria, dialect: Dialect, total: int) -> int:
    """How many orders may fit this condition for them to be read, of so many in all."""
    if dialect.name != "sqlite":
        return FEW
    likely = criteria.sort in (*BY_DATE, *BY_TOTAL) or asked[at].of is Order.total_sort  # to be spread evenly
    if len(alone(asked)) == 1 and likely:
        return isqrt(PAGE * total // steps(asked[at]))
    return min(MANY, total // SHARE) // steps(asked[at])


def steps(one: Asked) -> int:
    """What it takes to read one order that fits."""
    return 1 if one.covered else BY_KEY if one.ids is None else BY_TAG


def fewest(asked: Sequence[Asked], criteria: Criteria, found: Sequence[int | None], dialect: Dialect) -> int | None:
    """Where the condition stands by which orders are best read; None if none leaves few. `found`: by counts()."""
    if not found:
        return None
    *numbers, total = (number or 0 for number in found)
    cost = {
        at: number * steps(asked[at])
        for at, number in zip(counted(asked, criteria, dialect), numbers, strict=True)
        if number <= bound(asked, at, criteria, dialect, min(total, USUAL))
    }
    return min(cost, key=lambda at: cost[at], default=None)
