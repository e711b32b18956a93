"""Shopify's orders and customers as its API and webhooks write them."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from dashboard.core import money
from dashboard.core.refusals import Invalid
from dashboard.importers.cells import Cells
from dashboard.importers.goods import fitted
from dashboard.importers.grouping import key_of
from dashboard.importers.incoming import Choices, IncomingCustomer, IncomingLine, IncomingOrder, Problem
from dashboard.importers.json_file import Object
from dashboard.importers.json_source import JsonSource, Node
from dashboard.importers.reckon import reckon
from dashboard.importers.shopify_cells import MOST_LINES, currency_of, email
from dashboard.importers.shopify_customers import unusual
from dashboard.importers.shopify_json_goods import refunds_of, shipments_of
from dashboard.importers.shopify_money import money_of

ADDRESS = {
    "name": ("name",),
    "company": ("company",),
    "street1": ("address1",),
    "street2": ("address2",),
    "postcode": ("zip",),
    "city": ("city",),
    "region": ("province code", "province"),
    "country": ("country code", "country"),
}


def is_order(found: Object) -> bool:
    """Whether an object is an order of Shopify's."""
    return isinstance(found.get("line_items"), list) and "financial_status" in found


def is_customer(found: Object) -> bool:
    """Whether an object is a customer of Shopify's."""
    return "line_items" not in found and {"email", "first_name", "orders_count"} <= set(found)


def order_of(node: Node, choices: Choices) -> IncomingOrder:
    """The order of an object. Raises Invalid for what cannot be read."""
    number = key_of([node.text("name") or node.text("order number")], 0)
    placed_at = node.moment("created at")
    if not number or placed_at is None:
        raise Invalid("it has no number." if placed_at else "it has no date under created_at.")
    if node.text("test") == "true":
        raise Invalid("it was a test at Shopify and was left out.")
    told: list[Problem] = []
    currency, offset = currency_of(node, choices), placed_at.utcoffset()
    billing, shipping = address(node, "billing_address"), address(node, "shipping_address")
    customer = node.inner("customer")
    found = IncomingOrder(
        row=node.row,
        number=number,
        source_id=node.text("id") or None,
        placed_at=placed_at,
        placed_offset=int(offset.total_seconds() // 60) if offset else 0,
        currency=currency,
        lines=lines(node, currency, number, told),
        name=(billing or {}).get("name") or (shipping or {}).get("name") or full_name(customer),
        email=email(Cells(node.row, {"email": contact(node)}), number, told),
        phone=phone(node),
        region=(billing or shipping or {}).get("country", "")[:2],
        shipping_address=shipping,
        billing_address=billing,
        subtotal=node.amount("subtotal price", currency),
        discount=node.amount("total discounts", currency) or 0,
        discount_code=", ".join(code.text("code") for code in node.many("discount_codes")),
        shipping=sum(one.amount("price", currency) or 0 for one in node.many("shipping_lines")),
        shipping_method=", ".join(one.text("title") for one in node.many("shipping_lines")),
        tax=node.amount("total tax", currency) or 0,
        tax_rate=tax_rate(node),
        total=node.amount("total price", currency),
        canceled_at=node.moment("cancelled at") or (placed_at if node.text("financial status") == "voided" else None),
        note="\n\n".join(filter(None, (node.text("note"), attributes(node)))),
        tags=tuple(tag.strip() for tag in node.text("tags").split(",") if tag.strip()),
        tax_included=True if node.text("taxes included") == "true" else None,
        customer_number=customer.text("id"),
        facts={"customer_state": customer.text("state")} if customer.text("state") else {},
    )
    return with_events(node, replace(found, total=reckon(found).total, warnings=tuple(told)))


def with_events(node: Node, order: IncomingOrder) -> IncomingOrder:
    """The order with its shipments, refunds and payment."""
    shipments, delayed = shipments_of(node, order)
    if not shipments and node.text("fulfillment status") in {"fulfilled", "shipped"}:
        order = replace(order, lines=tuple(replace(line, sent=True) for line in order.lines))
        shipments = None
    order = replace(order, shipments=shipments, refunds=refunds_of(node, order))
    given_back = sum(refund.amount for refund in order.refunds)
    cells = {
        "financial status": node.text("financial status"),
        "payment method": node.text("gateway") or ", ".join(map(str, node.found.get("payment_gateway_names") or ())),
        "payment reference": node.text("reference"),
        "paid at": node.text("processed at"),
        "outstanding balance": node.text("total outstanding"),
        "refunded amount": str(money.to_decimal(given_back, order.currency)) if given_back else "",
    }
    paid = money_of(Cells(node.row, cells, node.spelling), order.currency, order.total or 0)
    note = "\n\n".join(filter(None, (order.note, delayed)))
    warnings = (*order.warnings, *(Problem(node.row, f"#{order.number}: {told}") for told in paid.warnings))
    return fitted(replace(order, payment=paid.payment, refunded=paid.refunded, note=note, warnings=warnings))


def lines(node: Node, currency: str, number: str, told: list[Problem]) -> tuple[IncomingLine, ...]:
    """The order's lines. Raises Invalid if there is none with any pieces, or there are too many."""
    found = node.many("line_items")
    if len(found) > MOST_LINES:
        raise Invalid(f"it has {len(found):,} lines; at most {MOST_LINES:,} can be read.")
    if len(found) != len(node.found["line_items"]):
        raise Invalid("one of its line_items is no object.")
    if not any(one.quantity("quantity") for one in found):
        raise Invalid("it has no line with any pieces.")
    return tuple(line(one, currency) for one in found if one.quantity("quantity"))


def line(one: Node, currency: str) -> IncomingLine:
    """One line."""
    allotted = one.many("discount_allocations")
    discount = sum(part.amount("amount", currency) or 0 for part in allotted)
    return IncomingLine(
        name=one.text("title") or one.text("name") or one.text("sku") or "Item without a name",
        sku=one.text("sku"),
        quantity=one.quantity("quantity"),
        unit_price=one.decimal("price") or Decimal(0),
        discount=discount if allotted else one.amount("total discount", currency) or 0,
        taxable=one.text("taxable") != "false",
        variant=one.text("variant title").removesuffix("Default Title"),
    )


def address(node: Node, key: str) -> Mapping[str, str] | None:
    """An address in its parts; None if there is none."""
    inner = node.inner(key)
    parts = {part: next((text for column in columns if (text := inner.text(column))), "")[:500]
             for part, columns in ADDRESS.items()}  # fmt: skip
    parts["name"] = parts["name"] or full_name(inner)
    return {part: text for part, text in parts.items() if text} or None


def full_name(inner: Node) -> str:
    """First and last name."""
    return " ".join(filter(None, (inner.text("first name"), inner.text("last name"))))


def contact(node: Node) -> str:
    """The e-mail address given with the order."""
    return node.text("email") or node.text("contact email")


def phone(node: Node) -> str | None:
    """The phone number given with the order."""
    inner = (node, node.inner("billing_address"), node.inner("shipping_address"))
    return next((text for one in inner if (text := one.bare("phone"))), None)


def attributes(node: Node) -> str:
    """What the buyer answered at checkout."""
    return "\n".join(f"{one.text('name')}: {one.text('value')}" for one in node.many("note_attributes"))


def tax_rate(node: Node) -> int:
    """The rate of the order's only tax in basis points; 0 if there are more, or none."""
    taxes = node.many("tax_lines")
    rate = taxes[0].decimal("rate") if len(taxes) == 1 else None
    return int(rate * 10_000) if rate is not None and rate < 1 else 0


def customer_of(node: Node, choices: Choices) -> IncomingCustomer:
    """The customer of an object."""
    inner = node.inner("default_address")
    source_id, given = node.text("id"), node.text("email") or None
    phones = [text for text in (node.bare("phone"), inner.bare("phone")) if text]
    name = full_name(node) or inner.text("name") or inner.text("company")
    kept = ("state", "tags", "note", "accepts marketing", "tax exempt", "created at", "verified email")
    facts = {key: node.text(key)[:1000] for key in kept}
    facts |= {"imported_total_spent": node.text("total spent"), "imported_total_orders": node.text("orders count")}
    facts |= {f"address {part}": text for part, text in (address(node, "default_address") or {}).items()}
    return IncomingCustomer(
        row=node.row,
        source_id=source_id,
        name=name,
        email=given,
        phone=phones[0] if phones else None,
        region=inner.text("country code")[:2],
        facts={key: text for key, text in facts.items() if text},
        warnings=tuple(Problem(node.row, f"{source_id}: {told}") for told in unusual(given, phones)),
    )


ORDERS = JsonSource(
    "shopify_json", "Shopify", "orders", "shopify", "SH-", "order", is_order, "updated_at", order_of
)  # fmt: skip
CUSTOMERS = JsonSource(
    "shopify_customers_json", "Shopify", "customers", "shopify", "SH-", "customer", is_customer, "updated_at",
    customer_of,
)  # fmt: skip
