"""What every importer hands over: an order as its source knows it, in no source's words. Amounts in minor units."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


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
    """One line. `discount` is its own share so far, `sent` whether its pieces are handed over."""

    name: str
    sku: str
    quantity: int
    unit_price: Decimal
    discount: int = 0
    taxable: bool = True
    sent: bool = False


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
    back so far, its lines and dates unknown.
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
