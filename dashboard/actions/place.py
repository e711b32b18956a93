"""Bring an order into being: placed at the desk, by demo data, or by an import."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from dashboard.actions.change import Change, settle
from dashboard.core.person import Person
from dashboard.database import now, writing
from dashboard.models.order import Order


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
