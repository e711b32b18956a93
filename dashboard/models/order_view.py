"""One order with everything its page shows, and its log."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from dashboard.core.sentences import Part, sentence
from dashboard.core.undoing import touches
from dashboard.models.activity import Activity
from dashboard.models.customer import Customer
from dashboard.models.goods_return import GoodsReturn
from dashboard.models.order import Order
from dashboard.models.refund import Refund
from dashboard.models.shipment import Shipment


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


def order_by_code(session: Session, code: str) -> Order | None:
    """The order with its owner, or None."""
    return session.scalar(select(Order).where(Order.code == code).options(joinedload(Order.owner)))


def whole_order(session: Session, code: str) -> Order | None:
    """The order with all its parts loaded, or None."""
    parts = (
        joinedload(Order.owner).selectinload(Customer.spend),
        joinedload(Order.catalog),
        joinedload(Order.invoice),
        joinedload(Order.cart),
        selectinload(Order.lines),
        selectinload(Order.payments),
        selectinload(Order.refunds).selectinload(Refund.lines),
        selectinload(Order.shipments).selectinload(Shipment.lines),
        selectinload(Order.returns).selectinload(GoodsReturn.lines),
        selectinload(Order.marks),
        selectinload(Order.notes),
        selectinload(Order.tags),
    )
    return session.scalar(select(Order).where(Order.code == code).options(*parts))


def order_log(session: Session, order: Order) -> list[LogLine]:
    """The order's log, newest first."""
    query = select(Activity).where(Activity.order_id == order.id).order_by(Activity.seq.desc())
    return [log_line(activity) for activity in session.scalars(query)]


def log_line(activity: Activity) -> LogLine:
    """An activity with its sentence."""
    details = None if activity.text is None else json.loads(activity.text)
    parts = sentence(activity.verb, activity.actor_name, details)
    known = details or {}
    who = activity.actor_kind, activity.actor_name
    written = touches(activity.verb, details)
    return LogLine(
        activity.seq, activity.at, activity.verb, *who, parts, known.get("undoes"), written, known.get("lot")
    )
