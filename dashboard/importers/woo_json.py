"""WooCommerce's orders and customers as its API and webhooks write them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from dashboard.core import money
from dashboard.core.refusals import Invalid
from dashboard.importers.cells import Cells
from dashboard.importers.goods import fitted
from dashboard.importers.grouping import key_of
from dashboard.importers.incoming import (
    Choices,
    IncomingCustomer,
    IncomingLine,
    IncomingOrder,
    IncomingRefund,
    Problem,
)
from dashboard.importers.json_file import Object
from dashboard.importers.json_source import JsonSource, Node
from dashboard.importers.moments import moment
from dashboard.importers.shopify_cells import MOST_LINES, currency_of, email
from dashboard.importers.shopify_customers import unusual
from dashboard.importers.woo_words import Events, address, plain, status_of, unit_price, with_events


def is_order(found: Object) -> bool:
    """Whether an object is an order of WooCommerce's."""
    return isinstance(found.get("line_items"), list) and {"billing", "status", "date_created"} <= set(found)


def is_customer(found: Object) -> bool:
    """Whether an object is a customer of WooCommerce's."""
    return "line_items" not in found and {"email", "first_name", "billing", "role"} <= set(found)


def order_of(node: Node, choices: Choices) -> IncomingOrder:
    """The order of an object. Raises Invalid for what cannot be read."""
    status = status_of(node.text("status"))
    number = key_of([node.text("number") or node.text("id")], 0)
    placed_at, offset = placed(node)
    currency, included = currency_of(node, choices), node.text("prices include tax") == "true"
    told: list[Problem] = []
    billing, shipping = address(node.inner("billing")), address(node.inner("shipping"))
    lines, taken = lines_of(node, currency, included)
    method = node.text("payment method title") or node.text("payment method") or "WooCommerce"
    found = IncomingOrder(
        row=node.row,
        number=number,
        source_id=node.text("id") or None,
        placed_at=placed_at,
        placed_offset=offset,
        currency=currency,
        lines=lines,
        name=(billing or shipping or {}).get("name", ""),
        email=email(Cells(node.row, {"email": node.inner("billing").text("email")}), number, told),
        phone=node.inner("billing").bare("phone") or node.inner("shipping").bare("phone") or None,
        region=(billing or shipping or {}).get("country", "")[:2],
        shipping_address=shipping,
        billing_address=billing,
        discount=sum(line.discount for line in lines) + taken,
        discount_code=", ".join(one.text("code") for one in node.many("coupon_lines")),
        shipping=sum_of(node, currency, "shipping total", *(["shipping tax"] if included else [])),
        shipping_method=plain(", ".join(one.text("method title") for one in node.many("shipping_lines"))),
        tax=node.amount("total tax", currency) or 0,
        total=node.amount("total", currency),
        note=plain(node.text("customer note")),
        tax_included=included,
        customer_number="" if node.text("customer id") == "0" else node.text("customer id"),
        warnings=tuple(told),
    )
    given_back = refunds_of(node, found, method)
    refunded = sum(refund.amount for refund in given_back)
    times = utc(node, "date paid gmt"), utc(node, "date completed gmt")
    events = Events(status, *times, refunded, method, node.text("transaction id"))
    return fitted(replace(with_events(found, events), refunds=given_back))


def placed(node: Node) -> tuple[datetime, int]:
    """When the order was placed, and how many minutes the shop was east of UTC. Raises Invalid."""
    written = moment(node.text("date created"), "UTC")
    exact = utc(node, "date created gmt") or node.moment("date created")
    if exact is None:
        raise Invalid("it has no date under date_created.")
    if written is None or not node.text("date created gmt"):
        offset = exact.utcoffset()
        return exact, int(offset.total_seconds() // 60) if offset else 0
    return exact, int((written - exact).total_seconds() // 60)


def utc(node: Node, column: str) -> datetime | None:
    """A time that is written in UTC without saying so."""
    text = node.text(column)
    at = moment(text, "UTC") if text else None
    if text and at is None:
        raise node.wrong(column, f"“{text[:40]}” is no date.")
    return at.astimezone(UTC) if at else None


def lines_of(node: Node, currency: str, included: bool) -> tuple[tuple[IncomingLine, ...], int]:
    """The lines, fees among them, and what fees below zero take off. Raises Invalid if there is none."""
    items, fees = node.many("line_items"), node.many("fee_lines")
    if len(items) != len(node.found["line_items"]):
        raise Invalid("one of its line_items is no object.")
    if len(items) > MOST_LINES:
        raise Invalid(f"it has {len(items):,} lines; at most {MOST_LINES:,} can be read.")
    found = [line(one, one.quantity("quantity"), currency, included) for one in items if one.quantity("quantity")]
    taken = 0
    for one in fees:
        worth = (one.signed("total") or Decimal(0)) + ((one.signed("total tax") or Decimal(0)) if included else 0)
        if worth < 0:
            taken += -money.to_minor(worth, currency)
        elif worth > 0:
            found.append(line(one, 1, currency, included))
    if not found:
        raise Invalid("it has no line with any pieces.")
    return tuple(found), taken


def line(one: Node, quantity: int, currency: str, included: bool) -> IncomingLine:
    """One line: its total is what was paid, its subtotal what it would have been without coupons."""
    total, tax = one.decimal("total") or Decimal(0), one.decimal("total tax") or Decimal(0)
    subtotal = one.decimal("subtotal")
    before = total if subtotal is None else subtotal
    if included:
        total += tax
        before += tax if subtotal is None else one.decimal("subtotal tax") or Decimal(0)
    price = unit_price(before, quantity)
    return IncomingLine(
        name=plain(one.text("name")) or one.text("sku") or "Item without a name",
        sku=one.text("sku"),
        quantity=quantity,
        unit_price=price,
        discount=max(money.line_total(quantity, price, currency) - money.to_minor(total, currency), 0),
        tax=money.to_minor(tax, currency),
    )


def sum_of(node: Node, currency: str, *columns: str) -> int:
    """The sum of amounts in minor units."""
    return sum(node.amount(column, currency) or 0 for column in columns)


def refunds_of(node: Node, order: IncomingOrder, method: str) -> tuple[IncomingRefund, ...]:
    """The refunds, whose totals stand below zero; the order names neither their lines nor dates."""
    found = []
    for one in node.many("refunds"):
        amount = abs(money.to_minor(one.signed("total") or one.signed("amount") or Decimal(0), order.currency))
        if amount:
            found.append(
                IncomingRefund(
                    source_id=one.text("id")[:80],
                    amount=amount,
                    at=utc(one, "date created gmt") or utc(node, "date modified gmt") or order.placed_at,
                    adjustment=amount,
                    reason=plain(one.text("reason"))[:500],
                    provider="manual" if one.text("refunded payment") == "false" else method[:100],
                )
            )
    return tuple(found)


def customer_of(node: Node, choices: Choices) -> IncomingCustomer:
    """The customer of an object."""
    billing = node.inner("billing")
    given = node.text("email") or billing.text("email") or None
    phones = [text for text in (billing.bare("phone"),) if text]
    names = " ".join(filter(None, (node.text("first name"), node.text("last name"))))
    where: Mapping[str, str] = address(billing) or {}
    facts = {key: node.text(key)[:1000] for key in ("role", "date created", "is paying customer")}
    facts |= {f"address {part}": text for part, text in where.items()}
    return IncomingCustomer(
        row=node.row,
        source_id=node.text("id"),
        name=plain(names) or where.get("name", "") or where.get("company", ""),
        email=given,
        phone=phones[0] if phones else None,
        region=where.get("country", "")[:2],
        facts={key: text for key, text in facts.items() if text},
        warnings=tuple(Problem(node.row, f"{node.text('id')}: {told}") for told in unusual(given, phones)),
    )


ORDERS = JsonSource(
    "woocommerce_json", "WooCommerce", "orders", "woocommerce", "WC-", "order", is_order, "date_modified_gmt", order_of
)  # fmt: skip
CUSTOMERS = JsonSource(
    "woocommerce_customers_json", "WooCommerce", "customers", "woocommerce", "WC-", "customer", is_customer,
    "date_modified_gmt", customer_of,
)  # fmt: skip
