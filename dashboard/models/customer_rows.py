"""A customer as lists show one: with contact, total spend and orders."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Dialect, Select, case, select
from sqlalchemy.orm import Session

from dashboard.core import search
from dashboard.database import moment
from dashboard.models.by_driver import Query, Raw, compiled
from dashboard.models.customer import Customer, CustomerSpend
from dashboard.models.looked_up import given
from dashboard.models.merged import formerly


class Spend(NamedTuple):
    """Total spend in one currency, minor units."""

    amount: int
    currency: str


class CustomerRow(NamedTuple):
    """One customer as a list shows it; `spend` one entry per currency. Orders are all that are owned.

    `formerly`: the name, address or number of an account merged into this one, where it took that to find it.
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


CREATED, LAST_ORDER = (CustomerRow._fields.index(name) for name in ("created_at", "last_order"))
CURRENCY = itemgetter(Spend._fields.index("currency"))
READ = 2_048  # rows
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


def with_spend(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """A query for COLUMNS of each customer once, widened: once for each currency in which they spent, if in any."""
    spend = CustomerSpend.amount, CustomerSpend.currency
    return query.add_columns(*spend).outerjoin(CustomerSpend, CustomerSpend.customer_id == Customer.id)


def gathered(found: Iterable[Raw]) -> list[CustomerRow]:
    """The customers in what such a query finds, as they first come; what they spent by currency."""
    spend: dict[Raw, list[Spend]] = {}
    for raw in found:
        sums = spend.setdefault(raw[:-2], [])
        if raw[-1] is not None:
            sums.append(Spend(*raw[-2:]))
    return [customer_row(raw, tuple(sorted(sums, key=CURRENCY))) for raw, sums in spend.items()]


@lru_cache(READ)
def customer_row(raw: Raw, spend: tuple[Spend, ...]) -> CustomerRow:
    """The row of COLUMNS as the driver handed them out."""
    row = CustomerRow._make((*raw, spend, None))
    return row._replace(
        verified=bool(row.verified),
        offline_buyer=bool(row.offline_buyer),
        closed=bool(row.closed),
        created_at=moment(raw[CREATED]),
        last_order=moment(raw[LAST_ORDER]) if row.last_order else None,
    )


def rows_of(session: Session, ids: Sequence[int]) -> list[CustomerRow]:
    """The rows of these customers, in this order. One query; none for nobody."""
    found = among(session.get_bind().dialect).rows(session.connection(), {"ids": list(ids)}) if ids else ()
    rows = {row.id: row for row in gathered(found)}
    return [rows[number] for number in ids if number in rows]


def row_of(customer: Customer) -> CustomerRow:
    """The row of an account that is loaded, with what it spent."""
    return CustomerRow(
        id=customer.id,
        name=customer.name,
        name_key=customer.name_key,
        email=customer.email,
        phone=customer.phone,
        verified=customer.phone_verified_at is not None,
        offline_buyer=customer.offline_buyer,
        closed=customer.deactivated_at is not None or customer.erased_at is not None,
        created_at=customer.created_at,
        orders=customer.order_count,
        last_order=customer.last_order_at if customer.order_count else None,
        spend_sort=customer.spend_sort,
        spend=tuple(Spend(one.amount, one.currency) for one in customer.spend),
    )


@lru_cache(2)
def among(dialect: Dialect) -> Query:
    """The query for them, put together once."""
    return compiled(with_spend(select(*COLUMNS)).where(given(Customer.id, "ids", dialect)), dialect, kept=True)


@lru_cache(READ)
def own(row: CustomerRow) -> str:
    """The name and contacts of the account itself, folded."""
    return search.fold(" ".join(part for part in (row.name, row.email, row.phone) if part))


def with_formerly(session: Session, rows: Sequence[CustomerRow], q: str) -> list[CustomerRow]:
    """These rows, with what a search found of an account that was merged into one of them.

    No query where their own names and contacts have every word; one mostly, else.
    """
    words = search.fold(q).split()
    others = [row.id for row in rows if not all(word in own(row) for word in words)]
    known = formerly(session, others, q) if others else {}
    return [row._replace(formerly=known.get(row.id)) for row in rows]
