"""Who sends a message: a lease, so that several senders never take the same one and a killed one's is taken up again.

Sending is between two transactions: claim, then send, then one of sent, later, failed and put_back.
"""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select, update

from dashboard.core.post import MOST_ATTEMPTS, Envelope, MessageState, backoff, subject_of
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models.outbox import Message

LEASE = timedelta(minutes=3)  # gateways.smtp gives up long before
GAVE_UP = f"Tried {MOST_ATTEMPTS} times. The last answer: "


def claim(ways: Collection[str]) -> Envelope | None:
    """Take the message that is due longest and goes one of these ways; None where there is none."""
    if db.session.scalar(due(ways, now()).with_only_columns(Message.id).limit(1)) is None:
        db.session.rollback()
        return None
    with writing() as session:
        message = session.scalar(due(ways, now()).limit(1).with_for_update(skip_locked=True))
        return take(message) if message is not None else None


def due(ways: Collection[str], at: datetime) -> Select[Message]:
    """Messages whose time has come, and those whose sender is gone."""
    waits = and_(Message.state == MessageState.HELD, Message.send_after <= at)
    left = and_(Message.state == MessageState.SENDING, Message.leased_until < at)
    query = select(Message).where(Message.way.in_(ways), or_(waits, left))
    return query.order_by(Message.send_after, Message.id)


def take(message: Message) -> Envelope:
    """Make it ours."""
    token = secrets.token_hex(16)
    message.state, message.leased_by, message.leased_until = MessageState.SENDING.value, token, now() + LEASE
    message.attempts, message.tried_at = message.attempts + 1, now()
    return Envelope(
        message.id,
        message.way,
        message.recipient if message.way == "email" else message.recipient_key,
        subject_of(message.event, message.subject, message.text),
        message.text,
        message.html,
        message.message_id,
        message.attempts,
        token,
    )


def sent(envelope: Envelope, source: bytes | None) -> None:
    """It was taken; `source` is how it went. What nobody may read is blank from now on."""
    with writing() as session:
        secret = session.scalar(select(Message.secret).where(Message.id == envelope.id))
        kept: dict[str, Any] = {"text": "", "html": None} if secret else {"source": source}
        settle(envelope, MessageState.SENT, sent_at=now(), failure="", **kept)


def later(envelope: Envelope, answer: str) -> None:
    """It was not taken now: it waits longer after each attempt, and is given up at last."""
    if envelope.attempts >= MOST_ATTEMPTS:
        failed(envelope, (GAVE_UP + answer)[:500])
        return
    with writing():
        settle(envelope, MessageState.HELD, send_after=now() + backoff(envelope.attempts), failure=answer)


def failed(envelope: Envelope, answer: str) -> None:
    """It will never be taken like this."""
    with writing():
        settle(envelope, MessageState.FAILED, failure=answer)


def put_back(envelope: Envelope, answer: str) -> None:
    """Nobody is there to take anything: behind the others again, and the attempt does not count."""
    with writing():
        settle(envelope, MessageState.HELD, send_after=now(), attempts=envelope.attempts - 1, failure=answer)


def settle(envelope: Envelope, state: MessageState, **values: Any) -> None:
    """Give the lease back with what came of it; nothing, if somebody else holds it meanwhile."""
    ours = Message.id == envelope.id, Message.leased_by == envelope.token
    values |= {"state": state.value, "leased_by": None, "leased_until": None}
    db.session.execute(update(Message).where(*ours).values(values))
