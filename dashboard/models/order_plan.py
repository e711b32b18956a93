"""How the conditions of a list are looked up, decided by how many orders each of them alone leaves.

If one leaves few, these are read and sorted. Else the index of the sort is walked, and all conditions are looked at
within it; SQLite would take any index that fits one of them and sort what it finds, be it half of all orders.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Dialect,
    ScalarSelect,
    Select,
    func,
    select,
)

from dashboard.core.criteria import Criteria, Sort
from dashboard.models.looked_up import aside
from dashboard.models.order import Order
from dashboard.models.order_filters import Asked
from dashboard.models.order_sorts import sorting

FEW = 1_000


class Plan(NamedTuple):
    """Conditions as the database shall take them; `few`: the first leaves few orders, so no other needs an index."""

    conditions: Sequence[ColumnElement[bool]]
    few: bool
    counting: Sequence[ColumnElement[bool]] = ()  # the same to count by, where no order is asked for


def counts(asked: Sequence[Asked]) -> list[ScalarSelect[int]]:
    """For each condition that few orders may fit: how many do, FEW + 1 at most."""
    few = (ids_of(one).limit(FEW + 1).subquery() for one in alone(asked))
    return [select(func.count()).select_from(one).scalar_subquery() for one in few]


def alone(asked: Sequence[Asked]) -> list[Asked]:
    """The conditions that few orders may fit."""
    return [one for one in asked if one.alone]


def ids_of(asked: Asked) -> Select[int]:
    """The ids of orders that fit one condition; some twice, where another table says so."""
    return select(Order.id).where(asked.fits).correlate(None) if asked.ids is None else asked.ids


def fewest_of(asked: Sequence[Asked], counted: Sequence[int]) -> int | None:
    """Which of the conditions leaves fewest orders, if that is few; `counted` is what counts() found."""
    probed = (at for at, one in enumerate(asked) if one.alone)
    count, fewest = min(zip(counted, probed, strict=True), key=lambda pair: pair[0], default=(FEW + 1, None))
    return fewest if count <= FEW else None


def planned(asked: Sequence[Asked], fewest: int | None, criteria: Criteria, dialect: Dialect) -> Plan:
    """How to look up these conditions; `fewest` is what fewest_of() told."""
    if fewest is not None:
        others = (aside(one.fits, dialect) for at, one in enumerate(asked) if at != fewest)
        return Plan([Order.id.in_(ids_of(asked[fewest])), *others], few=True)
    column = sorting(criteria).column
    walked = [one.fits if one.of is column else aside(one.fits, dialect) for one in asked]
    if len(alone(asked)) > 1:
        return Plan(walked, few=False, counting=walked)
    plain = [one.fits for one in asked]
    return Plan(plain if criteria.sort in (Sort.NEWEST, Sort.OLDEST) else walked, few=False, counting=plain)


def among(ids: ColumnElement[bool], asked: Sequence[Asked], dialect: Dialect) -> Plan:
    """How to look up these conditions among a few orders, which are told by a condition on their ids."""
    return Plan([ids, *(aside(one.fits, dialect) for one in asked)], few=True)
