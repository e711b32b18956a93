"""The orders that an import made or changed: kept as rows, with their version, and shown before they are there."""

from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from dashboard.actions.import_plan import Outcome
from dashboard.actions.import_report import Tally
from dashboard.importers.incoming import IncomingOrder, IncomingTracking
from dashboard.models.import_rows import ImportedOrder
from dashboard.models.import_run import ImportRun
from dashboard.models.order import Order

TABLE = ImportedOrder.metadata.tables[ImportedOrder.__tablename__]


def keep_touched(session: Session, run: ImportRun, tally: Tally) -> None:
    """Write down which orders a chunk made or changed, at which version it left them."""
    session.flush()
    found = versions(session, [code for _, code, _ in tally.touched])
    before = already(session, run.id, [order_id for order_id, _ in found.values()])
    new: dict[int, dict[str, Any]] = {}
    for row, code, outcome in tally.touched:
        if code not in found:
            continue
        order_id, version = found[code]
        if order_id in before:  # twice in one file: what it made, it made
            before[order_id].version = version
            continue
        if order_id not in new:
            run.orders_made += outcome is Outcome.MADE
            kept = {"run_id": run.id, "order_id": order_id, "row": row, "outcome": outcome, "version": version}
            new[order_id] = kept
    if new:
        session.execute(insert(TABLE), list(new.values()))


def versions(session: Session, codes: list[str]) -> dict[str, tuple[int, int]]:
    """Id and version of these orders by code."""
    query = select(Order.code, Order.id, Order.version).where(Order.code.in_(codes))
    return {code: (order_id, version) for code, order_id, version in session.execute(query)}


def already(session: Session, run_id: int, ids: list[int]) -> dict[int, ImportedOrder]:
    """What this import did to these orders before."""
    query = select(ImportedOrder).where(ImportedOrder.run_id == run_id, ImportedOrder.order_id.in_(ids))
    return {kept.order_id: kept for kept in session.scalars(query)}


def shown(session: Session, tally: Tally, most: int) -> list[dict[str, Any]]:
    """The first orders of a chunk as they are in the running transaction, for the preview."""
    session.flush()
    codes = {code: (row, outcome) for row, code, outcome in tally.touched[:most]}
    orders = {order.code: order for order in session.scalars(select(Order).where(Order.code.in_(codes)))}
    return [
        {"row": row, "outcome": outcome.value, **facts(orders[code])}
        for code, (row, outcome) in codes.items()
        if code in orders
    ]


def facts(order: Order) -> dict[str, Any]:
    """What the preview tells of an order."""
    return {
        "code": order.code,
        "placed_at": order.placed_at.isoformat(),
        "customer": order.customer_name or order.customer_email or order.customer_phone or "",
        "lines": [f"{line.quantity} × {line.name}" for line in order.lines[:3]],
        "more_lines": max(0, len(order.lines) - 3),
        "total": order.total,
        "currency": order.currency,
        "payment": order.payment_status.value,
        "fulfilment": order.fulfilment_status.value,
    }


def touch(tally: Tally, item: Any, known: Any, prefix: str, outcome: Outcome) -> None:
    """Note the order that an item was about, if it was about one: a customer's number may look like an order's."""
    if isinstance(item, IncomingOrder | IncomingTracking) and (code := code_of(item, known, prefix)):
        tally.touched.append((item.row, code, outcome))


def code_of(item: Any, known: Any, prefix: str) -> str | None:
    """The order's code: as it is known here by its source's id or its number, else by prefix and number."""
    orders, number = getattr(known, "orders", known), getattr(item, "number", None)
    for key in (("id", getattr(item, "source_id", None)), ("number", number)):
        if isinstance(same := orders.get(key), Order):
            return same.code
    return prefix + number if number else None
