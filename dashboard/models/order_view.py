"""One order with everything its page shows, and its log."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, joinedload

from dashboard.core.sentences import Part, sentence
from dashboard.core.undoing import touches
from dashboard.models.activity import Activity
from dashboard.models.customer import Customer
from dashboard.models.order import Order
from dashboard.models.order_parts import PARTS, load_parts
from dashboard.models.outbox import Message
from dashboard.models.outbox_list import COLUMNS, Row


@dataclass(frozen=True, slots=True)
class LogLine:
    """One activity as the page shows it.

    `undoes`: the place of the line that it took back; `touched`: what of the order it wrote; `lot`: where the first
    line of the lot is that it was done in ({"code", "seq", "count"}).
    """

    seq: int
    at: datetime
    verb: str
    actor_kind: str
    actor: str
    parts: list[Part]
    undoes: int | None = None
    touched: frozenset[str] = frozenset()
    lot: Mapping[str, Any] | None = None
    messages: Sequence[Row] = ()
    blank: bool = False  # its text was erased


@cache
def by_code() -> Select[Order]:
    """The query for the order with a code, with what has rows of its own, and with what its owner spent."""
    owner = joinedload(Order.owner).joinedload(Customer.spend)
    beside = joinedload(Order.catalog), joinedload(Order.invoice), joinedload(Order.cart)
    return select(Order).where(Order.code == bindparam("code")).options(owner, *beside)


def order_by_code(session: Session, code: str) -> Order | None:
    """The order with its owner, what that one spent, catalog, invoice and cart, or None."""
    return session.scalars(by_code(), {"code": code}).unique().one_or_none()


def whole_order(session: Session, code: str) -> Order | None:
    """The order with all its parts loaded, by two queries, or None."""
    order = order_by_code(session, code)
    if order is not None:
        load_parts(session, order, PARTS)
    return order


def order_log(session: Session, order: Order) -> list[LogLine]:
    """The order's log, newest first, each line with the messages that it caused. One query."""
    lines: dict[Activity, list[Row]] = {}
    for activity, *columns in session.execute(log_of(), {"order_id": order.id}):
        messages = lines.setdefault(activity, [])
        if columns[0] is not None:
            messages.append(Row._make(columns))
    return [log_line(activity, messages) for activity, messages in lines.items()]


@cache
def log_of() -> Select[Any]:
    """The query for an order's log: each line with each of its messages."""
    query = select(Activity, *COLUMNS).outerjoin(Message, Message.activity_id == Activity.id)
    return query.where(Activity.order_id == bindparam("order_id")).order_by(Activity.seq.desc(), Message.id)


def log_line(activity: Activity, messages: Sequence[Row] = ()) -> LogLine:
    """An activity with its sentence, and the messages that it caused."""
    details = None if activity.text is None else json.loads(activity.text)
    parts = sentence(activity.verb, activity.actor_name, details)
    known = details or {}
    who = activity.actor_kind, activity.actor_name
    written = touches(activity.verb, details)
    undoes, lot = known.get("undoes"), known.get("lot")
    return LogLine(
        activity.seq, activity.at, activity.verb, *who, parts, undoes, written, lot, messages, blank=details is None
    )
