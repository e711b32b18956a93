"""A draft told to the database as its story went: through the actions, one line of the log after the other."""

from typing import Any

from sqlalchemy.orm import Session

from dashboard.actions.change import Change
from dashboard.actions.place import place
from dashboard.demo.draft import Draft, Parted, Row
from dashboard.models import (
    Cart,
    CartLine,
    GoodsReturn,
    GoodsReturnLine,
    Invoice,
    Note,
    Order,
    OrderLine,
    OrderMark,
    OrderTag,
    Payment,
    Refund,
    RefundLine,
    Shipment,
    ShipmentLine,
)


def tell(draft: Draft) -> Order:
    """Store the draft as an order. The caller keeps the numbers it took."""
    order = Order(
        **draft.order,
        lines=[OrderLine(**row) for row in draft.lines],
        payments=[Payment(**row) for row in draft.payments],
        marks=[OrderMark(**row) for row in draft.marks],
        tags=[OrderTag(**row) for row in draft.tags],
        notes=[Note(**row) for row in draft.notes],
        invoice=Invoice(**draft.invoices[0]) if draft.invoices else None,
    )
    first = draft.log[0]
    with place(order, by=first.by, at=first.at, past=True) as under_way:
        add_parted(under_way.session, order, draft)
        if draft.to_cart:
            under_way.session.add(cart(order, draft))
        write_log(under_way, draft)
    return order


def write_log(under_way: Change, draft: Draft) -> None:
    """Record every line of the log, each at its own time and by its own person."""
    for entry in draft.log:
        under_way.at, under_way.by = entry.at, entry.by
        under_way.record(entry.verb, **entry.text)


def add_parted(session: Session, order: Order, draft: Draft) -> None:
    """Add refunds, shipments and returns with the pieces of each line, now that lines have ids."""
    ids = {line.position: line.id for line in order.lines}
    for kind, part, drafts in (
        (Refund, RefundLine, draft.refunds),
        (Shipment, ShipmentLine, draft.shipments),
        (GoodsReturn, GoodsReturnLine, draft.returns),
    ):
        for parted in drafts:
            session.add(kind(order_id=order.id, **parted.row, lines=parts(part, parted, ids)))


def parts(kind: type[Any], parted: Parted, ids: dict[int, int]) -> list[Any]:
    """The parts of a refund, shipment or return as rows of `kind`."""
    return [kind(line_id=ids[row["position"]], **without_position(row)) for row in parted.parts]


def without_position(row: Row) -> Row:
    """A part's columns but the position of its line."""
    return {name: value for name, value in row.items() if name != "position"}


def cart(order: Order, draft: Draft) -> Cart:
    """The open cart that the order went back to."""
    columns = ("position", "product_id", "sku", "name", "quantity", "unit_price")
    lines = [CartLine(**{name: row[name] for name in columns}) for row in draft.lines]
    return Cart(
        customer_id=order.account_id,
        catalog_id=order.catalog_id,
        from_order_id=order.id,
        created_at=draft.log[-1].at,
        lines=lines,
    )
