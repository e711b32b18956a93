"""Bring in one item of a file, whatever it is, and find what is here of it already."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from dashboard.actions.import_order import Origin, Outcome, import_order
from dashboard.core.person import Person
from dashboard.core.refusals import Refused
from dashboard.importers import Item
from dashboard.importers.incoming import IncomingOrder
from dashboard.models.order import Order
from dashboard.models.refund import Refund

Known = dict[tuple[str, str | None], Order]  # by ("id", the source's id) and by ("code", code)


class Came(NamedTuple):
    """What came of one item: an outcome, or why it was refused; neither of a problem that the reader told."""

    item: Item
    outcome: Outcome | None = None
    refusal: Refused | None = None


def import_items(
    session: Session, items: Sequence[Item], known: Known, origin: Origin, *, by: Person, at: datetime
) -> list[Came]:
    """Bring in the items of one chunk, within `writing()`, each all or not at all: what came of each, in order."""
    done = []
    for item in items:
        if not isinstance(item, IncomingOrder):
            done.append(Came(item))
            continue
        try:
            done.append(Came(item, import_item(session, item, known, origin, by=by, at=at)))
        except Refused as refusal:
            done.append(Came(item, refusal=refusal))
    return done


def known_items(session: Session, items: Iterable[Item], origin: Origin) -> Known:
    """Which of these orders are here already."""
    orders = [item for item in items if isinstance(item, IncomingOrder)]
    codes = [origin.prefix + incoming.number for incoming in orders]
    ids = [incoming.source_id for incoming in orders if incoming.source_id]
    query = select(Order).where(or_(Order.code.in_(codes), (Order.source == origin.source) & Order.source_id.in_(ids)))
    parts = (
        selectinload(Order.payments),
        selectinload(Order.refunds).selectinload(Refund.lines),
        selectinload(Order.shipments),
    )
    known: Known = {}
    for order in session.scalars(query.options(*parts)):
        known["code", order.code] = order
        if order.source == origin.source and order.source_id:
            known["id", order.source_id] = order
    return known


def import_item(
    session: Session, item: IncomingOrder, known: Known, origin: Origin, *, by: Person, at: datetime
) -> Outcome:
    """Bring it in, within `writing()`; `known` is what known_items() found. Raises Refused."""
    same = known.get(("id", item.source_id)) or known.get(("code", origin.prefix + item.number))
    return import_order(session, item, same, origin, by=by, at=at)
