"""WooCommerce's orders as its export plug-ins write them: one row per order, its lines in columns line_item_1, 2, …"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

from dashboard.core import money
from dashboard.core.refusals import Invalid
from dashboard.importers.cells import Cells
from dashboard.importers.grouping import key_of
from dashboard.importers.incoming import Choices, Incoming, IncomingLine, IncomingOrder, Problem
from dashboard.importers.one_per_row import OnePerRow
from dashboard.importers.shopify_cells import currency_of, email
from dashboard.importers.shopify_columns import normalised, places
from dashboard.importers.table import header, open_table, with_reasons
from dashboard.importers.woo_words import Events, address, plain, status_of, unit_price, with_events

NEEDED = {"order id", "order date", "status", "order total", "line item 1"}
LINE = re.compile(r"line item \d{1,4}")
PART = re.compile(r"(?:^|\|)(name|product_id|sku|quantity|total|sub_total|tax):")
REFUNDED = re.compile(r"(?:amount|total):\s*-?([\d.,]+)")
PASSED_OVER = {
    "order number", "paid date", "shipping total", "shipping tax total", "fee total", "fee tax total", "tax total",
    "cart discount", "order discount", "discount total", "order subtotal", "order currency", "payment method",
    "payment method title", "transaction id", "customer ip address", "customer user agent", "shipping method",
    "customer id", "customer user", "customer email", "customer note", "wt import key", "shipping items", "fee items",
    "tax items", "coupon items", "refund items", "order notes", "download permissions", "reason", "shipping phone",
    "billing email", "billing phone",
}  # fmt: skip


def is_export(columns: tuple[str, ...]) -> bool:
    """Whether these are the columns of WooCommerce's orders."""
    return {normalised(cell) for cell in columns} >= NEEDED


class WooOrders(OnePerRow):
    """One export that was looked over."""

    name: ClassVar[str] = "woocommerce"
    label: ClassVar[str] = "WooCommerce"
    kind: ClassVar[str] = "orders"
    source: ClassVar[str] = "woocommerce"
    prefix: ClassVar[str] = "WC-"

    def __init__(self, path: Path, choices: Choices) -> None:
        super().__init__(path, choices, is_export, places, ("order date", "paid date"))
        if "order currency" not in self.places and choices.currency is None:
            self.open_choices = (*self.open_choices, "currency")
        self.unknown_columns = tuple(cell for cell in self.columns if not is_used(normalised(cell)))

    @classmethod
    def accepts(cls, path: Path) -> bool:
        """Whether the header row is that of WooCommerce's orders."""
        return is_export(header(path, is_export))

    @staticmethod
    def write_refused(path: Path, choices: Choices, reasons: Mapping[int, str]) -> Iterator[bytes]:
        """These rows under their header, with the reason in a last column."""
        return with_reasons(open_table(path, choices, is_export), reasons)

    def item(self, row: Cells, cells: list[str]) -> tuple[Incoming, Mapping[str, str]]:
        """The order of a row. Raises Invalid, naming the order."""
        number = key_of([row.text("order number") or row.text("order id")], 0)
        if not number:
            raise Invalid("the row names no order.")
        try:
            return order_of(row, number, self.found), {number: f"#{number}"}
        except Invalid as refusal:
            raise Invalid(f"#{number}: {refusal.sentence}") from None


def is_used(name: str) -> bool:
    """Whether a column is read, or known to say nothing that the desk has a use for."""
    known = name in NEEDED | PASSED_OVER or LINE.fullmatch(name) or name.startswith("meta:")
    return bool(not name or known or name.split(" ")[0] in {"billing", "shipping"})


def order_of(row: Cells, number: str, choices: Choices) -> IncomingOrder:
    """The order of these cells. Raises Invalid for what cannot be read."""
    status, placed_at = status_of(row.text("status")), row.moment("order date")
    if placed_at is None:
        raise Invalid("it has no date under Order date.")
    told: list[Problem] = []
    given = {"email": row.text("billing email") or row.text("customer email"), "currency": row.text("order currency")}
    currency, offset = (
        currency_of(Cells(row.row, {k: v for k, v in given.items() if v}), choices),
        placed_at.utcoffset(),
    )
    billing, shipping = address(row, "billing "), address(row, "shipping ")
    lines = lines_of(row, currency)
    customer = row.bare("customer user") or row.bare("customer id")
    found = IncomingOrder(
        row=row.row,
        number=number,
        source_id=row.bare("order id") or None,
        placed_at=placed_at,
        placed_offset=int(offset.total_seconds() // 60) if offset else 0,
        currency=currency,
        lines=lines,
        name=(billing or shipping or {}).get("name", ""),
        email=email(Cells(row.row, given), number, told),
        phone=row.bare("billing phone") or row.bare("shipping phone") or None,
        region=(billing or shipping or {}).get("country", "")[:2],
        shipping_address=shipping,
        billing_address=billing,
        discount=sum(line.discount for line in lines),
        shipping=row.amount("shipping total", currency) or 0,
        shipping_method=plain(row.text("shipping method")),
        total=row.amount("order total", currency),
        note=plain(row.text("customer note")),
        customer_number="" if customer == "0" else customer,
        warnings=tuple(told),
    )
    found = replace(found, tax=tax_of(row, found))
    method = row.text("payment method title") or row.text("payment method") or "WooCommerce"
    refunded = sum(money.to_minor(worth, currency) for worth in refunds_of(row))
    events = Events(status, row.moment("paid date"), None, refunded, method, row.bare("transaction id"))
    return with_events(found, events)


def tax_of(row: Cells, order: IncomingOrder) -> int:
    """The order's tax, that of shipping with it where only so the total comes out."""
    tax = row.amount("tax total", order.currency) or 0
    more = tax + (row.amount("shipping tax total", order.currency) or 0)
    gross = sum(money.line_total(line.quantity, line.unit_price, order.currency) for line in order.lines)
    return more if order.total == gross - order.discount + order.shipping + more else tax


def lines_of(row: Cells, currency: str) -> tuple[IncomingLine, ...]:
    """The lines, the fees as one more. Raises Invalid if there is none."""
    columns = sorted((name for name in row.cells if LINE.fullmatch(name)), key=lambda name: int(name.split(" ")[-1]))
    found = [line(parts(row.text(name)), row, name, currency) for name in columns]
    if fee := row.decimal("fee total"):
        found.append(IncomingLine("Fee", "", 1, fee))
    lines = tuple(line for line in found if line.quantity)
    if not lines:
        raise Invalid("it has no line with any pieces.")
    return lines


def parts(text: str) -> dict[str, str]:
    """A cell like "name:Mug|sku:M1|quantity:2|total:6.00|sub_total:6.00" in its parts; a name may hold a "|"."""
    marks = list(PART.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    found = {mark[1]: text[mark.end() : end].strip() for mark, end in reversed(list(zip(marks, ends, strict=True)))}
    return {name: value.split("|")[0] if name != "name" else value for name, value in found.items()}


def line(found: Mapping[str, str], row: Cells, column: str, currency: str) -> IncomingLine:
    """One line: its total is what was paid, its sub_total what it would have been without coupons."""
    cells = Cells(row.row, found, row.spelling)
    if not found.get("quantity") or not (found.get("total") or found.get("sub_total")):
        raise row.wrong(column, "quantity or total are missing.")
    quantity = cells.quantity("quantity")
    total = cells.decimal("total")
    before = cells.decimal("sub_total")
    before = total if before is None else before
    price = unit_price(before or Decimal(0), quantity) if quantity else Decimal(0)
    paid = money.to_minor((before if total is None else total) or Decimal(0), currency)
    return IncomingLine(
        name=plain(found.get("name", "")) or found.get("sku", "") or "Item without a name",
        sku=found.get("sku", ""),
        quantity=quantity,
        unit_price=price,
        discount=max(money.line_total(quantity, price, currency) - paid, 0),
    )


def refunds_of(row: Cells) -> Iterator[Decimal]:
    """What was given back, refund by refund."""
    for amount in REFUNDED.findall(row.text("refund items")):
        yield money.parse_decimal(amount)
