"""What the blocks of an order's page show, as values alone: what was drawn of a block is kept under them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from dashboard.core import parcels, progress, quantities
from dashboard.core.confirming import Compared
from dashboard.core.facts import OrderFacts
from dashboard.core.person import Person
from dashboard.core.quantities import Pieces
from dashboard.core.statuses import LIVE, FulfilmentStatus, OrderState, PaymentStatus, RefundState, ShipmentStatus
from dashboard.models.confirmation import compared
from dashboard.models.lookalikes import Lookalike
from dashboard.models.order import Order
from dashboard.models.shipment import Shipment
from dashboard.pages import money_acts, shipment_verb
from dashboard.pages.customer_shown import Spent, spent
from dashboard.pages.money_acts import Act
from dashboard.pages.order_menu import Offer


class Item(NamedTuple):
    """A line of the order; amounts in minor units."""

    id: int
    name: str
    variant: str
    sku: str
    picture: str | None
    quantity: int
    original_quantity: int | None
    unit_price: Decimal
    discount: int
    tax_rate: int
    tax: int
    total: int
    status: FulfilmentStatus
    pieces: Pieces


class Items(NamedTuple):
    """The block Items; `compared` is empty where all is as the buyer placed it."""

    code: str
    currency: str
    tax_included: bool
    lines: tuple[Item, ...]
    to_send: int
    sent: int
    compared: tuple[Compared, ...]


class Parcel(NamedTuple):
    """A shipment; `live`: it may still arrive; `offers`: what can be done to it."""

    id: int
    number: str
    pieces: str
    carrier: str
    tracking_number: str
    point: str
    status: ShipmentStatus
    expected_on: date | None
    label_printed: bool
    live: bool
    way: tuple[progress.Step, ...]
    offers: tuple[Offer, ...]


class Paid(NamedTuple):
    """A payment, and what can be done next to it."""

    id: int
    state: str
    method: str
    provider: str
    reference: str
    failure: str
    amount: int
    at: datetime
    steps: tuple[Act, ...]


class Given(NamedTuple):
    """A refund, and what can be done next to it."""

    id: int
    state: RefundState
    reason: str
    reference: str
    answer: str
    sent_by: str
    amount: int
    at: datetime
    sent_at: datetime | None
    steps: tuple[Act, ...]


class Sums(NamedTuple):
    """The block Payment; amounts in minor units."""

    payment_status: PaymentStatus
    item_count: int
    discount: int
    discount_code: str
    shipping: int
    shipping_tax: int
    shipping_method: str
    difference: int
    tax: int
    tax_included: bool
    total: int
    currency: str
    paid: int
    state: OrderState
    subtotal: int
    invoice: tuple[str, datetime] | None  # its number, and when it was issued
    payments: tuple[Paid, ...]
    refunds: tuple[Given, ...]


class Owner(NamedTuple):
    """The account that owns the order; `verified`: its phone."""

    id: int
    name: str
    email: str | None
    phone: str | None
    verified: bool
    spend: tuple[Spent, ...]


class Owners(NamedTuple):
    """The blocks of who ordered and of the account; the offers are None where the person may not."""

    code: str
    customer_name: str
    customer_email: str | None
    customer_phone: str | None
    owner: Owner | None
    alike: tuple[Lookalike, ...]
    edit: Offer | None
    link: Offer | None
    reassign: Offer | None


class Shown(NamedTuple):
    """The blocks that are drawn of values alone."""

    owners: Owners
    items: Items
    parcels: tuple[Parcel, ...]
    sums: Sums


def shown(
    order: Order, known: OrderFacts, by: Person, alike: tuple[Lookalike, ...], offers: dict[str, Offer | None]
) -> Shown:
    """The blocks of this order for this person."""
    return Shown(owners(order, alike, offers), items(order, known), shipped(order, known, by), sums(order, known, by))


def same(kind: type[Any], row: Any, **more: Any) -> Any:
    """The row's columns as this kind of values, with what is not in the row."""
    return kind(**{name: getattr(row, name) for name in kind._fields if name not in more}, **more)


def items(order: Order, known: OrderFacts) -> Items:
    """The block Items."""
    pieces = quantities.per_line(known)
    lines = tuple(
        same(
            Item,
            line,
            pieces=(of := pieces[line.id]),
            status=progress.of_line(of, known.state, known.packed),
        )
        for line in order.lines
    )
    to_send, sent = sum(one.to_send for one in pieces.values()), sum(one.sent for one in pieces.values())
    return Items(order.code, order.currency, order.tax_included, lines, to_send, sent, tuple(compared(order)))


def shipped(order: Order, known: OrderFacts, by: Person) -> tuple[Parcel, ...]:
    """The block Shipments."""
    names = {line.id: line.name for line in order.lines}
    return tuple(parcel(shipment, names, known, by) for shipment in order.shipments)


def parcel(shipment: Shipment, names: dict[int, str], known: OrderFacts, by: Person) -> Parcel:
    """One of it."""
    found: Parcel = same(
        Parcel,
        shipment,
        pieces=parcels.listed({part.line_id: part.quantity for part in shipment.lines}, names),
        live=shipment.status in LIVE,
        way=tuple(progress.steps(shipment.status, shipment.point)),
        offers=shipment_verb.menu(shipment, known, by),
    )
    return found


def sums(order: Order, known: OrderFacts, by: Person) -> Sums:
    """The block Payment."""
    found: Sums = same(
        Sums,
        order,
        subtotal=sum(line.total + line.discount for line in order.lines),
        invoice=(order.invoice.number, order.invoice.issued_at) if order.invoice else None,
        payments=tuple(same(Paid, one, steps=money_acts.of_payment(one, known, by)) for one in order.payments),
        refunds=tuple(same(Given, one, steps=money_acts.of_refund(one, known, by)) for one in order.refunds),
    )
    return found


def owners(order: Order, alike: tuple[Lookalike, ...], offers: dict[str, Offer | None]) -> Owners:
    """The blocks of who ordered and of the account."""
    account = order.owner
    owner = account and Owner(
        account.id,
        account.name,
        account.email,
        account.phone,
        account.phone_verified_at is not None,
        spent(account),
    )
    offered = {"edit": offers["order_customer"], "link": offers["link"], "reassign": offers["reassign"]}
    found: Owners = same(Owners, order, owner=owner, alike=alike, **offered)
    return found
