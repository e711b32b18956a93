"""Bring orders into being: placed at the desk, by demo data, or by an import."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from dashboard.actions import spend
from dashboard.actions.change import Change, Unrecorded, settle
from dashboard.actions.derive import derive
from dashboard.actions.lock import lock_customers
from dashboard.core.person import Person
from dashboard.database import now, writing
from dashboard.models.order import Order
from dashboard.models.search_index import index_new


class Placing(NamedTuple):
    """A new order, and what adds its later parts and records what happened to it, once its lines are stored."""

    order: Order
    fill: Callable[[Change], None]


@contextmanager
def place(order: Order, *, by: Person, at: datetime | None = None, whole: bool = False) -> Iterator[Change]:
    """Store a new order; the caller records what happened to it. All or nothing, as every change.

    `whole`: every part of it is put in through its relationships, so that none needs to be read again. Raises
    Unrecorded if nothing was recorded.
    """
    with writing() as session:
        session.add(order)
        session.flush()
        under_way = Change(session, order, by, at or now())
        yield under_way
        settle(under_way, before=(None,), whole=whole)


def place_together(new: Sequence[Placing], *, by: Person, at: datetime) -> None:
    """Store new orders, all or none, by few large statements instead of many small ones.

    Every part is put in through its relationships. Raises Unrecorded if nothing was recorded of one.
    """
    with writing() as session:
        session.add_all(order for order, _ in new)
        session.flush()
        changes = [Change(session, order, by, at, together=True) for order, _ in new]
        for under_way, (_, fill) in zip(changes, new, strict=True):
            fill(under_way)
        settle_together(session, changes)


def settle_together(session: Session, changes: Sequence[Change]) -> None:
    """What follows from the facts of new orders: statuses, spend, search index; and none without a line in the log."""
    if unrecorded := [under_way.order.code for under_way in changes if under_way.activity is None]:
        raise Unrecorded(f"{unrecorded[0]} was placed without a record.")
    session.flush()
    for under_way in changes:
        derive(session, under_way.order)
        index_new(session, under_way.order)
    session.flush()
    for customer_id in lock_customers(session, {under_way.order.account_id for under_way in changes}):
        spend.recompute(session, customer_id)
