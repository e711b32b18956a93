"""Tags in use, as they are offered for an order."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.models.note import OrderTag
from dashboard.models.order import Order

NEWEST, OFFERED = 200, 8


class TagInUse(NamedTuple):
    """A tag with its key, in one of its spellings."""

    key: str
    tag: str


def tags_in_use(session: Session, offered: int = OFFERED) -> list[TagInUse]:
    """The tags of the newest orders, most used first: so many orders are looked at, however many there are."""
    newest = select(Order.id).order_by(Order.placed_at.desc(), Order.id.desc()).limit(NEWEST)
    # Joined, SQLite reads all tags there are in order of their keys.
    used = select(OrderTag.key, func.min(OrderTag.tag)).where(OrderTag.order_id.in_(newest))
    rows = session.execute(used.group_by(OrderTag.key).order_by(func.count().desc(), OrderTag.key).limit(offered))
    return [TagInUse(*row) for row in rows]
