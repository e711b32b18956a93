"""Customers as lists show them: with contact, spend and orders, by name or by search."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Select, case, func, select, tuple_
from sqlalchemy.orm import Session

from dashboard.core import search
from dashboard.models.customer import Customer, CustomerSpend
from dashboard.models.full_text import matching_keys
from dashboard.models.order import Order
from dashboard.models.search_index import CustomerDoc

SIZE = 50
COUNTED = 1_000


class Spend(NamedTuple):
    """Total spend in one currency, minor units."""

    amount: int
    currency: str


class CustomerRow(NamedTuple):
    """One customer as a list shows it; `spend` one entry per currency."""

    id: int
    name: str
    name_key: str
    email: str | None
    phone: str | None
    verified: bool
    offline_buyer: bool
    closed: bool
    created_at: datetime
    orders: int
    last_order: datetime | None
    spend: Sequence[Spend] = ()

    @property
    def contact(self) -> str:
        """E-mail and phone, what there is of them."""
        return " · ".join(part for part in (self.email, self.phone) if part) or "no contact details"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of customers by name: its rows, whether more follow, how many match (at most COUNTED + 1)."""

    rows: list[CustomerRow]
    more: bool
    count: int


def customers_page(session: Session, q: str, after: tuple[str, int] | None) -> Page:
    """Accounts by name, from this (name key, id) on; those that match, where something is searched for."""
    found = select(Customer.id).where(Customer.merged_into_id.is_(None))
    if q:
        found = found.where(Customer.id.in_(matching_keys(session, CustomerDoc, q)))
    count = session.scalar(select(func.count()).select_from(found.limit(COUNTED + 1).subquery())) or 0
    if after:
        found = found.where(tuple_(Customer.name_key, Customer.id) > tuple_(*after))
    ids = list(session.scalars(found.order_by(Customer.name_key, Customer.id).limit(SIZE + 1)))
    rows = sorted(rows_of(session, ids[:SIZE]), key=lambda row: (row.name_key.encode(), row.id))
    return Page(rows, len(ids) > SIZE, count)


def candidates(session: Session, q: str, limit: int) -> list[CustomerRow]:
    """Accounts that could own an order and match: whose name begins like the search, then the newest."""
    begins = case((Customer.name_key.startswith(search.fold(q), autoescape=True), 0), else_=1)
    found = (
        select(Customer.id)
        .where(Customer.id.in_(matching_keys(session, CustomerDoc, q)), *can_own())
        .order_by(begins, Customer.id.desc())
        .limit(limit)
    )
    ids = list(session.scalars(found))
    return sorted(rows_of(session, ids), key=lambda row: ids.index(row.id))


def can_own() -> tuple[ColumnElement[bool], ...]:
    """Conditions: neither merged away, nor deactivated, nor erased."""
    return (Customer.merged_into_id.is_(None), Customer.deactivated_at.is_(None), Customer.erased_at.is_(None))


def rows_of(session: Session, ids: Sequence[int]) -> list[CustomerRow]:
    """The rows of these customers, in no order."""
    spend: dict[int, list[Spend]] = {}
    sums = select(CustomerSpend).where(CustomerSpend.customer_id.in_(ids)).order_by(CustomerSpend.currency)
    for row in session.scalars(sums):
        spend.setdefault(row.customer_id, []).append(Spend(row.amount, row.currency))
    found = cast("Iterable[Sequence[Any]]", session.execute(query_rows(ids)))
    return [CustomerRow(*columns)._replace(spend=spend.get(columns[0], ())) for columns in found]


def query_rows(ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    """The columns of CustomerRow but spend. Orders are all that are owned, as the customer's page lists them."""
    owned = (
        select(Order.account_id, func.count().label("orders"), func.max(Order.placed_at).label("last"))
        .where(Order.account_id.in_(ids))
        .group_by(Order.account_id)
        .subquery()
    )
    closed = Customer.deactivated_at.is_not(None) | Customer.erased_at.is_not(None)
    columns = (
        Customer.id, Customer.name, Customer.name_key, Customer.email, Customer.phone,
        Customer.phone_verified_at.is_not(None), Customer.offline_buyer, closed, Customer.created_at,
        func.coalesce(owned.c.orders, 0), owned.c.last,
    )  # fmt: skip
    return select(*columns).outerjoin(owned, owned.c.account_id == Customer.id).where(Customer.id.in_(ids))
