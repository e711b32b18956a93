"""One order by its code, and its log."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, joinedload

from dashboard.core.sentences import Part, sentence
from dashboard.core.undoing import touches
from dashboard.models.activity import Activity
from dashboard.models.customer import Customer
from dashboard.models.order import Order
from dashboard.models.outbox import Message
from dashboard.models.outbox_list import COLUMNS, Row
from dashboard.models.reading import rows_of

KEPT = 4_096  # lines of logs, a few hundred bytes each
LOGGED: tuple[Any, ...] = (
    Activity.seq, Activity.at, Activity.verb, Activity.actor_kind, Activity.actor_name, Activity.text,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lot:
    """Where the first line of a lot is, or the batch that it was, and how many orders were in it."""

    count: int
    code: str | None = None
    seq: int | None = None
    batch: int | None = None


class LogLine(NamedTuple):
    """One activity as the page shows it, made of values alone, so that what was drawn of it can be kept.

    `undoes`: the place of the line that it took back; `touched`: what of the order it wrote; `lot`: its lot.
    """

    seq: int
    at: datetime
    verb: str
    actor_kind: str
    actor: str
    parts: tuple[Part, ...]
    undoes: int | None = None
    touched: frozenset[str] = frozenset()
    lot: Lot | None = None
    messages: tuple[Row, ...] = ()
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


def order_log(session: Session, order: Order) -> list[LogLine]:
    """The order's log, newest first, each line with the messages that it caused. One query."""
    lines: dict[LogLine, list[Row]] = {}
    for row in rows_of(session, log_of(), {"order_id": order.id}):
        messages = lines.setdefault(line_of(*row[: len(LOGGED)]), [])
        if row[len(LOGGED)] is not None:
            messages.append(Row._make(row[len(LOGGED) :]))
    return [line._replace(messages=tuple(messages)) if messages else line for line, messages in lines.items()]


@cache
def log_of() -> Select[Any]:
    """The query for an order's log: each line with each of its messages."""
    query = select(*LOGGED, *COLUMNS).outerjoin(Message, Message.activity_id == Activity.id)
    return query.where(Activity.order_id == bindparam("order_id")).order_by(Activity.seq.desc(), Message.id)


def log_line(activity: Activity) -> LogLine:
    """An activity with its sentence."""
    return line_of(*(getattr(activity, column.key) for column in LOGGED))


@lru_cache(KEPT)
def line_of(seq: int, at: datetime, verb: str, actor_kind: str, actor: str, text: str | None) -> LogLine:
    """The line that these columns are read as. A line never changes but for a text that is erased: which is another."""
    details = None if text is None else json.loads(text)
    known = details or {}
    return LogLine(
        seq,
        at,
        verb,
        actor_kind,
        actor,
        tuple(sentence(verb, actor, details)),
        known.get("undoes"),
        touches(verb, details),
        Lot(**known["lot"]) if known.get("lot") else None,
        blank=details is None,
    )
