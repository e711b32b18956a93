"""Who works on a batch: a lease, so that no two ever do, and a batch whose worker was killed is taken up by another."""

import secrets
from datetime import timedelta

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session

from dashboard.core.batches import WORKED_ON, BatchState, Outcome
from dashboard.core.refusals import Vanished
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models.batch import Batch, BatchOrder

LEASE = timedelta(seconds=30)
MOST_TRIES = 3  # without getting on in between
GAVE_UP = "The desk broke off at this place again and again. Its log says why; nothing is half done."


class Halted(Exception):
    """The batch is no longer ours to work on: taken back, or taken over."""


def new_token() -> str:
    """A lease's secret."""
    return secrets.token_hex(16)


def claim(token: str) -> int | None:
    """Take the oldest batch that waits for somebody; its id, or None where nothing waits."""
    if db.session.scalar(waiting().with_only_columns(Batch.id).limit(1)) is None:
        db.session.rollback()
        return None
    with writing() as session:
        batch = session.scalar(waiting().limit(1).with_for_update(skip_locked=True))
        if batch is None:
            return None
        if batch.tries >= MOST_TRIES:
            leave_rest(session, batch, GAVE_UP)
            return None
        take(batch, token)
        return batch.id


def waiting() -> Select[Batch]:
    """Those that nobody works on and somebody should."""
    free = or_(Batch.leased_until.is_(None), Batch.leased_until < now())
    return select(Batch).where(Batch.state.in_(WORKED_ON), free).order_by(Batch.id)


def take(batch: Batch, token: str) -> None:
    """Make it ours."""
    batch.leased_by, batch.leased_until = token, now() + LEASE
    batch.tries += 1


def lock_batch(session: Session, batch_id: int) -> Batch:
    """The batch of this id, ours until commit. Raises Vanished."""
    query = select(Batch).where(Batch.id == batch_id).with_for_update(key_share=True)
    batch = session.scalar(query.execution_options(populate_existing=True))
    if batch is None:
        raise Vanished("There is no such batch any more.")
    return batch


def hold(session: Session, batch_id: int, token: str) -> Batch:
    """The batch's row, ours until commit, its lease as new. Raises Halted, and Vanished."""
    batch = lock_batch(session, batch_id)
    if batch.leased_by != token or batch.state not in WORKED_ON:
        raise Halted
    batch.leased_until = now() + LEASE
    return batch


def release(batch_id: int, token: str) -> None:
    """Leave it to whoever comes next."""
    with writing() as session:
        batch = lock_batch(session, batch_id)
        if batch.leased_by == token:
            batch.let_go()
            batch.tries = 0


def leave_rest(session: Session, batch: Batch, sentence: str) -> None:
    """Leave every order whose turn did not come as it is, with this reason, and end the batch."""
    undoing = batch.state is BatchState.UNDOING
    was, then = (Outcome.DONE, Outcome.KEPT) if undoing else (Outcome.WAITING, Outcome.REFUSED)
    rest = batch.waiting
    query = update(BatchOrder).where(BatchOrder.batch_id == batch.id, BatchOrder.outcome == was)
    session.execute(query.values(outcome=then, sentence=sentence), execution_options={"synchronize_session": False})
    if undoing:
        batch.done, batch.kept = 0, batch.kept + rest
    else:
        batch.refused += rest
    batch.failure = sentence
    end(batch)


def end(batch: Batch) -> None:
    """Nothing of it waits any more."""
    if batch.state is BatchState.UNDOING:
        batch.state, batch.undone_at = BatchState.UNDONE, now()
    else:
        batch.state, batch.finished_at = BatchState.FINISHED, now()
    batch.let_go()
