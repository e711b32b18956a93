"""One customer's page: live details, what makes up total spend, orders, and the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select, tuple_, union_all
from sqlalchemy.orm import Session, joinedload

from dashboard.core.statuses import CancelReason, FulfilmentStatus, OrderState, PaymentStatus
from dashboard.models.activity import Activity
from dashboard.models.customer import Customer, CustomerSpend
from dashboard.models.keyset import Cursor, read, written
from dashboard.models.order import Order
from dashboard.models.order_seen import made, places
from dashboard.models.order_view import LOGGED, LogLine, line_of
from dashboard.models.reading import rows_of

NEWEST = 20


class Owned(NamedTuple):
    """An order that the account owns, and what it adds to total spend: minor units, or why it adds nothing."""

    id: int
    code: str
    placed_at: datetime
    payment_status: PaymentStatus
    fulfilment_status: FulfilmentStatus
    state: OrderState
    cancel_reason: CancelReason | None
    is_test: bool
    total: int
    paid: int
    refunded: int
    currency: str

    @property
    def counts(self) -> bool:
        """Whether the order is part of the sum."""
        return self.state is OrderState.OPEN and not self.is_test and self.paid > self.refunded

    @property
    def why(self) -> str:
        """In a few words, why it counts so much, or not."""
        if self.is_test:
            return "Test order"
        if self.state is OrderState.CANCELED and self.cancel_reason:
            return f"Canceled: {self.cancel_reason.label.lower()}"
        if self.state is not OrderState.OPEN:
            return self.state.label
        if not self.paid:
            return "Nothing paid yet"
        if self.refunded == self.paid:
            return "All of it refunded"
        if self.refunded:
            return "Paid, some of it refunded"
        return "Paid in full" if self.paid >= self.total else "Paid in part"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the account's orders, newest first, and whether there are more on either side."""

    rows: Sequence[Owned]
    before: bool
    after: bool


def customer_by_id(session: Session, number: int) -> Customer | None:
    """The account with its total spend, or None."""
    return session.scalars(by_id(), {"number": number}).unique().one_or_none()


def seen_customer(session: Session, number: int) -> tuple[Customer, bool] | None:
    """The same to look at only (order_seen.whole_order), and whether others were merged into it."""
    found = rows_of(session, with_spend(), {"number": number})
    if not found:
        return None
    account, part = places((Customer, CustomerSpend), 0)
    spend = [one for row in found if (one := made(part, row))]
    known: Customer = made(account, found[0], spend=sorted(spend, key=lambda one: one.currency))
    return known, bool(found[0][-1])


@cache
def with_spend() -> Select[Any]:
    """The query for the account of an id, once for each currency that it spent in; and whether it has parts."""
    accounts, spend = Customer.__table__, CustomerSpend.__table__
    joined = accounts.outerjoin(spend, spend.c.customer_id == accounts.c.id)
    part = accounts.alias("part")
    merged = select(part.c.id).where(part.c.merged_into_id == bindparam("number")).exists()
    columns: list[Any] = [*accounts.c, *spend.c, merged]
    return select(*columns).select_from(joined).where(accounts.c.id == bindparam("number"))


@cache
def by_id() -> Select[Customer]:
    """The query for the account of an id, with what its orders come to."""
    return select(Customer).where(Customer.id == bindparam("number")).options(joinedload(Customer.spend))


def owned_orders(session: Session, customer: Customer, cursor: Cursor | None) -> Page:
    """The page of orders that the account owns at this cursor; the newest without one. One query."""
    back = cursor is not None and cursor.back
    asked = {"owner": customer.id, **({"value": cursor.value, "id": cursor.id} if cursor else {})}
    found = [Owned._make(row) for row in rows_of(session, owned_by(cursor is not None, back), asked)]
    more, page = len(found) > NEWEST, found[:NEWEST]
    return Page(page[::-1], more, True) if back else Page(page, cursor is not None, more)


@cache
def owned_by(further: bool, back: bool) -> Select[Any]:
    """The query for an account's orders: the newest, or those from a place on, backwards or forwards."""
    columns = [getattr(Order, name) for name in Owned._fields]
    order = (Order.placed_at, Order.id) if back else (Order.placed_at.desc(), Order.id.desc())
    query = select(*columns).where(Order.account_id == bindparam("owner")).order_by(*order).limit(NEWEST + 1)
    if not further:
        return query
    here = tuple_(Order.placed_at, Order.id)
    there = tuple_(bindparam("value", type_=Order.placed_at.type), bindparam("id", type_=Order.id.type))
    return query.where(here > there if back else here < there)


def encode(order: Owned) -> str:
    """An order's place among those of its owner."""
    return written(order.placed_at, order.id)


def decode(text: str | None, back: bool) -> Cursor | None:
    """The place that encode() wrote; None for anything else."""
    return read(text, datetime, back)


class OrderLogLine(NamedTuple):
    """A line of a log with the code of the order it is about, if any."""

    code: str | None
    line: LogLine


def customer_log(session: Session, customer: Customer) -> list[OrderLogLine]:
    """The account's own log and the moves of orders to and from it, newest first.

    Each of the three is read along its own index, so that a long history costs no more than a short one.
    """
    found = rows_of(session, moves_of(), {"customer": customer.id})
    return [OrderLogLine(code, line_of(*columns)) for code, *columns in found]


@cache
def moves_of() -> Select[Any]:
    """The query for an account's newest lines, each with the code of its order."""
    parts = [
        select(Activity.id)
        .where(column == bindparam("customer"))
        .order_by(place.desc(), Activity.id.desc())
        .limit(NEWEST)
        for column, place in (
            (Activity.customer_id, Activity.seq),
            (Activity.from_customer_id, Activity.at),
            (Activity.to_customer_id, Activity.at),
        )
    ]
    newest = union_all(*(select(part.subquery()) for part in parts)).subquery()
    return (
        select(Order.code, *LOGGED)
        .select_from(Activity)
        .outerjoin(Order, Order.id == Activity.order_id)
        .where(Activity.id.in_(select(newest.c.id)))
        .order_by(Activity.at.desc(), Activity.id.desc())
        .limit(NEWEST)
    )
