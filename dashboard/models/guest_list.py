"""Guest accounts: guest orders by contact, the guest who ordered last first. They have no record of their own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, lru_cache
from operator import itemgetter
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
    null,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import Session, aliased

from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus
from dashboard.database import moment
from dashboard.models.by_driver import Query, Raw, compiled
from dashboard.models.candidates import can_own
from dashboard.models.customer import Customer
from dashboard.models.keyset import Cursor, read, written
from dashboard.models.lookalikes import Lookalike
from dashboard.models.order import Order

SIZE = 20
SHOWN = 5  # orders of one guest
COUNTED = 1_000
COUNTED_EACH = 100
KNOWN = 4  # columns of what is known of a guest, before those of an order
ID, PLACED = KNOWN + 1, KNOWN + 3
READ = 512  # guests
GUEST, KEY = Order.account_id.is_(None), Order.guest_key


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
    fitting: int = 0  # orders that a search found, as far as they are counted

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
    """One page of guests, and whether there are more on either side.

    `orders`: how many of their orders a search found, `at_least` so many; None where nothing is searched for.
    `in_time`: whether there was time to look.
    """

    rows: list[Guest]
    before: bool
    after: bool
    orders: int | None = None
    at_least: bool = False
    in_time: bool = True


def guests_page(session: Session, cursor: Cursor | None) -> Page:
    """The page of guests at this cursor, with their newest orders. One query."""
    place = {"at": cursor.value, "id": cursor.id} if cursor else {}
    query = standing_for(session.get_bind().dialect, cursor is not None, cursor is not None and cursor.back)
    return page_of(grouped(query.rows(session.connection(), place), itemgetter(PLACED, ID)), cursor)


def page_of(guests: list[Guest], cursor: Cursor | None, *, searched: bool = False) -> Page:
    """The page at this cursor, of one guest more than it has if there is one; `searched`: orders are counted."""
    back = cursor is not None and cursor.back
    more = len(guests) > SIZE
    rows = guests[-SIZE:] if back else guests[:SIZE]
    page = Page(rows, before=more if back else cursor is not None, after=back or more)
    if not searched:
        return page
    some = page.before or page.after or any(guest.fitting > COUNTED_EACH for guest in rows)
    return replace(page, orders=sum(min(guest.fitting, COUNTED_EACH) for guest in rows), at_least=some)


@lru_cache(8)
def standing_for(dialect: Dialect, placed: bool, back: bool) -> Query:
    """The query for their newest orders, from the place (:at, :id) on if `placed`. Made once: that is slow.

    For each contact stands the order that none comes after; from there the newest are looked up one by one, so that
    no page reads all that one guest has.
    """
    later = aliased(Order)
    after = tuple_(later.placed_at, later.id) > tuple_(Order.placed_at, Order.id)
    superseded = exists().where(later.guest_key == Order.guest_key, after)
    heads = select(Order.guest_key, counted_each(KEY).label("owned"), same_contact(KEY).label("alike"))
    heads = heads.where(GUEST, ~superseded)
    if placed:
        here = tuple_(Order.placed_at, Order.id)
        there = tuple_(bindparam("at", type_=Order.placed_at.type), bindparam("id", type_=Order.id.type))
        heads = heads.where(here > there if back else here < there)
    order = (Order.placed_at, Order.id) if back else (Order.placed_at.desc(), Order.id.desc())
    head = heads.order_by(*order).limit(SIZE + 1).subquery()
    own = select(Order.id).where(Order.guest_key == head.c.guest_key)
    return compiled(
        with_newest(head, own.order_by(Order.placed_at.desc(), Order.id.desc()), null(), dialect), dialect, kept=True
    )


def with_newest(head: Subquery, own: Select[int], fitting: Any, dialect: Dialect) -> Select[Any]:
    """The query for these guests with the first of their own orders; `own`: the query for their ids.

    Before the columns of each order what is known of its guest: how many there are, how many fit, the account alike.
    """
    some = own.correlate(head).limit(SHOWN)
    told = select(head.c.owned, fitting, head.c.alike, Customer.name, *COLUMNS).select_from(head)
    told = told.outerjoin(Customer, Customer.id == head.c.alike)
    if dialect.name != "postgresql":
        return told.join(Order, Order.id.in_(some))
    newest = some.subquery().lateral()
    return told.join(newest, true()).join(Order, Order.id == newest.c.id)


def same_contact(key: Any) -> Case[Any]:
    """The first account with the contact of a guest, as a subquery of a query for their key."""
    kind, contact = func.substr(key, 1, 2), func.substr(key, 3)
    first = select(func.min(Customer.id)).where(*can_own()).correlate_except(Customer)
    email = first.where(Customer.email_key == contact).scalar_subquery()
    phone = first.where(Customer.phone_key == contact).scalar_subquery()
    return case((kind == "e:", email), (kind == "p:", phone))


def counted_each(key: Any) -> Any:
    """How many orders a guest has, at most COUNTED_EACH + 1, as a subquery of a query for their key."""
    own = aliased(Order)
    few = select(own.id).where(own.guest_key == key).limit(COUNTED_EACH + 1).correlate_except(own)
    return select(func.count()).select_from(few.subquery()).scalar_subquery()


def grouped(rows: Iterable[Raw], by: Callable[[Raw], Any]) -> list[Guest]:
    """What such queries find: guests by their newest order, the newest first, and so are each one's orders."""
    known: dict[str, tuple[Any, ...]] = {}
    own: dict[str, list[Raw]] = {}
    for row in sorted(rows, key=by, reverse=True):
        known.setdefault(row[KNOWN], row[:KNOWN])
        own.setdefault(row[KNOWN], []).append(row[KNOWN:])
    return [guest_of(key, told, tuple(own[key])) for key, told in known.items()]


@lru_cache(READ)
def guest_of(key: str, told: Raw, own: tuple[Raw, ...]) -> Guest:
    """A guest by what a query tells of them, and their orders as the driver handed them out."""
    owned, fitting, alike, name = told
    reason = "same e-mail" if key[0] == "e" else "same phone"
    orders = tuple(map(guest_order, own))
    return Guest(key, owned, orders, Lookalike(alike, name, reason) if alike else None, fitting or 0)


def guest_order(raw: Raw) -> GuestOrder:
    """One of their orders."""
    order = GuestOrder._make(raw)
    return order._replace(
        placed_at=moment(raw[PLACED - KNOWN]),
        state=OrderState(order.state),
        payment_status=PaymentStatus(order.payment_status),
        fulfilment_status=FulfilmentStatus(order.fulfilment_status),
        is_test=bool(order.is_test),
        archived_at=order.archived_at and moment(order.archived_at),
    )


@cache
def counted() -> Select[int]:
    """The query for how many guest orders there are, at most COUNTED + 1."""
    return select(func.count()).select_from(select(Order.id).where(GUEST).limit(COUNTED + 1).subquery())


def encode(guest: Guest) -> str:
    """A guest's place in the list."""
    return written(guest.orders[0].placed_at, guest.orders[0].id)


def decode(text: str | None, back: bool) -> Cursor | None:
    """The place that encode() wrote; None for anything else."""
    return read(text, datetime, back)
