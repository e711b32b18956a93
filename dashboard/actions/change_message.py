"""The outbox’s own door: what staff do with a message stands in the log of what the message is about.

    with change_message(7, Step.DROP, by=person, once=submission) as change:
        change.message.state = …
        change.record("message_dropped")

All or nothing, as change() is for orders. Such lines make no form of the order stale.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.actions import once as keys
from dashboard.actions.lock import lock_customers, lock_store
from dashboard.actions.record import record
from dashboard.actions.under_way import UnderWay, Unrecorded
from dashboard.core import post
from dashboard.core.person import Person
from dashboard.core.post import Step
from dashboard.core.refusals import Vanished
from dashboard.core.roles import may, require_permission
from dashboard.database import now, writing
from dashboard.models.customer import Customer
from dashboard.models.order import Order
from dashboard.models.outbox import Message
from dashboard.models.store import Store

GONE = "There is no such message."


class MessageChange(UnderWay):
    """A change to one message, under way inside its transaction."""

    def __init__(
        self, session: Session, message: Message, subject: Order | Customer | Store, by: Person, at: datetime
    ) -> None:
        super().__init__(session, by, at)
        self.message, self.subject = message, subject
        self.result |= {"id": message.id, "to": message.recipient}

    def record(self, verb: str) -> None:
        """Write the line in the log. What the letter says is not repeated there."""
        text = {"letter": self.message.subject or "a text message", "to": self.message.recipient}
        self.activity = record(self.session, self.subject, verb, text, by=self.by, at=self.at)


@contextmanager
def change_message(
    number: int, step: Step, *, by: Person, once: keys.Submission | None = None, at: datetime | None = None
) -> Iterator[MessageChange]:
    """Change the message with this id. Raises Replayed, NotPermitted, KeyReused, Vanished, WrongState.

    The line stands with the order, else the customer, else the store.
    """
    require_permission(by, "outbox")
    with writing() as session:
        keys.claim(session, once)
        subject = lock_subject(session, number, by)
        query = select(Message).where(Message.id == number).with_for_update()
        message = session.scalars(query.execution_options(populate_existing=True)).one()
        post.require_step(step, message.state, message.secret)
        under_way = MessageChange(session, message, subject, by, at or now())
        yield under_way
        if under_way.activity is None:
            raise Unrecorded("A message was changed without a record.")
        keys.keep(session, once, under_way.result)


def lock_subject(session: Session, number: int, by: Person) -> Order | Customer | Store:
    """What the message is about, ours until commit. Raises Vanished, also for letters to staff that are not theirs."""
    found = session.execute(select(Message.order_id, Message.customer_id).where(Message.id == number)).first()
    if found is None:
        raise Vanished(GONE)
    if found.order_id is not None:
        query = select(Order).where(Order.id == found.order_id).with_for_update(key_share=True)
        return session.scalars(query.execution_options(populate_existing=True)).one()
    if found.customer_id is not None:
        return lock_customers(session, [found.customer_id])[found.customer_id]
    if not may(by, "staff"):
        raise Vanished(GONE)
    return lock_store(session)
