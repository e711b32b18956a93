"""All orders as cases, a slice at a time: a few queries per slice, memory that does not grow."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from dashboard.checks import parts
from dashboard.checks.case import Case, Line, OrderRow, money_of
from dashboard.checks.goods import Goods, goods
from dashboard.models import Order, OrderDoc, Reindexing

READ: dict[str, Any] = {
    "state": parts.plain(Order.state),
    "payment_status": parts.plain(Order.payment_status),
    "fulfilment_status": parts.plain(Order.fulfilment_status),
    "packed": Order.packed_at.is_not(None),
    "shipping_address": cast(Order.shipping_address, Text),
    "billing_address": cast(Order.billing_address, Text),
    "doc_key": OrderDoc.key,
    "doc": OrderDoc.doc,
}
COLUMNS = [READ[name] if name in READ else getattr(Order, name) for name in OrderRow._fields]


def cases(session: Session, ids: parts.Range) -> list[Case]:
    """The orders of these ids, ascending, with all that belongs to them."""
    read = session.connection()
    query = select(*COLUMNS).outerjoin(OrderDoc, OrderDoc.order_id == Order.id)
    rows = [OrderRow._make(row) for row in read.execute(query.where(ids.of(Order.id)).order_by(Order.id)).all()]
    lines, money, refunds = parts.lines(read, ids), parts.money(read, ids), parts.refunds(read, ids)
    (shipments, tracking), returned = parts.shipments(read, ids), parts.returned(read, ids)
    owners, (refunded, withdrawn), notes = parts.owners(read, ids), parts.refunded(read, ids), parts.notes(read, ids)
    waiting = set(session.scalars(select(Reindexing.customer_id)))  # accounts whose orders' documents are being written
    found = []
    for row in rows:
        number, own = row.id, lines.get(row.id, [])
        captured, attempt_open = money.get(number, (0, False))
        seen = goods_of(row, own, shipments.get(number, ()), returned.get(number, ()), refunded, withdrawn)
        found.append(
            Case(
                row,
                own,
                money_of(row.total, captured, attempt_open, refunds.get(number, ())),
                seen,
                owners.get(row.account_id or 0),
                tracking.get(number, ()),
                notes.get(number, ()),
                row.account_id in waiting,
            )
        )
    return found


def goods_of(
    row: OrderRow,
    lines: Sequence[Line],
    shipments: Sequence[parts.Parcel],
    returned: Sequence[tuple[int, int]],
    refunded: Counter[int],
    withdrawn: Counter[int],
) -> Goods:
    """The goods of an order, its lines numbered from its first one on."""
    first = lines[0].id if lines else 0
    # A list first: a generator would take longer, once for each order.
    ordered = [
        (line.id - first, line.quantity, withdrawn.get(line.id, 0), refunded.get(line.id, 0), line.original_quantity)
        for line in lines
    ]
    sent = [(*shipment[:3], counted(first, shipment[3])) for shipment in shipments]
    return goods(row.state, row.packed, tuple(ordered), tuple(sent), counted(first, returned))


def counted(first: int, pieces: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Pieces by line ids as pieces by line numbers."""
    return tuple([(line_id - first, quantity) for line_id, quantity in pieces])
