"""One order as the invariants look at it: its stored columns beside the facts they are derived from."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from dashboard.checks.goods import Goods
from dashboard.core.facts import OrderFacts, RefundFacts


class OrderRow(NamedTuple):
    """Stored columns of an order and of its search document. Amounts in minor units, statuses as plain words."""

    id: int
    code: str
    currency: str
    state: str
    tax_included: bool
    total: int
    shipping: int
    shipping_tax: int
    difference: int
    payment_status: str
    fulfilment_status: str
    paid: int
    refunded: int
    total_sort: int
    item_count: int
    packed: bool
    placed_at: datetime
    customer_name: str
    customer_email: str | None
    customer_phone: str | None
    customer_phone_key: str | None
    shipping_address: str | None  # JSON, read only where it is looked at
    billing_address: str | None
    account_id: int | None
    doc_key: int | None
    doc: str | None


class Line(NamedTuple):
    """Stored columns of a line."""

    order_id: int
    id: int
    quantity: int
    sku: str
    name: str
    variant: str
    total: int
    original_quantity: int | None


class Holder(NamedTuple):
    """An account as its orders' documents name it."""

    id: int
    name: str
    email: str | None
    phone: str | None
    phone_key: str | None


class Money(NamedTuple):
    """What OrderFacts says of an order's payments and refunds, in minor units."""

    total: int
    captured: int
    attempt_open: bool
    refunded: int
    fees: int
    reserved: int
    held: int


class Case(NamedTuple):
    """An order with all that its invariants need."""

    row: OrderRow
    lines: Sequence[Line]
    money: Money
    goods: Goods
    owner: Holder | None
    tracking: Sequence[str]  # numbers of shipments, in order of these
    notes: Sequence[str]  # newest first
    catching_up: bool = False  # its document is about to be written anew, since its owner's details changed


def money_of(total: int, captured: int, attempt_open: bool, refunds: Sequence[RefundFacts]) -> Money:
    """The money of an order."""
    if not refunds:
        return Money(total, captured, attempt_open, 0, 0, 0, captured)
    facts = OrderFacts(captured=captured, refunds=tuple(refunds))
    return Money(total, captured, attempt_open, facts.refunded, facts.fees, facts.reserved, facts.held)
