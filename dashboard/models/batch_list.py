"""Batches to look at: the newest, and the orders of one, a page at a time."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.core.batches import Outcome
from dashboard.models.batch import Batch, BatchOrder
from dashboard.models.customer import Customer
from dashboard.models.outbox import Message

SIZE = 100
NEWEST = 50


class Shown(NamedTuple):
    """A batch, its new owner's name, and the letter about it with its state, where there are such."""

    batch: Batch
    owner: str | None
    letter_to: str | None
    letter_state: str | None


def batch_by_id(session: Session, number: int) -> Shown | None:
    """The batch of this id with what its page tells, fresh. One query."""
    query = (
        select(Batch, Customer.name, Message.recipient, Message.state)
        .outerjoin(Customer, Customer.id == Batch.customer_id)
        .outerjoin(Message, Message.id == Batch.letter_id)
        .where(Batch.id == number)
    )
    found = session.execute(query.execution_options(populate_existing=True)).first()
    return Shown(*found) if found else None


def newest(session: Session) -> list[tuple[Batch, str | None]]:
    """The newest batches with their new owners' names."""
    query = select(Batch, Customer.name).outerjoin(Customer, Customer.id == Batch.customer_id)
    return [(batch, name) for batch, name in session.execute(query.order_by(Batch.id.desc()).limit(NEWEST))]


def orders_of(
    session: Session, batch_id: int, only: Collection[Outcome], after: int
) -> tuple[list[BatchOrder], int | None]:
    """The orders of a batch with these outcomes (all, without any) behind a place, and the place where more begin."""
    query = select(BatchOrder).where(BatchOrder.batch_id == batch_id, BatchOrder.position > after)
    if only:
        query = query.where(BatchOrder.outcome.in_(only))
    found = list(session.scalars(query.order_by(BatchOrder.position).limit(SIZE + 1)))
    return found[:SIZE], found[SIZE - 1].position if len(found) > SIZE else None
