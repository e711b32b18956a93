"""Guest accounts: guest orders by contact, the guest who ordered last first. They have no record of their own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Select, exists, func, literal, select, tuple_, union_all
from sqlalchemy.orm import Session, aliased

from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus
from dashboard.models.keyset import Cursor, read, written
from dashboard.models.order import Order
from dashboard.models.order_search import matching

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

    Where something is searched for, the newest SHOWN that match.
    """

    key: str
    count: int
    orders: list[GuestOrder]

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
    """One page of guests, whether there are more on either side."""

    rows: list[Guest]
    before: bool
    after: bool


class Head(NamedTuple):
    """A guest by the order that stands for it in the list: its newest, of those that match where one searches."""

    key: str
    placed_at: datetime
    id: int
    found: tuple[int, ...] = ()


def guests_page(session: Session, q: str, cursor: Cursor | None) -> Page:
    """The page of guests at this cursor; those with an order that matches, where something is searched for.

    Two queries, three with a search.
    """
    back = cursor is not None and cursor.back
    heads = found(session, q, cursor) if q else along(session, cursor)
    more = len(heads) > SIZE
    heads = heads[:SIZE][:: -1 if back else 1]
    rows = searched(session, heads) if q else newest(session, heads)
    return Page(rows, before=more if back else cursor is not None, after=back or more)


def along(session: Session, cursor: Cursor | None) -> list[Head]:
    """One more guest than a page has from this place on: of each contact the order that none comes after."""
    back = cursor is not None and cursor.back
    later = aliased(Order)
    after = tuple_(later.placed_at, later.id) > tuple_(Order.placed_at, Order.id)
    superseded = exists().where(later.account_id.is_(None), later.guest_key == Order.guest_key, after)
    order = (Order.placed_at, Order.id) if back else (Order.placed_at.desc(), Order.id.desc())
    query = select(Order.guest_key, Order.placed_at, Order.id).where(GUEST, ~superseded).order_by(*order)
    if cursor is not None:
        here, there = tuple_(Order.placed_at, Order.id), tuple_(cursor.value, cursor.id)
        query = query.where(here > there if back else here < there)
    return [Head(str(key), at, number) for key, at, number in session.execute(query.limit(SIZE + 1))]


def found(session: Session, q: str, cursor: Cursor | None) -> list[Head]:
    """The same among the guests of the newest orders that match."""
    matched = matching(session, q).subquery()
    query = select(Order.guest_key, Order.placed_at, Order.id).where(GUEST, Order.id.in_(select(matched.c.order_id)))
    orders: dict[str, list[tuple[datetime, int]]] = {}
    for key, at, number in session.execute(query.order_by(Order.placed_at.desc(), Order.id.desc())):
        orders.setdefault(str(key), []).append((at, number))
    heads = [Head(key, *own[0], tuple(number for _, number in own[:SHOWN])) for key, own in orders.items()]
    if cursor is None:
        return heads[: SIZE + 1]
    place = (cursor.value, cursor.id)
    if cursor.back:
        return [head for head in heads if (head.placed_at, head.id) > place][::-1][: SIZE + 1]
    return [head for head in heads if (head.placed_at, head.id) < place][: SIZE + 1]


def newest(session: Session, heads: Sequence[Head]) -> list[Guest]:
    """These guests with their newest orders, each read along its own stretch of the index."""
    if not heads:
        return []
    parts = [
        select(*COLUMNS, counted_each(head.key).label("count"))
        .where(GUEST, Order.guest_key == head.key)
        .order_by(Order.placed_at.desc(), Order.id.desc())
        .limit(SHOWN)
        .subquery()
        for head in heads
    ]
    return grouped(heads, session.execute(union_all(*(select(part) for part in parts))))


def searched(session: Session, heads: Sequence[Head]) -> list[Guest]:
    """These guests with those of their orders that were found."""
    if not heads:
        return []
    ids = [number for head in heads for number in head.found]
    counts = union_all(*(select(literal(head.key), counted_each(head.key)) for head in heads))
    count = {str(key): number for key, number in session.execute(counts)}
    rows = session.execute(select(*COLUMNS).where(Order.id.in_(ids)))
    return grouped(heads, ((*row, count[str(row[0])]) for row in rows))


def counted_each(key: str) -> Any:
    """How many orders a guest has, at most COUNTED_EACH + 1, as a subquery."""
    own = select(Order.id).where(GUEST, Order.guest_key == key).limit(COUNTED_EACH + 1).correlate(None)
    return select(func.count()).select_from(own.subquery()).scalar_subquery()


def grouped(heads: Sequence[Head], rows: Iterable[Any]) -> list[Guest]:
    """Orders, each with how many its guest has, by guest: guests in the order of heads, orders newest first."""
    own: dict[str, tuple[int, list[GuestOrder]]] = {}
    for *columns, count in rows:
        order = GuestOrder(*cast("Iterable[Any]", columns))
        own.setdefault(order.guest_key, (count, []))[1].append(order)
    for _, orders in own.values():
        orders.sort(key=lambda order: (order.placed_at, order.id), reverse=True)
    return [Guest(head.key, *own[head.key]) for head in heads if head.key in own]


def counted(session: Session, q: str) -> Select[int]:
    """The query for how many guest orders there are, or match, at most COUNTED + 1."""
    query = select(Order.id).where(GUEST)
    if q:
        matched = matching(session, q).subquery()
        query = query.where(Order.id.in_(select(matched.c.order_id)))
    return select(func.count()).select_from(query.limit(COUNTED + 1).subquery())


def encode(guest: Guest) -> str:
    """A guest's place in the list."""
    return written(guest.orders[0].placed_at, guest.orders[0].id)


def decode(text: str | None, back: bool) -> Cursor | None:
    """The place that encode() wrote; None for anything else."""
    return read(text, datetime, back)
