"""Everything that is held about somebody, kind by kind, as plain data to be handed to them.

Read in batches, so that memory stays flat. Neither secrets nor links that let somebody in are among it, nor what other
customers are called.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dashboard.core.money import money
from dashboard.core.sentences import sentence
from dashboard.models.activity import Activity
from dashboard.models.customer import Customer
from dashboard.models.customer_facts import facts_of
from dashboard.models.known_person import KnownPerson
from dashboard.models.note import Note, OrderTag
from dashboard.models.order import Order
from dashboard.models.order_link import IN_TEXT
from dashboard.models.outbox import Message
from dashboard.models.source_facts import CustomerSource, OrderSource

BATCH = 100
OTHER = "another customer"
Rows = Iterator[dict[str, Any]]


def accounts(session: Session, known: KnownPerson) -> Rows:
    """The account, and those merged into it."""
    for account in session.scalars(select(Customer).where(Customer.id.in_(known.accounts)).order_by(Customer.id)):
        sources = session.scalars(select(CustomerSource).where(CustomerSource.customer_id == account.id)).all()
        yield {
            "number": account.id, "name": account.name, "email": account.email, "phone": account.phone,
            "phone verified": account.phone_verified_at, "customer since": account.created_at,
            "offline buyer": account.offline_buyer, "password set": account.password_hash is not None,
            "deactivated": account.deactivated_at, "merged into": account.merged_into_id,
            "total spend": [money(part.amount, part.currency) for part in account.spend],
            "known elsewhere": [{"source": one.source, "number": one.source_id, **one.facts} for one in sources],
        }  # fmt: skip


def orders(session: Session, known: KnownPerson) -> Rows:
    """Their orders with what was given, bought, paid and sent."""
    query = select(Order, OrderSource).outerjoin(OrderSource, OrderSource.order_id == Order.id).where(known.orders())
    for order, source in session.execute(query.order_by(Order.id).execution_options(yield_per=BATCH)):
        yield {
            "code": order.code, "placed": order.placed_at, "route": order.route.label, "state": order.state.label,
            "payment": order.payment_status.label, "fulfilment": order.fulfilment_status.label,
            "name": order.customer_name, "email": order.customer_email, "phone": order.customer_phone,
            "shipping address": order.shipping_address, "billing address": order.billing_address,
            "items": [
                {"sku": line.sku, "name": " ".join(filter(None, (line.name, line.variant))), "quantity": line.quantity,
                 "total": money(line.total, order.currency)}
                for line in order.lines
            ],
            "total": money(order.total, order.currency),
            "payments": [
                {"at": one.at, "amount": money(one.amount, order.currency), "method": one.method,
                 "reference": one.reference}
                for one in order.payments
            ],
            "refunds": [
                {"at": one.at, "amount": money(one.amount, order.currency), "reason": one.reason}
                for one in order.refunds
            ],
            "shipments": [
                {"number": one.number, "carrier": one.carrier, "tracking": one.tracking_number, "sent": one.shipped_at}
                for one in order.shipments
            ],
            "known elsewhere": {"customer number": source.customer_number, **source.facts} if source else {},
        }  # fmt: skip


def notes(session: Session, known: KnownPerson) -> Rows:
    """What was written about their orders."""
    query = select(Note, Order.code).join(Order, Order.id == Note.order_id).where(known.orders()).order_by(Note.id)
    for note, code in session.execute(query.execution_options(yield_per=BATCH)):
        yield {"order": code, "at": note.at, "author": note.author, "internal": note.internal, "text": note.text}


def facts(session: Session, known: KnownPerson) -> Rows:
    """What the desk keeps about the account beside its details: notes, tags and groups."""
    for number in known.accounts:
        kept = facts_of(session, number)
        for note in kept.notes:
            yield {"account": number, "kind": "note", "at": note.at, "author": note.author, "text": note.text}
        yield from ({"account": number, "kind": "tag", "text": one.tag} for one in kept.tags)
        yield from ({"account": number, "kind": "group", "text": name} for _, name in kept.groups)


def tags(session: Session, known: KnownPerson) -> Rows:
    """What their orders are tagged with."""
    query = select(Order.code, OrderTag.tag).join(Order, Order.id == OrderTag.order_id).where(known.orders())
    for code, tag in session.execute(query.order_by(Order.id, OrderTag.key).execution_options(yield_per=BATCH)):
        yield {"order": code, "tag": tag}


def messages(session: Session, known: KnownPerson) -> Rows:
    """E-mails and texts to them."""
    theirs = or_(Message.customer_id.in_(known.accounts), Message.recipient_key.in_(known.keys))
    query = select(Message, Order.code).outerjoin(Order, Order.id == Message.order_id).where(theirs)
    for message, code in session.execute(query.order_by(Message.id).execution_options(yield_per=BATCH)):
        hidden = "(held a link that let its reader in)"
        yield {
            "order": code, "written": message.created_at, "sent": message.sent_at, "state": message.state,
            "to": message.recipient, "subject": message.subject,
            "text": hidden if message.secret else IN_TEXT.sub("/o/…", message.text),
        }  # fmt: skip


def activity(session: Session, known: KnownPerson) -> Rows:
    """What was done about them and their orders, as the logs say it."""
    moved = or_(Activity.from_customer_id.in_(known.accounts), Activity.to_customer_id.in_(known.accounts))
    about = or_(
        Activity.customer_id.in_(known.accounts), moved, Activity.order_id.in_(select(Order.id).where(known.orders()))
    )
    query = select(Activity, Order.code).outerjoin(Order, Order.id == Activity.order_id).where(about)
    for line, code in session.execute(query.order_by(Activity.at, Activity.id).execution_options(yield_per=BATCH)):
        parts = sentence(line.verb, line.actor_name, json.loads(line.text) if line.text else None)
        said = (OTHER if part.customer_id not in (None, *known.accounts) else part.text for part in parts)
        yield {"order": code, "at": line.at, "by": line.actor_name, "what": "".join(said)}


KINDS: dict[str, Callable[[Session, KnownPerson], Rows]] = {
    "account": accounts, "facts": facts, "orders": orders, "notes": notes, "tags": tags, "messages": messages,
    "activity": activity,
}  # fmt: skip
