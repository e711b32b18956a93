"""All orders as cases, a batch at a time: a few queries per batch, memory that does not grow."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.checks import parts
from dashboard.checks.case import Case, OrderRow
from dashboard.core.facts import OrderFacts
from dashboard.models import Order, OrderDoc, Reindexing

BATCH = 1_000
COLUMNS = [getattr(Order, name) for name in OrderRow._fields[:-2]]


def cases(session: Session) -> Iterator[list[Case]]:
    """Batches of cases by ascending id."""
    query = select(*COLUMNS, OrderDoc.key, OrderDoc.doc).outerjoin(OrderDoc, OrderDoc.order_id == Order.id)
    waiting = set(session.scalars(select(Reindexing.customer_id)))
    after = 0
    while rows := [
        OrderRow._make(row) for row in session.execute(query.where(Order.id > after).order_by(Order.id).limit(BATCH))
    ]:
        yield batch(session, rows, waiting)
        after = rows[-1].id


def batch(session: Session, rows: list[OrderRow], waiting: set[int]) -> list[Case]:
    """These orders with all that belongs to them; `waiting`: accounts whose orders' documents are being written."""
    ids = parts.Range(rows[0].id, rows[-1].id)
    lines, money, refunds = parts.lines(session, ids), parts.money(session, ids), parts.refunds(session, ids)
    shipments, returned = parts.shipments(session, ids), parts.returned(session, ids)
    owners, (pieces, withdrawn) = parts.owners(session, ids), parts.refunded(session, ids)
    tracking, notes = parts.tracking(session, ids), parts.notes(session, ids)
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
            packed=row.packed_at is not None,
        )
        owner = owners.get(row.account_id or 0)
        waits = row.account_id in waiting
        found.append(Case(row, own, facts, owner, tracking.get(row.id, ()), notes.get(row.id, ()), waits))
    return found
