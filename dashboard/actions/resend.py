"""Resend: the order letter as the order stands today, or a letter of the order once more, to any address."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.actions.change import Change, change
from dashboard.actions.once import Submission
from dashboard.actions.order_link import new_token
from dashboard.core import contacts
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.post import MessageState
from dashboard.core.refusals import Invalid, Vanished, WrongState
from dashboard.letters import order_placed
from dashboard.letters.letter import Addressee, Recipient, header, message_id, one_address
from dashboard.letters.shop import Shop
from dashboard.models.order import Order
from dashboard.models.outbox import Message

ASKED_WITHIN = timedelta(minutes=10)
NOT_SENT = (MessageState.DROPPED, MessageState.FAILED)


class Repeated(Invalid):
    """The same letter of the order was written a moment ago. Nothing was done; it can be confirmed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letter: an earlier message by id, or None for the order letter; how, and to whom ("" for the contact)."""

    copy_of: int | None
    way: str
    address: str = ""
    again: bool = False


def resend(
    code: str, wanted: Wanted, *, by: Person, shop: Shop, once: Submission | None = None, at: datetime | None = None
) -> dict[str, Any]:
    """Queue the letter. Never stale.

    Returns code and whom it goes to. Raises Replayed and the refusals of change(); Repeated, Invalid beside "address"
    or "way", Vanished.
    """
    with change(code, Action.RESEND, by=by, once=once, at=at) as under_way:
        order, session = under_way.order, under_way.session
        if order.is_test:
            raise WrongState("A test order sends nothing to customers.")
        original = copied(session, order, wanted)
        to = addressee(order, wanted, original, shop)
        event = original.event if original else order_placed.EVENT
        if not wanted.again:
            refuse_repeated(session, order, event, under_way.at)
        letter = again(original, to, shop, under_way.at) if original else afresh(under_way, to, shop)
        under_way.record("resent", letter=letter.subject or "A text message", to=letter.recipient)
        under_way.send(letter)
        under_way.result = {"code": order.code, "to": letter.recipient}
    return under_way.result


def copied(session: Session, order: Order, wanted: Wanted) -> Message | None:
    """The message to copy, if one is. Raises Vanished for none of this order’s, or one that nobody may read."""
    if wanted.copy_of is None:
        return None
    query = select(Message).where(Message.id == wanted.copy_of, Message.order_id == order.id, Message.secret.is_(False))
    found = session.scalar(query)
    if found is None:
        raise Vanished("That letter is gone. Choose another one.", "letter")
    if found.way != wanted.way:
        raise Invalid("A copy goes the way it went: " + WAYS[found.way], "way")
    return found


WAYS = {"email": "choose e-mail.", "sms": "choose SMS."}


def addressee(order: Order, wanted: Wanted, original: Message | None, shop: Shop) -> Addressee:
    """Who gets it. Raises Invalid beside "address" or "way"."""
    if wanted.way not in WAYS:
        raise Invalid("Choose e-mail or SMS.", "way")
    if wanted.way == "sms" and not shop.sms:
        raise Invalid("No SMS gateway is set up (SMS_URL), so choose e-mail.", "way")
    name = " ".join(order.customer_name.split())
    if wanted.address.strip():
        return Addressee(name, typed(wanted, shop))
    if original is not None:
        return Addressee(name, Recipient(original.way, original.recipient, original.recipient_key))
    where = by_way(order, wanted.way)
    if where is None:
        missing = "e-mail address" if wanted.way == "email" else "phone number"
        raise Invalid(f"The order customer gave no {missing}. Enter one.", "address")
    return Addressee(name, where)


def typed(wanted: Wanted, shop: Shop) -> Recipient:
    """The address or number that was typed. Raises Invalid beside "address"."""
    plain = contacts.visible(wanted.address)
    try:
        if wanted.way == "email":
            return Recipient("email", one_address(plain), contacts.email_key(plain))
        return Recipient("sms", header(plain), contacts.phone_key(plain, shop.region))
    except Invalid as invalid:
        raise Invalid(invalid.sentence, "address") from None


def by_way(order: Order, way: str) -> Recipient | None:
    """The order customer’s address for this way, if there is one."""
    if way == "email" and order.customer_email and order.customer_email_key:
        return Recipient("email", one_address(order.customer_email), order.customer_email_key)
    if way == "sms" and order.customer_phone_key:
        return Recipient("sms", header(order.customer_phone or order.customer_phone_key), order.customer_phone_key)
    return None


def refuse_repeated(session: Session, order: Order, event: str, at: datetime) -> None:
    """Raise Repeated if the same letter of this order was written within the last minutes."""
    recent = Message.created_at > at - ASKED_WITHIN, Message.state.not_in(NOT_SENT)
    query = select(Message).where(Message.order_id == order.id, Message.event == event, *recent)
    last = session.scalar(query.order_by(Message.created_at.desc()).limit(1))
    if last is not None:
        minutes = int((at - last.created_at).total_seconds() // 60)
        ago = f"{minutes} minutes ago" if minutes > 1 else "a moment ago"
        raise Repeated(
            f"This letter was written to {last.recipient} {ago}. Tick the box below to send it once more.", "again"
        )


def afresh(under_way: Change, to: Addressee, shop: Shop) -> Message:
    """The order letter as the order stands, with a link of its own."""
    link = f"{shop.base_url}/o/{new_token(under_way.session, under_way.order, under_way.at)}"
    letter = order_placed.letter(under_way.order, to, shop, link, at=under_way.at)
    if letter is None:
        raise Invalid("This letter has nobody to go to.", "address")
    return letter


def again(original: Message, to: Addressee, shop: Shop, at: datetime) -> Message:
    """The exact copy of a message, under a Message-ID of its own."""
    where = to.where
    if where is None:
        raise Invalid("This letter has nobody to go to.", "address")
    return Message(
        customer_id=original.customer_id,
        event=original.event,
        way=where.way,
        recipient=where.address,
        recipient_key=where.key,
        subject=original.subject,
        text=original.text,
        html=original.html,
        message_id=message_id(shop),
        state=MessageState.HELD.value,
        created_at=at,
        send_after=at + shop.hold,
    )
