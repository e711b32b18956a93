"""Orders found by their owner's new details: the newest at once, the others in short steps, whoever's orders they are.

An edit leaves a row that asks for it, in its own transaction; each step takes STEP orders for itself, writes their
search documents anew and notes how far it came. A kill loses at most a step that was not committed.
"""

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models.order import Order
from dashboard.models.reindexing import Reindexing
from dashboard.models.search_index import index_order

STEP = 100  # orders a transaction: a fraction of a second on both databases


def ask_for(session: Session, customer_id: int) -> None:
    """Have the documents of this account's orders written anew, from the newest on."""
    row = session.get(Reindexing, customer_id, with_for_update={"key_share": True}, populate_existing=True)
    if row is None:
        session.add(Reindexing(customer_id=customer_id))
    else:
        row.before_at = row.before_id = None
    session.flush()


def reindex_owned(customer_id: int | None = None) -> bool:
    """One step for this account, or for whichever waits. Whether nothing is left to do for it."""
    wanted = select(Reindexing).order_by(Reindexing.customer_id).limit(1)
    if customer_id is not None:
        wanted = wanted.where(Reindexing.customer_id == customer_id)
    if db.session.scalar(wanted) is None:  # mostly; and the write lock is not asked for in vain
        return True
    with writing() as session:
        row = session.scalar(wanted.with_for_update(skip_locked=True).execution_options(populate_existing=True))
        return row is None or step(session, row)


def step(session: Session, row: Reindexing) -> bool:
    """The next STEP orders of this account. Whether they were the last."""
    ids = list(session.scalars(remaining(row)))
    # Orders alone: an edit holds its account, and waits for our row.
    session.execute(select(Order.id).where(Order.id.in_(ids)).order_by(Order.id).with_for_update(key_share=True))
    parts = (selectinload(Order.lines), joinedload(Order.owner))
    orders = session.scalars(
        select(Order).where(Order.id.in_(ids)).options(*parts).execution_options(populate_existing=True)
    )
    found = sorted(orders, key=lambda order: (order.placed_at, order.id))
    for order in found:
        index_order(session, order)
    if len(ids) < STEP:
        session.delete(row)
        return True
    row.before_at, row.before_id = found[0].placed_at, found[0].id
    return False


def remaining(row: Reindexing) -> Select[int]:
    """The ids of the next orders."""
    query = select(Order.id).where(Order.account_id == row.customer_id)
    if row.before_at is not None:
        query = query.where(tuple_(Order.placed_at, Order.id) < tuple_(row.before_at, row.before_id))
    return query.order_by(Order.placed_at.desc(), Order.id.desc()).limit(STEP)
