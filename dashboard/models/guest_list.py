"""Guest accounts: guest orders by contact, the guest who ordered last first. They have no record of their own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    Case,
    Dialect,
    Select,
    Subquery,
    bindparam,
    case,
    exists,
    func,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import Session, aliased

from dashboard.core.criteria import Criteria
from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus
from dashboard.models.customer import Customer
from dashboard.models.customer_list import can_own
from dashboard.models.full_text import MATCHES
from dashboard.models.keyset import Cursor, read, written
from dashboard.models.lookalikes import Lookalike
from dashboard.models.looked_up import aside, listed
from dashboard.models.order import Order
from dashboard.models.order_search import searched as searched_orders

SIZE = 20
SHOWN = 5  # orders of one guest
COUNTED = 1_000
COUNTED_EACH = 100
GUEST = Order.account_id.is_(None)


class GuestOrder(NamedTuple):
    """One order of a guest."""

    guest_key: str
    id: int
    code: str
    placed_at: datetime
    name: str
    email: str | None
    phone: str | None
    state: OrderState
    payment_status: PaymentStatus
    fulfilment_status: FulfilmentStatus
    is_test: bool
    archived_at: datetime | None
    total: int
    currency: str


COLUMNS = (
    Order.guest_key, Order.id, Order.code, Order.placed_at, Order.customer_name, Order.customer_email,
    Order.customer_phone, Order.state, Order.payment_status, Order.fulfilment_status, Order.is_test,
    Order.archived_at, Order.total, Order.currency,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guest:
    """All guest orders that share one contact: how many (at most COUNTED_EACH + 1), and the newest SHOWN of them.

    Where something is searched for, the newest SHOWN that match. `alike`: an account with the very same contact that
    could own an order: shown to staff, never acted on by itself. What else may make a guest look like an account
    (lookalikes.py) is asked on the guest's own order only, since a list must cost the same however many there are.
    """

    key: str
    count: int
    orders: tuple[GuestOrder, ...]
    alike: Lookalike | None = None

    @property
    def way(self) -> str:
        """What they share: "email", "phone", or "none" for an order that stands alone."""
        return {"e": "email", "p": "phone"}.get(self.key[0], "none")

    @property
    def contact(self) -> str:
        """The contact as the newest order gives it, else the name."""
        newest = self.orders[0]
        return {"email": newest.email, "phone": newest.phone}.get(self.way) or newest.name or "No name"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of guests, whether there are more on either side, and how many of their orders a search found."""

    rows: list[Guest]
    before: bool
    after: bool
    orders: int | None = None


class Head(NamedTuple):
    """A guest by the newest of the orders that match, and the newest SHOWN of these (ids)."""

    placed_at: datetime
    id: int
    found: tuple[int, ...]


def guests_page(session: Session, q: str, cursor: Cursor | None) -> Page:
    """The page of guests at this cursor; those with an order that matches, where something is searched for.

    One query, two more than the search's own where something is searched for.
    """
    back = cursor is not None and cursor.back
    orders = found(session, q) if q else {}
    guests = searched(session, from_place(orders, cursor)) if q else along(session, cursor)
    more = len(guests) > SIZE
    rows = guests[-SIZE:] if back else guests[:SIZE]
    return Page(rows, before=more if back else cursor is not None, after=back or more, orders=count_of(orders, q))


def along(session: Session, cursor: Cursor | None) -> list[Guest]:
    """One more guest than a page has from this place on, with their newest orders."""
    place = {"at": cursor.value, "id": cursor.id} if cursor else {}
    query = standing_for(session.get_bind().dialect, cursor is not None, cursor is not None and cursor.back)
    return grouped(session.execute(query, place))


@lru_cache(8)
def standing_for(dialect: Dialect, placed: bool, back: bool) -> Select[Any]:
    """The query for their newest orders, from the place (:at, :id) on if `placed`. Made once: that is slow.

    For each contact stands the order that none comes after; from there the newest are looked up one by one, so that
    no page reads all that one guest has.
    """
    later = aliased(Order)
    after = tuple_(later.placed_at, later.id) > tuple_(Order.placed_at, Order.id)
    superseded = exists().where(later.guest_key == Order.guest_key, after)
    heads = select(Order.guest_key, counted_each().label("owned"), same_contact().label("alike"))
    heads = heads.where(GUEST, ~superseded)
    if placed:
        here = tuple_(Order.placed_at, Order.id)
        there = tuple_(bindparam("at", type_=Order.placed_at.type), bindparam("id", type_=Order.id.type))
        heads = heads.where(here > there if back else here < there)
    order = (Order.placed_at, Order.id) if back else (Order.placed_at.desc(), Order.id.desc())
    head = heads.order_by(*order).limit(SIZE + 1).subquery()
    own = select(*COLUMNS).where(Order.guest_key == head.c.guest_key).correlate(head)
    own = own.order_by(Order.placed_at.desc(), Order.id.desc()).limit(SHOWN)
    if dialect.name == "postgresql":
        newest = own.lateral()
        return named(head, newest.c).join(newest, true())
    ids = own.with_only_columns(Order.id)
    return named(head, COLUMNS).join(Order, Order.id.in_(ids))


def named(head: Subquery, columns: Iterable[Any]) -> Select[Any]:
    """The query for these columns and for what is known of each order's guest: how many, the account alike."""
    query = select(*columns, head.c.owned, head.c.alike, Customer.name).select_from(head)
    return query.outerjoin(Customer, Customer.id == head.c.alike)


def same_contact() -> Case[Any]:
    """The first account with the contact of an order's guest, as a subquery of a query for that order."""
    kind, contact = func.substr(Order.guest_key, 1, 2), func.substr(Order.guest_key, 3)
    first = select(func.min(Customer.id)).where(*can_own()).correlate(Order)
    email = first.where(Customer.email_key == contact).scalar_subquery()
    phone = first.where(Customer.phone_key == contact).scalar_subquery()
    return case((kind == "e:", email), (kind == "p:", phone))


def found(session: Session, q: str) -> dict[str, list[tuple[datetime, int]]]:
    """Time and id of the guest orders among the newest orders that match, newest first, by guest."""
    ids = searched_orders(session, Criteria(q=q), MATCHES).ids
    dialect = session.get_bind().dialect
    query = select(Order.guest_key, Order.placed_at, Order.id).where(
        aside(GUEST, dialect), listed(Order.id, ids, dialect)
    )
    orders: dict[str, list[tuple[datetime, int]]] = {}
    for key, at, number in session.execute(query.order_by(Order.placed_at.desc(), Order.id.desc())):
        orders.setdefault(str(key), []).append((at, number))
    return orders


def count_of(orders: dict[str, list[tuple[datetime, int]]], q: str) -> int | None:
    """How many they are, at most COUNTED + 1; None where nothing is searched for."""
    return None if not q else min(sum(map(len, orders.values())), COUNTED + 1)


def from_place(orders: dict[str, list[tuple[datetime, int]]], cursor: Cursor | None) -> list[Head]:
    """One more of the guests of these orders than a page has, from this place on."""
    heads = [Head(*own[0], tuple(number for _, number in own[:SHOWN])) for own in orders.values()]
    if cursor is None:
        return heads[: SIZE + 1]
    place = (cursor.value, cursor.id)
    if cursor.back:
        return [head for head in heads if (head.placed_at, head.id) > place][-SIZE - 1 :]
    return [head for head in heads if (head.placed_at, head.id) < place][: SIZE + 1]


@cache
def counted_each() -> Any:
    """How many orders the guest of an order has, at most COUNTED_EACH + 1, as a subquery of a query for that order."""
    own = aliased(Order)
    few = select(own.id).where(own.guest_key == Order.guest_key).limit(COUNTED_EACH + 1).correlate(Order)
    return select(func.count()).select_from(few.subquery()).scalar_subquery()


def searched(session: Session, heads: Sequence[Head]) -> list[Guest]:
    """These guests with those of their orders that were found. One query; none for nobody."""
    if not heads:
        return []
    newest = Order.id.in_([head.id for head in heads])
    told = case((newest, counted_each())).label("owned"), case((newest, same_contact())).label("alike")
    ids = [number for head in heads for number in head.found]
    own = select(*COLUMNS, *told).where(Order.id.in_(ids)).subquery()
    return grouped(session.execute(named(own, [own.c[column.key] for column in COLUMNS])))


def grouped(rows: Iterable[Any]) -> list[Guest]:
    """What such queries find: guests by their newest order, the newest first, and so are each one's orders."""
    newest: dict[str, tuple[int, Lookalike | None]] = {}
    own: dict[str, list[GuestOrder]] = {}
    for *columns, owned, alike, name in sorted(rows, key=lambda row: (row.placed_at, row.id), reverse=True):
        order = GuestOrder(*columns)
        reason = "same e-mail" if order.guest_key[0] == "e" else "same phone"
        newest.setdefault(order.guest_key, (owned, Lookalike(alike, name, reason) if alike else None))
        own.setdefault(order.guest_key, []).append(order)
    return [Guest(key, count, tuple(own[key]), alike) for key, (count, alike) in newest.items()]


def counted() -> Select[int]:
    """The query for how many guest orders there are, at most COUNTED + 1."""
    return select(func.count()).select_from(select(Order.id).where(GUEST).limit(COUNTED + 1).subquery())


def encode(guest: Guest) -> str:
    """A guest's place in the list."""
    return written(guest.orders[0].placed_at, guest.orders[0].id)


def decode(text: str | None, back: bool) -> Cursor | None:
    """The place that encode() wrote; None for anything else."""
    return read(text, datetime, back)
