"""What erasing somebody finds: orders that still tell of them, what stands in the way, and how much there is."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from dashboard.core.erasing import MOST_TOLD, InTheWay, Standing, unfinished
from dashboard.core.imports import WORKED_ON
from dashboard.core.post import MessageState
from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus, RefundState
from dashboard.models.activity import Activity
from dashboard.models.import_rows import ImportedOrder
from dashboard.models.import_run import ImportRun
from dashboard.models.known_person import KnownPerson
from dashboard.models.note import Note
from dashboard.models.order import Order
from dashboard.models.outbox import Message
from dashboard.models.refund import Refund

LEFT_TO_SEND = (FulfilmentStatus.UNFULFILLED, FulfilmentStatus.DISPATCHED, FulfilmentStatus.PARTIALLY_FULFILLED)
UNSETTLED = (RefundState.AWAITING_APPROVAL, RefundState.TO_SEND)
UNDER_WAY = (MessageState.HELD, MessageState.SENDING)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is held about somebody."""

    orders: int
    others: int  # of these, orders that somebody else owns
    notes: int
    messages: int


def pending(known: KnownPerson) -> ColumnElement[bool]:
    """A condition: their orders that were not erased yet, or were given a contact since."""
    done = exists().where(Activity.order_id == Order.id, Activity.verb == "erased")
    said = or_(
        Order.customer_name != "", Order.customer_email.is_not(None), Order.customer_phone.is_not(None),
        Order.shipping_address.is_not(None), Order.billing_address.is_not(None),
    )  # fmt: skip
    return and_(known.orders(), or_(~done, said))


def pending_codes(session: Session, known: KnownPerson) -> list[str]:
    """The codes of these orders, by id."""
    return list(session.scalars(select(Order.code).where(pending(known)).order_by(Order.id)))


def messages_of(known: KnownPerson) -> ColumnElement[bool]:
    """A condition: messages to them, and about their orders."""
    about = Message.order_id.in_(select(Order.id).where(known.orders()))
    return or_(about, Message.customer_id.in_(known.accounts), Message.recipient_key.in_(known.keys))


def extent(session: Session, known: KnownPerson) -> Extent:
    """How much there is."""
    owned = Order.account_id.in_(known.accounts)
    count = func.count()
    orders = session.scalar(select(count).where(known.orders())) or 0
    others = session.scalar(select(count).where(known.orders(), Order.account_id.is_not(None), ~owned)) or 0
    notes = session.scalar(select(count).where(Note.order_id.in_(select(Order.id).where(known.orders()))))
    letters = session.scalar(select(count).select_from(Message).where(messages_of(known)))
    return Extent(orders, others, notes or 0, letters or 0)


def in_the_way(session: Session, known: KnownPerson) -> list[InTheWay]:
    """What has to be done before they can be erased, the first few."""
    found = [one for order in standing(session, known) if (one := unfinished(order))]
    waiting = select(func.count()).select_from(Message).where(messages_of(known), Message.state.in_(UNDER_WAY))
    if letters := session.scalar(waiting):
        waits = "1 message to them still waits" if letters == 1 else f"{letters} messages to them still wait"
        found.append(InTheWay(f"{waits} in the outbox. Send or drop {'it' if letters == 1 else 'them'} first."))
    if session.scalar(select(ImportRun.id).where(ImportRun.state.in_(WORKED_ON)).limit(1)):
        found.append(InTheWay("An import is under way, which may bring them in again. Wait until it is done."))
    return found[:MOST_TOLD]


def standing(session: Session, known: KnownPerson) -> Iterator[Standing]:
    """How their orders stand that may not be finished: neither archived nor tests, or with a refund on its way."""
    owed = exists().where(Refund.order_id == Order.id, Refund.state.in_(UNSETTLED))
    open_ones = and_(
        Order.archived_at.is_(None),
        or_(
            and_(
                Order.state == OrderState.OPEN, or_(Order.fulfilment_status.in_(LEFT_TO_SEND), Order.paid < Order.total)
            ),
            and_(Order.state == OrderState.CANCELED, Order.paid > Order.refunded),
        ),
    )
    sent = Order.fulfilment_status.in_(LEFT_TO_SEND) & (Order.payment_status != PaymentStatus.REFUNDED)
    columns = (Order.code, Order.state, sent, Order.total, Order.paid, Order.refunded, owed)
    query = select(*columns).where(known.orders(), Order.is_test.is_(False), or_(open_ones, owed)).order_by(Order.id)
    for row in session.execute(query.limit(10 * MOST_TOLD)):
        yield Standing(*row[:2], bool(row[2]), *row[3:6], bool(row[6]))


def files_of(session: Session, known: KnownPerson) -> list[int]:
    """Imports whose uploaded file is still kept and brought one of their orders."""
    theirs = select(ImportedOrder.run_id).join(Order, Order.id == ImportedOrder.order_id).where(known.orders())
    return list(session.scalars(select(ImportRun.id).where(ImportRun.stored.is_not(None), ImportRun.id.in_(theirs))))
