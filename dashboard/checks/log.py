"""Invariants: no line of the log is missing, and nobody's version is out of step with it."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.checks.invariant import Overall
from dashboard.models import Activity, Customer, Order, Store

CHAINS = ((Order, Activity.order_id), (Customer, Activity.customer_id), (Store, Activity.store_id))


def versions(session: Session) -> Iterator[str]:
    """Orders, customers and the store, where the version is not one more than the lines of the log."""
    for owner, column in CHAINS:
        lines = select(column.label("owner"), func.count().label("lines")).where(column.is_not(None))
        count = lines.group_by(column).subquery()
        query = select(owner.id).outerjoin(count, count.c.owner == owner.id)
        wrong = query.where(owner.version != 1 + func.coalesce(count.c.lines, 0)).order_by(owner.id)
        yield from (named(session, owner, number) for number in session.scalars(wrong).all())


def gaps(session: Session) -> Iterator[str]:
    """Orders, customers and the store with a place of their log empty, or taken twice."""
    for owner, column in CHAINS:
        places = (func.min(Activity.seq) != 1) | (func.max(Activity.seq) != func.count())
        query = select(column).where(column.is_not(None)).group_by(column).having(places).order_by(column)
        yield from (named(session, owner, number) for number in session.scalars(query).all())


def named(session: Session, owner: type[Order] | type[Customer] | type[Store], number: int | None) -> str:
    """What to call the owner of a chain: an order by its code, a customer or the store by number."""
    code = session.scalar(select(Order.code).where(Order.id == number)) if owner is Order else None
    return code or f"{owner.__name__.lower()} {number}"


LOG = (
    Overall("version", "A version is one more than the lines of the log of its order, customer or store.", versions),
    Overall("gaps", "The lines of a log are numbered without a gap.", gaps),
)
