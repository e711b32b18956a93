"""The columns of exported orders and lines: the head, and what stands beneath as text, number, amount or moment.

The CSV's heads are those by which the import of tables knows its fields (importers/mapped_fields.py).
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from dashboard.core import money
from dashboard.core.addresses import PARTS
from dashboard.core.statuses import OrderState
from dashboard.models.order_export import ExportLine, ExportOrder, Taken

Value = str | int | Decimal | datetime | None


class Column(NamedTuple):
    """A column: its head, how wide it is shown, and its value."""

    head: str
    wide: int
    value: Callable[[Taken], Value]


class LineColumn(NamedTuple):
    """A column of lines."""

    head: str
    wide: int
    value: Callable[[ExportOrder, ExportLine], Value]


def amount(name: str) -> Callable[[Taken], Decimal]:
    """An amount of the order in its currency."""
    return lambda taken: money.to_decimal(getattr(taken.order, name), taken.order.currency)


def text(name: str) -> Callable[[Taken], str]:
    """A text of the order."""
    return lambda taken: getattr(taken.order, name) or ""


def part(whose: str, name: str) -> Callable[[Taken], str]:
    """A part of one of its addresses."""
    return lambda taken: str((getattr(taken.order, f"{whose}_address") or {}).get(name) or "")


def addresses(whose: str, word: str) -> list[Column]:
    """The columns of an address."""
    return [Column(f"{word} {HEADS[name]}", 16, part(whose, name)) for name in PARTS]


def yes(value: bool) -> str:
    """Yes, or nothing."""
    return "yes" if value else ""


def pieces(taken: Taken) -> int:
    """All its pieces."""
    return sum(line.quantity for line in taken.lines)


def state(taken: Taken) -> str:
    """What the order is."""
    return taken.order.state.label


def line_amount(order: ExportOrder, minor: int) -> Decimal:
    """An amount of a line."""
    return money.to_decimal(minor, order.currency)


def shipped(order: ExportOrder, line: ExportLine) -> str:
    """How far a line is sent, in words that every import knows."""
    if order.state is OrderState.CANCELED:
        return "Canceled"
    if line.sent >= line.quantity:
        return "Shipped"
    return "Partially shipped" if line.sent else "Not shipped"


HEADS = {
    "name": "name", "company": "company", "street1": "address 1", "street2": "address 2", "postcode": "postcode",
    "city": "city", "region": "region", "country": "country",
}  # fmt: skip
ORDER_COLUMNS: tuple[Column, ...] = (
    Column("Order number", 14, text("code")),
    Column("Date", 16, lambda taken: taken.order.placed_at),
    Column("State", 14, state),
    Column("Payment status", 16, lambda taken: taken.order.payment_status.label),
    Column("Fulfilment", 16, lambda taken: taken.order.fulfilment_status.label),
    Column("Route", 14, lambda taken: taken.order.route.label),
    Column("Catalog", 14, text("catalog")),
    Column("Customer name", 22, text("name")),
    Column("E-mail", 26, text("email")),
    Column("Phone", 18, text("phone")),
    Column("Account", 22, text("owner")),
    Column("Account e-mail", 26, text("owner_email")),
    Column("Pieces in all", 10, pieces),
    Column("Currency", 9, text("currency")),
    Column("Discount", 11, amount("discount")),
    Column("Discount code", 14, text("discount_code")),
    Column("Shipping", 11, amount("shipping")),
    Column("Shipping method", 16, text("shipping_method")),
    Column("Tax", 11, amount("tax")),
    Column("Prices include tax", 10, lambda taken: yes(taken.order.tax_included)),
    Column("Total", 12, amount("total")),
    Column("Amount paid", 12, amount("paid")),
    Column("Refunded", 12, amount("refunded")),
    Column("Tags", 18, lambda taken: ", ".join(taken.tags)),
    Column("Archived", 9, lambda taken: yes(taken.order.archived)),
    Column("Test", 7, lambda taken: yes(taken.order.test)),
    Column("Reordered from", 14, text("reordered_from")),
    *addresses("shipping", "Ship to"),
    *addresses("billing", "Bill to"),
)
LINE_COLUMNS: tuple[LineColumn, ...] = (
    LineColumn("SKU", 16, lambda order, line: line.sku),
    LineColumn("Item", 28, lambda order, line: line.name),
    LineColumn("Variant", 18, lambda order, line: line.variant),
    LineColumn("Quantity", 9, lambda order, line: line.quantity),
    LineColumn("Unit price", 11, lambda order, line: line.unit_price),
    LineColumn("Share of the discount", 11, lambda order, line: line_amount(order, line.discount)),
    LineColumn("Amount after discount", 12, lambda order, line: line_amount(order, line.total)),
    LineColumn("Tax rate in per cent", 9, lambda order, line: Decimal(line.tax_rate).scaleb(-2)),
    LineColumn("Tax of the item", 11, lambda order, line: line_amount(order, line.tax)),
    LineColumn("Quantity as placed", 9, lambda order, line: line.original_quantity),
    LineColumn("Unit price as placed", 11, lambda order, line: line.original_unit_price),
    LineColumn("Shipping status", 14, shipped),
    LineColumn("Pieces sent", 9, lambda order, line: line.sent),
)
