"""What the blocks of a customer's page show, as values alone: what was drawn of a block is kept under them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from dashboard.core.guards import may
from dashboard.core.notes import is_own, may_delete
from dashboard.core.person import Person
from dashboard.models.cart_view import CartRow
from dashboard.models.customer import Customer
from dashboard.models.customer_facts import Facts
from dashboard.models.customer_view import Owned
from dashboard.models.merged import Former
from dashboard.models.tag_list import TagInUse


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


class NoteShown(NamedTuple):
    """A note, and whether the person may delete it; `own`: and change it, having written it."""

    id: int
    text: str
    author: str
    at: datetime
    edited_at: datetime | None
    deletes: bool
    own: bool


class Beside(NamedTuple):
    """What the desk keeps about it beside its details, and which of it the person may change."""

    id: int
    tags: tuple[TagInUse, ...]
    groups: tuple[tuple[int, str], ...]
    notes: tuple[NoteShown, ...]
    tags_it: bool
    edits_it: bool
    notes_it: bool


def beside(known: Customer, facts: Facts, by: Person) -> Beside:
    """The same for this person; what is merged away or erased changes no more."""
    open_ = known.merged_into_id is None and known.erased_at is None
    tags_it, edits_it, notes_it = (open_ and may(by, right) for right in ("tag", "customer_edit", "note"))
    notes = tuple(
        NoteShown(
            note.id, note.text, note.author, note.at, note.edited_at,
            notes_it and may_delete(by, note.staff_id), is_own(by, note.staff_id),
        )
        for note in facts.notes
    )  # fmt: skip
    return Beside(known.id, tuple(facts.tags), tuple(facts.groups), notes, tags_it, edits_it, notes_it)


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
