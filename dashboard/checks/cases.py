"""All orders as cases, a batch at a time: a few queries per batch, memory that does not grow."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, Text, cast, select
from sqlalchemy.orm import Session

from dashboard.checks import parts
from dashboard.checks.case import Case, OrderRow
from dashboard.core.facts import OrderFacts
from dashboard.models import Order, OrderDoc, Reindexing

BATCH = 1_000
READ: dict[str, Any] = {
    "packed": Order.packed_at.is_not(None),
    "shipping_address": cast(Order.shipping_address, Text),
    "billing_address": cast(Order.billing_address, Text),
    "doc_key": OrderDoc.key,
    "doc": OrderDoc.doc,
}
COLUMNS = [READ[name] if name in READ else getattr(Order, name) for name in OrderRow._fields]


def cases(session: Session, within: parts.Range) -> Iterator[list[Case]]:
    """Batches of the cases of these ids, ascending."""
    query = select(*COLUMNS).outerjoin(OrderDoc, OrderDoc.order_id == Order.id).order_by(Order.id).limit(BATCH)
    waiting = set(session.scalars(select(Reindexing.customer_id)))
    first, last = within
    while rows := rows_of(session, query.where(Order.id.between(first, last))):
        yield batch(session, rows, waiting)
        first = rows[-1].id + 1


def rows_of(session: Session, query: Select[Any]) -> list[OrderRow]:
    """The orders of a query, read as rows."""
    return [OrderRow._make(row) for row in session.connection().execute(query).all()]


def batch(session: Session, rows: list[OrderRow], waiting: set[int]) -> list[Case]:
    """These orders with all that belongs to them; `waiting`: accounts whose orders' documents are being written."""
    ids, read = parts.Range(rows[0].id, rows[-1].id), session.connection()
    lines, money, refunds = parts.lines(read, ids), parts.money(read, ids), parts.refunds(read, ids)
    shipments, returned = parts.shipments(read, ids), parts.returned(read, ids)
    owners, (pieces, withdrawn) = parts.owners(read, ids), parts.refunded(read, ids)
    tracking, notes = parts.tracking(read, ids), parts.notes(read, ids)
    found = []
    for row in rows:
        captured, attempt_open = money.get(row.id, (0, False))
        own = lines.get(row.id, [])
        facts = OrderFacts(
            code=row.code,
            currency=row.currency,
            state=row.state,
            total=row.total,
            captured=captured,
            attempt_open=attempt_open,
            lines=parts.line_facts(own, pieces, withdrawn),
            shipments=tuple(shipments.get(row.id, ())),
            refunds=tuple(refunds.get(row.id, ())),
            returned=returned.get(row.id, {}),
            packed=row.packed,
        )
        owner = owners.get(row.account_id or 0)
        waits = row.account_id in waiting
        found.append(Case(row, own, facts, owner, tracking.get(row.id, ()), notes.get(row.id, ()), waits))
    return found
