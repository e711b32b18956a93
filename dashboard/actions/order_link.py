"""Links in order letters: a token of their own for each letter, of which only the hash is kept beside the order."""

import secrets
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dashboard.core.post import MessageState
from dashboard.letters.order_placed import contact
from dashboard.models.order import Order
from dashboard.models.order_link import IN_TEXT, OrderLink, link_hash
from dashboard.models.outbox import Message


def new_token(session: Session, order: Order, at: datetime) -> str:
    """The token of a new link to this order, for the letter that is being written."""
    token = secrets.token_urlsafe(32)
    session.add(OrderLink(token_hash=link_hash(token), order_id=order.id, created_at=at))
    return token


def replace_links(session: Session, order: Order, at: datetime) -> None:
    """End every link to the order: its owner or contact changed. change() sees to it for every verb.

    Letters with a link that still wait get a new one, if they go to the order’s contact; those to anybody else are
    dropped, since they would let a person in who has nothing to do with the order any more.
    """
    session.execute(delete(OrderLink).where(OrderLink.order_id == order.id))
    where = contact(order).where
    held = select(Message).where(Message.order_id == order.id, Message.state == MessageState.HELD)
    for message in session.scalars(held.with_for_update()):
        if not IN_TEXT.search(message.text):
            continue
        if where is None or message.recipient_key != where.key:
            message.state = MessageState.DROPPED.value
            continue
        path = f"/o/{new_token(session, order, at)}"
        message.text = IN_TEXT.sub(path, message.text)
        message.html = IN_TEXT.sub(path, message.html) if message.html else None
