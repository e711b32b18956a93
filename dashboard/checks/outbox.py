"""Invariants about the outbox: a message is as it says it is, and about what caused it."""

from collections.abc import Iterable

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from dashboard.checks.invariant import Overall
from dashboard.core.post import MessageState
from dashboard.models import Activity, Message, Order, OrderLink

S = MessageState


def states(session: Session) -> Iterable[str]:
    """Messages whose state is not what stands beside it: when it was sent, who sends it, why it failed."""
    wrong = or_(
        (Message.state == S.SENT) != Message.sent_at.is_not(None),
        (Message.state == S.SENDING) != Message.leased_by.is_not(None),
        Message.leased_by.is_(None) != Message.leased_until.is_(None),
        (Message.state == S.FAILED) & (Message.failure == ""),
        (Message.edits == 0) != Message.first_text.is_(None),
        Message.attempts < 0,
    )
    return (f"message {number}" for number in session.scalars(select(Message.id).where(wrong).order_by(Message.id)))


def causes(session: Session) -> Iterable[str]:
    """Messages about another order than the activity that caused them, or caused by an import."""
    query = select(Message.id).join(Activity, Activity.id == Message.activity_id)
    other = Message.order_id.is_distinct_from(Activity.order_id) & Activity.order_id.is_not(None)
    imported = Activity.verb.in_(["imported", "reimported", "recognised", "tracking_imported"])
    return (f"message {number}" for number in session.scalars(query.where(other | imported).order_by(Message.id)))


def secrets(session: Session) -> Iterable[str]:
    """Letters with one-time links whose text is still there though they were sent or dropped."""
    over = Message.secret & Message.state.in_([S.SENT, S.DROPPED])
    there = (Message.text != "") | Message.html.is_not(None) | Message.source.is_not(None)
    return (f"message {number}" for number in session.scalars(select(Message.id).where(over, there)))


def links(session: Session) -> Iterable[str]:
    """Links to orders that are kept as anything but a hash."""
    query = select(Order.code).join(OrderLink, OrderLink.order_id == Order.id)
    return iter(session.scalars(query.where(func.length(OrderLink.token_hash) != 64)))


OUTBOX = (
    Overall("message_states", "A message is in the state that its dates and its sender say.", states),
    Overall("message_causes", "A message is about what caused it; imports write none.", causes),
    Overall("message_secrets", "Letters with one-time links are blank once they are sent or dropped.", secrets),
    Overall("order_links", "Of links to orders only hashes are kept.", links),
)
