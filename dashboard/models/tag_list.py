"""Tags in use, as they are offered for an order."""

from functools import cache
from typing import NamedTuple

from sqlalchemy import Integer, Select, bindparam, func, literal_column, select
from sqlalchemy.orm import Session

from dashboard.models.note import OrderTag
from dashboard.models.order import Order
from dashboard.models.reading import rows_of

NEWEST, OFFERED = 200, 8


class TagInUse(NamedTuple):
    """A tag with its key, in one of its spellings."""

    key: str
    tag: str


def tags_in_use(session: Session, offered: int = OFFERED) -> list[TagInUse]:
    """The tags of the newest orders, most used first: so many orders are looked at, however many there are."""
    return [TagInUse._make(row) for row in rows_of(session, used(), {"offered": offered})]


@cache
def used() -> Select[str, str]:
    """The query for them."""
    # As a literal: SQLite takes a bound limit for any number, and would walk all tags for fear of so many orders.
    few = literal_column(str(NEWEST), Integer)
    newest = select(Order.id).order_by(Order.placed_at.desc(), Order.id.desc()).limit(few).subquery()
    query = select(OrderTag.key, func.min(OrderTag.tag)).join(newest, newest.c.id == OrderTag.order_id)
    most_used = func.count().desc(), OrderTag.key
    return query.group_by(OrderTag.key).order_by(*most_used).limit(bindparam("offered", type_=Integer()))
