"""Undo for a batch: take back what is still as it left it, and say of each other order why it stays."""

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from dashboard.actions import once as keys
from dashboard.actions.batch_lease import leave_rest, lock_batch, new_token, take
from dashboard.actions.batch_work import work_on
from dashboard.core import guards
from dashboard.core.batches import AT_ONCE, BatchState, require_undoable
from dashboard.core.person import Person
from dashboard.database import writing
from dashboard.letters.shop import Shop
from dashboard.models.batch import Batch
from dashboard.models.outbox import Message

STOPPED = "Its turn had not come when the batch was taken back."


def undo_batch(batch_id: int, *, by: Person, shop: Shop, once: keys.Submission | None = None) -> dict[str, Any]:
    """Begin to take it back, and do so with the first AT_ONCE orders; one that still runs is stopped first.

    Its letter is dropped, if it still waits. Returns batch, and whether a letter was dropped. Raises Replayed,
    KeyReused, NotPermitted, Vanished and WrongState.
    """
    token = new_token()
    with writing() as session:
        keys.claim(session, once)
        batch = lock_batch(session, batch_id)
        guards.require_permission(by, batch.verb.undone_by)
        require_undoable(batch.verb, batch.state)
        if batch.state is BatchState.RUNNING:
            leave_rest(session, batch, STOPPED)
        batch.state, batch.failure = BatchState.UNDOING, None
        batch.taken_back_by(by)
        batch.tries = 0
        take(batch, token)
        result = {"batch": batch_id, "dropped": drop_letter(session, batch)}
        keys.keep(session, once, result)
    work_on(batch_id, token, shop, most=AT_ONCE)
    return result


def drop_letter(session: Session, batch: Batch) -> bool:
    """Drop the batch's letter, if it still waits; whether it did."""
    held = Message.id == batch.letter_id, Message.state == "held"
    dropped = update(Message).where(*held).values(state="dropped").returning(Message.id)
    return bool(session.scalars(dropped).all())
