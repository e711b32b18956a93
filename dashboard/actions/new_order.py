"""A new order that staff place for a buyer: a proxy order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from dashboard.actions import once as keys
from dashboard.actions.lock import lock_customers
from dashboard.actions.order_customer import LONGEST_NAME, contact
from dashboard.actions.order_lines import (
    MOST_LINES,
    as_placed,
    line_for,
    products_of,
    put_sums,
    refuse_archived,
    wanted,
)
from dashboard.actions.place import place
from dashboard.actions.reassign import refuse_gone, take_contact
from dashboard.core import addresses, contacts, names
from dashboard.core.notes import note_text
from dashboard.core.person import Person
from dashboard.core.reckoning import reckon
from dashboard.core.refusals import Invalid, Vanished
from dashboard.core.roles import require_permission
from dashboard.core.statuses import Route
from dashboard.database import now, writing
from dashboard.models.catalog import Catalog
from dashboard.models.note import Note
from dashboard.models.order import Order
from dashboard.models.store import Store, take_number


class Piece(NamedTuple):
    """So many pieces of a product at a price."""

    product_id: int
    quantity: int
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What staff enter: the buyer's account, or a guest's name, e-mail and phone; the lines; amounts in minor units."""

    lines: Sequence[Piece]
    customer_id: int | None = None
    name: str = ""
    email: str = ""
    phone: str = ""
    guest: bool = False
    catalog_id: int | None = None
    discount: int = 0
    shipping: int = 0
    address: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


def new_order(
    new: NewOrder, *, by: Person, once: keys.Submission | None = None, at: datetime | None = None
) -> dict[str, Any]:
    """Place it. Returns its code. Raises Replayed, NotPermitted, KeyReused, Vanished, and Invalid beside the field."""
    require_permission(by, "order_create")
    with writing() as session:
        keys.claim(session, once)
        store = session.get_one(Store, 1)
        order = drafted(session, store, new, at or now())
        order.code = free_code(session, store)
        with place(order, by=by, at=order.placed_at) as under_way:
            if new.note.strip():
                written = Note(order_id=order.id, author=by.name, staff_id=by.id, text=note_text(new.note))
                session.add(written)
            under_way.record("placed", route=Route.PROXY.label)
        result = {"code": order.code, "id": order.id}
        keys.keep(session, once, result)
    return result


def free_code(session: Session, store: Store) -> str:
    """The next code of the shop's own that no order has."""
    while True:
        code = f"{store.code_prefix}{take_number(session, 'orders')}"
        if not session.scalar(select(exists().where(Order.code == code))):
            return code


def drafted(session: Session, store: Store, new: NewOrder, at: datetime) -> Order:
    """The order without its code, not stored yet. Raises Vanished, and Invalid beside the field."""
    order = Order(
        placed_at=at,
        route=Route.PROXY,
        catalog_id=catalog(session, new.catalog_id),
        currency=store.currency,
        tax_included=store.tax_included,
        discount=new.discount,
        shipping=new.shipping,
        shipping_address=delivery(new.address),
    )
    put_buyer(session, order, new, store.region)
    put_lines(session, order, new.lines, store.tax_rate)
    return order


def put_buyer(session: Session, order: Order, new: NewOrder, region: str) -> None:
    """Whose order it is, and who is told as its customer."""
    if not new.guest:
        account = lock_customers(session, [new.customer_id]).get(new.customer_id or 0)
        if account is None:
            raise Invalid("Choose the customer who orders.", "q")
        refuse_gone(account)
        order.account_id = account.id
        take_contact(order, account)
        return
    order.customer_name = names.bounded(names.one_line(new.name), "name", LONGEST_NAME)
    found = contact(order, "email", new.email, contacts.email_key)
    found |= contact(order, "phone", new.phone, lambda text: contacts.phone_key(text, region))
    for column, value in found.items():
        setattr(order, column, value)
    if not (order.customer_name or order.customer_email or order.customer_phone):
        raise Invalid("Enter who orders: a name, an e-mail address or a phone number.", "name")


def put_lines(session: Session, order: Order, pieces: Sequence[Piece], tax_rate: int) -> None:
    """The lines as placed, and what they come to with shipping and discount."""
    pieces = [piece for piece in pieces if piece.quantity]
    if not pieces:
        raise Invalid("Add at least one product.", "product_q")
    if len(pieces) > MOST_LINES:
        raise Invalid(f"An order has {MOST_LINES} lines at most.", "product_q")
    products = products_of(session, [piece.product_id for piece in pieces])
    lines = []
    for position, (number, quantity, price) in enumerate(pieces, start=1):
        refuse_archived(products[number])
        lines.append(as_placed(line_for(products[number], position, quantity, price, tax_rate)))
    sums = reckon(
        [wanted(line) for line in lines],
        order.currency,
        discount=order.discount,
        shipping=order.shipping,
        tax_included=order.tax_included,
        shipping_rate=tax_rate,
    )
    put_sums(lines, sums.lines)
    order.lines = lines
    order.shipping_tax, order.tax, order.total = sums.shipping_tax, sums.tax, sums.total


def catalog(session: Session, number: int | None) -> int | None:
    """The catalog, if it is still there. Raises Vanished beside "catalog"."""
    if number is not None and session.get(Catalog, number) is None:
        raise Vanished("That catalog is gone. Choose another one.", "catalog")
    return number


def delivery(typed: Mapping[str, str]) -> dict[str, Any] | None:
    """Where it goes; a country alone is no address. Raises Invalid beside the part."""
    parts = dict(typed)
    if not any(text.strip() for part, text in parts.items() if part != "country"):
        return None
    parts["country"] = addresses.country(parts.get("country", ""), "shipping_country")
    return addresses.address(parts, None, "shipping")
