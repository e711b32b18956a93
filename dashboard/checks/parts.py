"""The rows that belong to a batch of orders, read kind by kind and put together per order.

They are read by the connection itself: a session would spend half of the time on making entities, and there are none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, String, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from dashboard.checks.case import Holder, Line
from dashboard.core.facts import COUNTED, RefundFacts
from dashboard.models import (
    Customer,
    GoodsReturn,
    GoodsReturnLine,
    Note,
    Order,
    OrderLine,
    Payment,
    Refund,
    RefundLine,
    Shipment,
    ShipmentLine,
)
from dashboard.models.order_facts import GIVEN_BACK

Parcel = tuple[str, str, str, list[tuple[int, int]]]  # status, kind, point, line ids with their pieces


class Range(NamedTuple):
    """Orders of these ids, both included."""

    first: int
    last: int

    def of(self, column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
        """The condition that a row belongs to one of them."""
        return column.between(self.first, self.last)


def plain(word: Any) -> ColumnElement[str]:
    """A status as the word that is stored, which takes less time to read than its member."""
    return type_coerce(word, String)


def lines(read: Connection, ids: Range) -> Mapping[int, list[Line]]:
    """Lines by order."""
    query = select(
        OrderLine.order_id,
        OrderLine.id,
        OrderLine.quantity,
        OrderLine.sku,
        OrderLine.name,
        OrderLine.variant,
        OrderLine.total,
        OrderLine.original_quantity,
    )
    found: dict[int, list[Line]] = defaultdict(list)
    for row in read.execute(
        query.where(ids.of(OrderLine.order_id)).order_by(OrderLine.order_id, OrderLine.position)
    ).all():
        found[row[0]].append(Line._make(row))
    return found


def money(read: Connection, ids: Range) -> Mapping[int, tuple[int, bool]]:
    """By order: what was captured, and whether an attempt is open."""
    query = select(Payment.order_id, Payment.state, func.sum(Payment.amount)).where(ids.of(Payment.order_id))
    found: dict[int, tuple[int, bool]] = {}
    for order_id, state, amount in read.execute(query.group_by(Payment.order_id, Payment.state)).all():
        captured, attempt = found.get(order_id, (0, False))
        found[order_id] = (captured + int(amount) * (state == "captured"), attempt or state == "open")
    return found


def refunds(read: Connection, ids: Range) -> Mapping[int, list[RefundFacts]]:
    """Refunds by order."""
    query = select(Refund.order_id, Refund.state, Refund.amount, Refund.fee).where(ids.of(Refund.order_id))
    found: dict[int, list[RefundFacts]] = defaultdict(list)
    for order_id, state, amount, fee in read.execute(query).all():
        found[order_id].append(RefundFacts(state, amount, fee))
    return found


def refunded(read: Connection, ids: Range) -> tuple[Counter[int], Counter[int]]:
    """Pieces by line id: refunded, and of these withdrawn, by refunds that still stand."""
    query = (
        select(RefundLine.line_id, RefundLine.quantity, RefundLine.withdrawn, Refund.state)
        .join(Refund, Refund.id == RefundLine.refund_id)
        .where(ids.of(Refund.order_id), Refund.state.not_in(sorted(GIVEN_BACK, key=lambda state: state.value)))
    )
    pieces: Counter[int] = Counter()
    withdrawn: Counter[int] = Counter()
    for line_id, quantity, of_these, state in read.execute(query).all():
        pieces[line_id] += quantity
        withdrawn[line_id] += of_these if state in COUNTED else 0
    return pieces, withdrawn


def shipments(read: Connection, ids: Range) -> tuple[Mapping[int, list[Parcel]], Mapping[int, list[str]]]:
    """Shipments by order with their pieces by line id, and their tracking numbers, those of the first ones first."""
    pieces: dict[int, list[tuple[int, int]]] = defaultdict(list)
    parts = select(ShipmentLine.shipment_id, ShipmentLine.line_id, ShipmentLine.quantity)
    parts = parts.join(Shipment, Shipment.id == ShipmentLine.shipment_id).where(ids.of(Shipment.order_id))
    for shipment_id, line_id, quantity in read.execute(parts.order_by(ShipmentLine.line_id)).all():
        pieces[shipment_id].append((line_id, quantity))
    query = select(
        Shipment.id, Shipment.order_id, plain(Shipment.status), Shipment.kind, Shipment.point, Shipment.tracking_number
    )
    found: dict[int, list[Parcel]] = defaultdict(list)
    tracking: dict[int, list[str]] = defaultdict(list)
    query = query.where(ids.of(Shipment.order_id)).order_by(Shipment.id)
    for number, order_id, status, kind, point, tracked in read.execute(query).all():
        found[order_id].append((status, kind, point, pieces[number]))
        if tracked:
            tracking[order_id].append(tracked)
    return found, tracking


def notes(read: Connection, ids: Range) -> Mapping[int, list[str]]:
    """Notes by order, newest first."""
    query = select(Note.order_id, Note.at, Note.text).where(ids.of(Note.order_id))
    newest = sorted(read.execute(query).all(), key=lambda row: row[1:], reverse=True)
    return gathered((order_id, text) for order_id, _, text in newest)


def gathered(rows: Iterable[tuple[int, str]]) -> Mapping[int, list[str]]:
    """Texts by order, in the order they come."""
    found: dict[int, list[str]] = defaultdict(list)
    for order_id, text in rows:
        found[order_id].append(text)
    return found


def returned(read: Connection, ids: Range) -> Mapping[int, list[tuple[int, int]]]:
    """Pieces that came back, by order: line ids with their pieces."""
    each = (GoodsReturn.order_id, GoodsReturnLine.line_id)
    query = select(*each, func.sum(GoodsReturnLine.quantity)).group_by(*each)
    query = query.join(GoodsReturn, GoodsReturn.id == GoodsReturnLine.goods_return_id).where(
        ids.of(GoodsReturn.order_id)
    )
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for order_id, line_id, quantity in read.execute(query.order_by(*each)).all():
        found[order_id].append((line_id, int(quantity)))
    return found


def owners(read: Connection, ids: Range) -> Mapping[int, Holder]:
    """The accounts that own these orders, by id."""
    owning = select(Order.account_id).where(ids.of(Order.id), Order.account_id.is_not(None))
    query = select(Customer.id, Customer.name, Customer.email, Customer.phone, Customer.phone_key)
    return {row[0]: Holder(*row) for row in read.execute(query.where(Customer.id.in_(owning))).all()}
