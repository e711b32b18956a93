"""The outbox as its page shows it: messages by state, page by page; those of an order beside its log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select, true, tuple_
from sqlalchemy.orm import Session

from dashboard.core.person import Person, Role
from dashboard.core.post import MessageState
from dashboard.core.roles import may
from dashboard.models.activity import Activity
from dashboard.models.looked_up import one_of
from dashboard.models.order import Order
from dashboard.models.outbox import Message
from dashboard.models.staff import Staff

SIZE = 30
COUNTED = 1_000
S = MessageState


class Tab(StrEnum):
    """The parts of the outbox, as they stand in the address and on the page."""

    WAITING = "waiting"
    FAILED = "failed"
    SENT = "sent"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """The word on the page."""
        return self.value.capitalize()

    @property
    def states(self) -> tuple[MessageState, ...]:
        """The states of messages in it."""
        return (S.HELD, S.SENDING) if self is Tab.WAITING else (MessageState(self.value),)

    @classmethod
    def of(cls, state: str) -> "Tab":
        """The part that messages of this state are in."""
        return cls.WAITING if state in cls.WAITING.states else cls(state)


class Row(NamedTuple):
    """A message in the list."""

    id: int
    activity_id: int
    event: str
    way: str
    recipient: str
    subject: str
    state: str
    created_at: datetime
    send_after: datetime
    sent_at: datetime | None
    failure: str
    secret: bool


COLUMNS = tuple(getattr(Message, name) for name in Row._fields)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a tab, and whether it goes on."""

    rows: Sequence[Row]
    more: bool


def seen_by(person: Person) -> ColumnElement[bool]:
    """Which messages this person sees: letters to colleagues are for those who manage staff."""
    return true() if may(person, "staff") else about_customers()


def about_customers() -> ColumnElement[bool]:
    """Whether a message is about an order or a customer."""
    return or_(Message.order_id.is_not(None), Message.customer_id.is_not(None))


def failed_for_staff() -> Select[int]:
    """The failed messages that the person of the surrounding query's Staff row sees, for the navigation."""
    able = [role for role in Role if may(role, "staff")]
    failed = Message.state == S.FAILED, or_(about_customers(), one_of(Staff.role, able))
    return select(Message.id).where(*failed).correlate(Staff)


def messages(session: Session, person: Person, tab: Tab, order: str | None, after: int | None) -> Page:
    """The messages of a tab from a place on: waiting ones by when they are due, others the latest first."""
    query = narrowed(select(*COLUMNS), person, tab, order)
    here = tuple_(Message.send_after, Message.id)
    first = tab is Tab.WAITING
    place = session.execute(select(Message.send_after, Message.id).where(Message.id == after)).first()
    if place is not None:
        query = query.where(here > tuple_(*place) if first else here < tuple_(*place))
    ways = (Message.send_after, Message.id) if first else (Message.send_after.desc(), Message.id.desc())
    rows = [Row._make(row) for row in session.execute(query.order_by(*ways).limit(SIZE + 1))]
    return Page(rows[:SIZE], len(rows) > SIZE)


def narrowed(query: Select[Any], person: Person, tab: Tab, order: str | None) -> Select[Any]:
    """The query for what this person sees of a tab, of one order where its code is given."""
    query = query.where(Message.state.in_(tab.states), seen_by(person))
    if order:
        query = query.where(Message.order_id.in_(select(Order.id).where(Order.code == order)))
    return query


def counts(session: Session, person: Person, order: str | None) -> Mapping[Tab, int]:
    """How many messages each tab has, at most COUNTED + 1."""
    found = {}
    for tab in Tab:
        some = narrowed(select(Message.id), person, tab, order).limit(COUNTED + 1)
        found[tab] = session.scalar(select(func.count()).select_from(some.subquery())) or 0
    return found


def message_by_id(session: Session, person: Person, number: int) -> tuple[Message, Activity, str | None] | None:
    """A message that this person sees, the activity that caused it, and the code of its order."""
    query = select(Message, Activity, Order.code).join(Activity, Activity.id == Message.activity_id)
    query = query.outerjoin(Order, Order.id == Message.order_id).where(Message.id == number, seen_by(person))
    found = session.execute(query).first()
    return (found[0], found[1], found[2]) if found else None


def letters_of(session: Session, order: Order) -> list[Row]:
    """An order's letters that can be sent once more, the latest first."""
    able = Message.order_id == order.id, Message.secret.is_(False), Message.state.in_([S.SENT, S.FAILED])
    query = select(*COLUMNS).where(*able).order_by(Message.id.desc()).limit(SIZE)
    return [Row._make(row) for row in session.execute(query)]
