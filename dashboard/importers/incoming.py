"""What every importer hands over: an order, a customer, a tracking number or a credit as its source knows it, in no
source's words. Amounts in minor units.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from dashboard.core.words import ShipmentStatus


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the file that a merchant should know; `row` as a spreadsheet counts them, the header being 1."""

    row: int
    sentence: str
    refused: bool = False  # nothing of this order was brought in
    rows: tuple[int, ...] = ()  # of what was refused, all its rows: mended, they can be brought in by themselves


@dataclass(frozen=True, slots=True)
class Choices:
    """What the store and the merchant add to what the file says; None: as it is found in the file.

    `encoding` is a Python codec, `separator` and `decimal` one character, `dates` the order of day, month and year in
    figures: "dmy", "mdy" or "ymd". `mapping` says for a table of one's own which field each column becomes.
    """

    region: str
    zone: str
    currency: str | None = None  # for a file that names none
    encoding: str | None = None
    separator: str | None = None
    decimal: str | None = None
    dates: str | None = None
    mapping: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class IncomingLine:
    """One line. `discount` is its own share so far, `sent` whether its pieces are handed over.

    `tax` None: the source tells only the order's.
    """

    name: str
    sku: str
    quantity: int
    unit_price: Decimal
    discount: int = 0
    taxable: bool = True
    sent: bool = False
    variant: str = ""
    tax: int | None = None
    tax_rate: int | None = None


@dataclass(frozen=True, slots=True)
class IncomingShipment:
    """Pieces sent together, by the line's place in the order, from 0. `nth` is its own place, from 1, for good."""

    nth: int
    pieces: Mapping[int, int]
    status: ShipmentStatus
    at: datetime
    carrier: str = ""
    tracking: str = ""


@dataclass(frozen=True, slots=True)
class RefundedPieces:
    """Pieces of one line that a refund pays back: `withdrawn` will not be sent, `returned` came back."""

    quantity: int
    amount: int
    withdrawn: int = 0
    returned: int = 0
    restocked: int = 0


@dataclass(frozen=True, slots=True)
class IncomingRefund:
    """Money given back at once. `amount` is the sum of `pieces`, by the line's place, and `shipping`, or has none."""

    source_id: str
    amount: int
    at: datetime
    pieces: Mapping[int, RefundedPieces] = field(default_factory=dict)
    shipping: int = 0
    adjustment: int = 0
    fee: int = 0
    reason: str = ""
    provider: str = ""


@dataclass(frozen=True, slots=True)
class IncomingPayment:
    """Money captured, and an attempt that is still open (0: none)."""

    captured: int = 0
    attempted: int = 0
    provider: str = ""
    reference: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class IncomingOrder:
    """An order of another system.

    `number` is the source's own without "#", `source_id` its id where it gives one. `subtotal` is the sum of the
    lines after discounts and `total` the order's, None where the file does not say. `refunded` is all that was given
    back so far; `refunds` where the source knows each. `shipments` None: known is only whether a line is sent.
    """

    row: int
    number: str
    source_id: str | None
    placed_at: datetime
    placed_offset: int
    currency: str
    lines: tuple[IncomingLine, ...]
    name: str = ""
    email: str | None = None
    phone: str | None = None
    region: str = ""  # in which the phone number is dialled
    shipping_address: Mapping[str, str] | None = None
    billing_address: Mapping[str, str] | None = None
    subtotal: int | None = None
    discount: int = 0
    discount_code: str = ""
    shipping: int = 0
    shipping_method: str = ""
    tax: int = 0
    tax_rate: int = 0
    total: int | None = None
    payment: IncomingPayment = field(default_factory=IncomingPayment)
    refunded: int = 0
    sent_at: datetime | None = None
    canceled_at: datetime | None = None
    note: str = ""
    tags: tuple[str, ...] = ()
    warnings: tuple[Problem, ...] = ()
    rows: tuple[int, ...] = ()  # all its rows in the file
    tax_included: bool | None = None  # None: told by the total
    shipments: tuple[IncomingShipment, ...] | None = None
    refunds: tuple[IncomingRefund, ...] = ()
    customer_number: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)  # what the desk has no place for


@dataclass(frozen=True, slots=True)
class IncomingCustomer:
    """A customer of another system. `facts` are its words and sums, kept as they were and never taken for ours."""

    row: int
    source_id: str
    name: str = ""
    email: str | None = None
    phone: str | None = None
    region: str = ""  # in which the phone number is dialled
    facts: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()

    @property
    def number(self) -> str:
        """What the customer is called in a report."""
        return self.source_id or self.email or self.name


@dataclass(frozen=True, slots=True)
class IncomingTracking:
    """The tracking number of a parcel. `number` is an order code here, or the order's number at its source."""

    row: int
    number: str
    tracking: str
    carrier: str = ""
    at: datetime | None = None
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class CreditLine:
    """One line of a credit: pieces and price as the source has them, below zero where it says so."""

    name: str
    sku: str
    quantity: int
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class IncomingCredit:
    """A credit that names no sale; `amount` is what it gives back, below zero where it takes."""

    row: int
    number: str
    placed_at: datetime
    currency: str
    amount: int
    lines: tuple[CreditLine, ...]
    name: str = ""
    email: str | None = None
    customer_number: str = ""
    warnings: tuple[Problem, ...] = ()
    rows: tuple[int, ...] = ()  # all its rows in the file


Incoming = IncomingOrder | IncomingCustomer | IncomingTracking | IncomingCredit
