"""What the blocks of a customer's page show, as values alone: what was drawn of a block is kept under them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from dashboard.models.cart_view import CartRow
from dashboard.models.customer import Customer
from dashboard.models.customer_view import Owned
from dashboard.models.merged import Former


class Spent(NamedTuple):
    """What an account spent in a currency, over so many orders; in minor units."""

    amount: int
    orders: int
    currency: str


class Account(NamedTuple):
    """The account: who it is, what it may do, what it is made of."""

    id: int
    name: str
    email: str | None
    phone: str | None
    verified: bool
    offline_buyer: bool
    has_password: bool
    can_own: bool
    erased: bool
    deactivated: bool
    editable: bool
    created_at: datetime
    orders: int
    spend: tuple[Spent, ...]
    former: tuple[Former, ...]


class Shares(NamedTuple):
    """A page of its orders, and the addresses of the newer and the older ones; `paged`: it is not the first one."""

    rows: tuple[Owned, ...]
    paged: bool
    before: str | None
    after: str | None


class Carts(NamedTuple):
    """Its carts; `opens`: whether the person may open one."""

    rows: tuple[CartRow, ...]
    opens: bool


def spent(known: Customer) -> tuple[Spent, ...]:
    """What an account spent, by currency."""
    return tuple(Spent(part.amount, part.orders, part.currency) for part in known.spend)


def account(known: Customer, former: Sequence[Former], may_edit: bool) -> Account:
    """The account with its former selves, for somebody who may edit accounts, or not."""
    return Account(
        known.id,
        known.name,
        known.email,
        known.phone,
        known.phone_verified_at is not None,
        known.offline_buyer,
        bool(known.password_hash),
        known.can_own,
        known.erased_at is not None,
        known.deactivated_at is not None,
        may_edit and known.merged_into_id is None and known.erased_at is None,
        known.created_at,
        known.order_count,
        spent(known),
        tuple(former),
    )
