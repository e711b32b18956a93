"""One order as the invariants look at it: its stored columns beside the facts they are derived from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from dashboard.core.facts import OrderFacts
from dashboard.core.quantities import Pieces, per_line
from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus


class OrderRow(NamedTuple):
    """Stored columns of an order and of its search document. Amounts in minor units."""

    id: int
    code: str
    currency: str
    state: OrderState
    tax_included: bool
    total: int
    shipping: int
    shipping_tax: int
    difference: int
    payment_status: PaymentStatus
    fulfilment_status: FulfilmentStatus
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


@dataclass(frozen=True)
class Case:
    """An order with all that its invariants need."""

    row: OrderRow
    lines: Sequence[Line]
    facts: OrderFacts
    owner: Holder | None
    tracking: Sequence[str]  # numbers of shipments, in order of these
    notes: Sequence[str]  # newest first
    catching_up: bool = False  # its document is about to be written anew, since its owner's details changed

    @cached_property
    def pieces(self) -> Mapping[int, Pieces]:
        """Counts per line id."""
        return per_line(self.facts)
