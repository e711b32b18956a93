"""Accounts that a guest order's buyer may have: shown to staff, never acted on by themselves (DOMAIN 6).

Each reason is looked up in an index of its own, all in one query: the same e-mail or phone; the same name, of which a
second query compares the postcodes of a few orders; and the addresses one letter off (one_letter_off). So no number of
accounts makes it slow.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import Session, joinedload

from dashboard.core import search
from dashboard.core.contacts import Contact, looks_like, postcode_key
from dashboard.models.candidates import can_own
from dashboard.models.customer import Customer
from dashboard.models.one_letter_off import one_letter_off
from dashboard.models.order import Order
from dashboard.models.reading import rows_of

NAMESAKES, NEAR, NEWEST = 10, 50, 5
STRENGTH = ("same e-mail", "same phone", "same name and postcode", "e-mail one letter off")


class Account(NamedTuple):
    """An account as it is compared."""

    id: int
    name: str
    name_key: str
    email_key: str | None
    phone_key: str | None


One = TypeVar("One", Account, Customer)


class Lookalike(NamedTuple):
    """An account, and why it may be the buyer's."""

    id: int
    name: str
    reason: str


def lookalikes(session: Session, order: Order) -> list[Lookalike]:
    """Accounts that look like the buyer of this order, the strongest reason first. One query, or two (alike())."""
    buyer = contact_of(order)
    keys, asked = shared(session, buyer)
    accounts = [Account._make(row) for row in rows_of(session, outlines(keys, session.get_bind().dialect.name), asked)]
    return [Lookalike(account.id, account.name, reason) for account, reason in told(session, buyer, accounts)]


def alike(session: Session, order: Order) -> list[tuple[Customer, str]]:
    """The same with all that is known of the accounts and what they spent. One query, two where there are namesakes."""
    buyer = contact_of(order)
    keys, asked = shared(session, buyer)
    query = sharing(keys, session.get_bind().dialect.name)
    return told(session, buyer, list(session.scalars(query, asked).unique()))


def told(session: Session, buyer: Contact, accounts: Sequence[One]) -> list[tuple[One, str]]:
    """Those of these accounts that look like the buyer, each with the strongest reason, that first."""
    postcodes = postcodes_of(session, [a.id for a in accounts if a.name_key == buyer.name_key]) if accounts else {}
    found = []
    for account in accounts:
        known = Contact(account.email_key or "", account.phone_key or "", account.name_key)
        # With one of its postcodes at a time: an account has had many addresses.
        reasons = [looks_like(buyer, known)]
        if buyer.postcode and buyer.postcode in postcodes.get(account.id, ()):
            reasons.append("same name and postcode")
        if reason := min(filter(None, reasons), key=STRENGTH.index, default=None):
            found.append((account, reason))
    return sorted(found, key=lambda one: (STRENGTH.index(one[1]), one[0].name, one[0].id))


def contact_of(order: Order) -> Contact:
    """The order customer as it is compared."""
    postcode = postcode_key(order.shipping_address) or postcode_key(order.billing_address)
    return Contact(
        order.customer_email_key or "", order.customer_phone_key or "", search.fold(order.customer_name), postcode
    )


def shared(session: Session, buyer: Contact) -> tuple[tuple[str, ...], dict[str, Any]]:
    """What accounts could share with the buyer, by name, and the parameters that say so."""
    asked: dict[str, Any] = {}
    if buyer.email_key:
        asked |= {"email": buyer.email_key, "near": buyer.email_key}
    if buyer.phone_key:
        asked["phone"] = buyer.phone_key
    if buyer.name_key and buyer.postcode:
        asked["name"] = buyer.name_key
    return tuple(asked), asked


@cache
def sharing(keys: tuple[str, ...], dialect: str) -> Select[Any]:
    """The query for accounts with one of these in common; what they spent along with them."""
    return select(Customer).where(common(keys, dialect)).options(joinedload(Customer.spend))


@cache
def outlines(keys: tuple[str, ...], dialect: str) -> Select[Any]:
    """The same for no more than Account holds of each."""
    return select(*[getattr(Customer, name) for name in Account._fields]).where(common(keys, dialect))


def common(keys: tuple[str, ...], dialect: str) -> ColumnElement[bool]:
    """A condition: an account has one of these in common, named as the parameters, each looked up by an index."""
    parts: dict[str, ColumnElement[bool]] = {
        "email": Customer.email_key == bindparam("email"),
        "near": one_letter_off(dialect),
        "phone": Customer.phone_key == bindparam("phone"),
    }
    ids = [select(Customer.id).where(parts[key], *can_own()) for key in keys if key in parts]
    if "near" in keys:  # none mostly, but PostgreSQL expects more, and reads all accounts
        spelt = select(Customer.id).where(parts["near"], *can_own()).order_by(Customer.email_key).limit(NEAR)
        ids[keys.index("near")] = select(spelt.subquery().c.id)
    if "name" in keys:
        namesakes = select(Customer.id).where(Customer.name_key == bindparam("name"), *can_own())
        ids.append(select(namesakes.order_by(Customer.id.desc()).limit(NAMESAKES).subquery().c.id))
    return Customer.id.in_(select(union(*ids).subquery().c.id)) if ids else Customer.id.is_(None)


def postcodes_of(session: Session, accounts: Iterable[int], most: int = NAMESAKES) -> dict[int, set[str]]:
    """The postcodes of the newest orders that each of these few accounts owns, of so many of them at most."""
    asked = {f"account_{at}": number for at, number in enumerate(list(accounts)[:most])}
    found: dict[int, set[str]] = {}
    for number, *addresses in rows_of(session, newest_of(len(asked)), asked) if asked else ():
        found.setdefault(number, set()).update(postcode_key(address) for address in addresses)
    return found


@cache
def newest_of(accounts: int) -> CompoundSelect[Any]:
    """The query for the addresses of the newest orders of so many accounts, named account_0 and on."""
    newest = [
        select(Order.account_id, Order.shipping_address, Order.billing_address)
        .where(Order.account_id == bindparam(f"account_{at}"))
        .order_by(Order.placed_at.desc(), Order.id.desc())
        .limit(NEWEST)
        .subquery()
        for at in range(accounts)
    ]
    return union_all(*(select(one) for one in newest))
