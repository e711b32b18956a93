"""Guest accounts: guest orders by contact, the guest who ordered last first. They have no record of their own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, exists, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from dashboard.core.criteria import Criteria
from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus
from dashboard.models.full_text import MATCHES
from dashboard.models.keyset import Cursor, read, written
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

    Where something is searched for, the newest SHOWN that match.
    """

    key: str
    count: int
    orders: tuple[GuestOrder, ...]

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
    """A guest by the order that stands for it in the list: its newest, of those that match where one searches."""

    key: str
    placed_at: datetime
    id: int
    owned: int = 0
    found: tuple[int, ...] = ()


def guests_page(session: Session, q: str, cursor: Cursor | None) -> Page:
    """The page of guests at this cursor; those with an order that matches, where something is searched for.

    Two queries, three with a search.
    """
    back = cursor is not None and cursor.back
    orders = found(session, q) if q else {}
    heads = from_place(orders, cursor) if q else along(session, cursor)
    more = len(heads) > SIZE
    heads = heads[:SIZE][:: -1 if back else 1]
    rows = (searched(session, heads) if q else newest(session, heads)) if heads else []
    count = count_of(orders) if q else None
    return Page(rows, before=more if back else cursor is not None, after=back or more, orders=count)


def along(session: Session, cursor: Cursor | None) -> list[Head]:
    """One more guest than a page has from this place on: of each contact the order that none comes after."""
    place = {"at": cursor.value, "id": cursor.id} if cursor else {}
    rows = session.execute(standing_for(cursor is not None, cursor is not None and cursor.back), place)
    return [Head(str(key), at, number, count) for key, at, number, count in rows]


@cache
def standing_for(placed: bool, back: bool) -> Select[Any]:
    """The query for those orders; `placed`: from the place (:at, :id) on. Made once, which takes longer than asking."""
    later = aliased(Order)
    after = tuple_(later.placed_at, later.id) > tuple_(Order.placed_at, Order.id)
    superseded = exists().where(later.guest_key == Order.guest_key, after)
    query = select(Order.guest_key, Order.placed_at, Order.id, counted_each()).where(GUEST, ~superseded)
    if placed:
        here = tuple_(Order.placed_at, Order.id)
        there = tuple_(bindparam("at", type_=Order.placed_at.type), bindparam("id", type_=Order.id.type))
        query = query.where(here > there if back else here < there)
    order = (Order.placed_at, Order.id) if back else (Order.placed_at.desc(), Order.id.desc())
    return query.order_by(*order).limit(SIZE + 1)


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


def count_of(orders: dict[str, list[tuple[datetime, int]]]) -> int:
    """How many they are, at most COUNTED + 1."""
    return min(sum(map(len, orders.values())), COUNTED + 1)


def from_place(orders: dict[str, list[tuple[datetime, int]]], cursor: Cursor | None) -> list[Head]:
    """As along(), of the guests of these orders."""
    heads = [Head(key, *own[0], found=tuple(number for _, number in own[:SHOWN])) for key, own in orders.items()]
    if cursor is None:
        return heads[: SIZE + 1]
    place = (cursor.value, cursor.id)
    if cursor.back:
        return [head for head in heads if (head.placed_at, head.id) > place][::-1][: SIZE + 1]
    return [head for head in heads if (head.placed_at, head.id) < place][: SIZE + 1]


@cache
def counted_each() -> Any:
    """How many orders the guest of an order has, at most COUNTED_EACH + 1, as a subquery of a query for that order."""
    own = aliased(Order)
    few = select(own.id).where(own.guest_key == Order.guest_key).limit(COUNTED_EACH + 1).correlate(Order)
    return select(func.count()).select_from(few.subquery()).scalar_subquery()


def newest(session: Session, heads: Sequence[Head]) -> list[Guest]:
    """These guests with their newest orders.

    Who has more than are counted has them read by a query of their own, so that no page reads all that one guest has.
    """
    few = [head.key for head in heads if head.owned <= COUNTED_EACH]
    rows = list(session.execute(ranked(), {"keys": few}))
    for head in heads:
        if head.owned > COUNTED_EACH:
            own = select(*COLUMNS).where(Order.guest_key == head.key)
            rows += session.execute(own.order_by(Order.placed_at.desc(), Order.id.desc()).limit(SHOWN))
    return grouped(heads, rows)


@cache
def ranked() -> Select[*tuple[Any, ...]]:
    """The query for the newest SHOWN orders of each of the guests :keys."""
    newest_first = (Order.placed_at.desc(), Order.id.desc())
    rank = func.row_number().over(partition_by=Order.guest_key, order_by=newest_first).label("rank")
    own = select(Order.id, rank).where(Order.guest_key.in_(bindparam("keys", expanding=True))).subquery()
    return select(*COLUMNS).where(Order.id.in_(select(own.c.id).where(own.c.rank <= SHOWN)))


def searched(session: Session, heads: Sequence[Head]) -> list[Guest]:
    """These guests with those of their orders that were found."""
    counts = session.execute(these(Order.guest_key, counted_each()), {"ids": [head.id for head in heads]})
    count = {str(key): number for key, number in counts}
    rows = session.execute(these(*COLUMNS), {"ids": [number for head in heads for number in head.found]})
    return grouped([head._replace(owned=count[head.key]) for head in heads], rows)


@cache
def these(*columns: Any) -> Select[Any]:
    """The query for these columns of the orders :ids."""
    return select(*columns).where(Order.id.in_(bindparam("ids", expanding=True, type_=Order.id.type)))


def grouped(heads: Sequence[Head], rows: Iterable[Any]) -> list[Guest]:
    """Orders by guest: guests in the order of heads, orders newest first."""
    own: dict[str, list[GuestOrder]] = {}
    for order in sorted(
        (GuestOrder(*row) for row in rows), key=lambda order: (order.placed_at, order.id), reverse=True
    ):
        own.setdefault(order.guest_key, []).append(order)
    return [Guest(head.key, head.owned, tuple(own[head.key])) for head in heads if head.key in own]


def counted() -> Select[int]:
    """The query for how many guest orders there are, at most COUNTED + 1."""
    return select(func.count()).select_from(select(Order.id).where(GUEST).limit(COUNTED + 1).subquery())


def encode(guest: Guest) -> str:
    """A guest's place in the list."""
    return written(guest.orders[0].placed_at, guest.orders[0].id)


def decode(text: str | None, back: bool) -> Cursor | None:
    """The place that encode() wrote; None for anything else."""
    return read(text, datetime, back)
