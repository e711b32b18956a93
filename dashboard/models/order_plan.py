"""How the conditions of a list are looked up.

If one leaves few orders (order_probe), these are read and sorted. Else the index of the sort is walked, and all
conditions are looked at within it; SQLite would take any index that fits one of them and sort what it finds, be it
half of all orders.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Dialect, Select

from dashboard.core.criteria import Criteria
from dashboard.models.looked_up import aside, found
from dashboard.models.order import Order
from dashboard.models.order_filters import Asked
from dashboard.models.order_probe import BY_DATE, BY_TOTAL, alone, ids_of, in_order
from dashboard.models.order_sorts import sorting


class Plan(NamedTuple):
    """Conditions as the database shall take them; `few`: they leave few orders, so no other needs an index.

    To count by: `counting`, where no order is asked for, `among` the orders that another table tells.
    """

    conditions: Sequence[ColumnElement[bool]]
    few: bool
    counting: Sequence[ColumnElement[bool]] = ()
    among: Select[int] | None = None


def planned(asked: Sequence[Asked], lead: int | None, criteria: Criteria, dialect: Dialect) -> Plan:
    """How to look up these conditions; `lead`: where the one stands by which orders are best read (order_probe)."""
    if lead is not None:
        return led(asked, lead, criteria, dialect)
    if dialect.name != "sqlite":
        plain = [one.fits for one in asked]
        return Plan(plain, few=False, counting=plain)
    known = alone(asked)
    walked = [at for at in known if in_order(asked[at], criteria) and (len(known) == 1 or asked[at].covered)]
    if by_status(criteria):
        walked = [at for at in walked if asked[at].of is Order.placed_at]
    return Plan(by(asked, walked, dialect), False, *to_count(asked, dialect))


def to_count(asked: Sequence[Asked], dialect: Dialect) -> tuple[Sequence[ColumnElement[bool]], Select[int] | None]:
    """How to count what fits these, of which none leaves few, in SQLite: by an index of one, whatever the sort."""
    known = alone(asked)
    if not known:
        return [one.fits for one in asked], None
    first, others = asked[known[0]], [one for one in asked if one.ids is None]
    if len(known) == 1 and first.ids is not None:
        return by(others, [], dialect), first.ids.distinct() if first.several else first.ids
    return by(asked, known if len(known) == 1 else [at for at in known if asked[at].covered][:1], dialect), None


def led(asked: Sequence[Asked], lead: int, criteria: Criteria, dialect: Dialect) -> Plan:
    """The same by this condition: in its own index if that holds all that is asked for, else by ids."""
    if not asked[lead].covered or dialect.name != "sqlite":
        others = (aside(one.fits, dialect) for at, one in enumerate(asked) if at != lead)
        return Plan([found(Order.id, ids_of(asked[lead]), dialect), *others], few=True)
    if not in_order(asked[lead], criteria):
        return Plan(by(asked, [lead], dialect), few=True)
    ends = [at for at, one in enumerate(asked) if one.of is sorting(criteria).column]
    walked = ends if by_status(criteria) else [lead, *ends]
    return Plan(by(asked, walked, dialect), few=False, counting=by(asked, [lead], dialect))


def by_status(criteria: Criteria) -> bool:
    """Whether the list is in segments, each with a condition that says which index."""
    return criteria.sort not in (*BY_DATE, *BY_TOTAL)


def by(asked: Sequence[Asked], index: Sequence[int], dialect: Dialect) -> list[ColumnElement[bool]]:
    """The conditions, of which SQLite takes an index for none but these."""
    return [one.fits if at in index else aside(one.fits, dialect) for at, one in enumerate(asked)]


def among(ids: ColumnElement[bool], asked: Sequence[Asked], dialect: Dialect) -> Plan:
    """How to look up these conditions among a few orders, which are told by a condition on their ids."""
    return Plan([ids, *(aside(one.fits, dialect) for one in asked)], few=True)
