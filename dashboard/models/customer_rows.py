"""A customer as lists show one: with contact, total spend and orders."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from dashboard.models.customer import Customer, CustomerSpend
from dashboard.models.merged import formerly


class Spend(NamedTuple):
    """Total spend in one currency, minor units."""

    amount: int
    currency: str


class CustomerRow(NamedTuple):
    """One customer as a list shows it; `spend` one entry per currency. Orders are all that are owned.

    `formerly`: the name, address or number of an account merged into this one, by which a search found it.
    """

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
    spend_sort: int = 0
    spend: Sequence[Spend] = ()
    formerly: str | None = None

    @property
    def contact(self) -> str:
        """E-mail and phone, what there is of them."""
        return " · ".join(part for part in (self.email, self.phone) if part) or "no contact details"


COLUMNS = (
    Customer.id,
    Customer.name,
    Customer.name_key,
    Customer.email,
    Customer.phone,
    Customer.phone_verified_at.is_not(None),
    Customer.offline_buyer,
    Customer.deactivated_at.is_not(None) | Customer.erased_at.is_not(None),
    Customer.created_at,
    Customer.order_count,
    case((Customer.order_count > 0, Customer.last_order_at)),
    Customer.spend_sort,
)


def with_spend(session: Session, found: Iterable[Sequence[Any]]) -> list[CustomerRow]:
    """Rows of COLUMNS as customers, in their order, each with what it has spent. One query, or none."""
    rows = [CustomerRow(*columns) for columns in found]
    if not rows:
        return []
    spend: dict[int, list[Spend]] = {}
    sums = select(CustomerSpend.customer_id, CustomerSpend.amount, CustomerSpend.currency)
    sums = sums.where(CustomerSpend.customer_id.in_([row.id for row in rows])).order_by(CustomerSpend.currency)
    for number, amount, currency in session.execute(sums):
        spend.setdefault(number, []).append(Spend(amount, currency))
    return [row._replace(spend=spend.get(row.id, ())) for row in rows]


def rows_of(session: Session, ids: Sequence[int]) -> list[CustomerRow]:
    """The rows of these few customers, in this order. One query, or none."""
    if not ids:
        return []
    spend = (CustomerSpend.amount, CustomerSpend.currency)
    query = select(*COLUMNS, *spend).outerjoin(CustomerSpend).where(Customer.id.in_(ids))
    rows: dict[int, CustomerRow] = {}
    for *columns, amount, currency in session.execute(query.order_by(CustomerSpend.currency)):
        row = rows.get(columns[0]) or CustomerRow(*columns)
        more = () if currency is None else (Spend(amount, currency),)
        rows[row.id] = row._replace(spend=(*row.spend, *more))
    return [rows[number] for number in ids if number in rows]


def row_of(one: Customer) -> CustomerRow:
    """The row of a customer that is loaded, with what they spent."""
    return CustomerRow(
        id=one.id,
        name=one.name,
        name_key=one.name_key,
        email=one.email,
        phone=one.phone,
        verified=one.phone_verified_at is not None,
        offline_buyer=one.offline_buyer,
        closed=one.deactivated_at is not None or one.erased_at is not None,
        created_at=one.created_at,
        orders=one.order_count,
        last_order=one.last_order_at if one.order_count else None,
        spend_sort=one.spend_sort,
        spend=tuple(Spend(part.amount, part.currency) for part in one.spend),
    )


def with_formerly(session: Session, rows: Sequence[CustomerRow], q: str) -> list[CustomerRow]:
    """These rows, with what a search found of an account that was merged into one of them. One query mostly."""
    known = formerly(session, [row.id for row in rows], q) if rows else {}
    return [row._replace(formerly=known.get(row.id)) for row in rows]
