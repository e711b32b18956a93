"""What the jump box finds: a few customers and a few orders, in two queries."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Select, case, select, union
from sqlalchemy.orm import Session

from dashboard.core import search
from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus
from dashboard.models.customer import Customer, CustomerSpend
from dashboard.models.customer_list import Spend
from dashboard.models.full_text import matching_keys
from dashboard.models.order import Order
from dashboard.models.order_search import matching
from dashboard.models.search_index import CustomerDoc, OrderDoc

SHOWN = 5  # of each kind
WEIGHED = 200  # of the newest customers that match, those come first whose name begins like the search


class CustomerHit(NamedTuple):
    """A customer that matches; `spend` one entry per currency."""

    id: int
    name: str
    email: str | None
    phone: str | None
    spend: Sequence[Spend] = ()


class OrderHit(NamedTuple):
    """An order that matches; `doc` is what was searched of it."""

    code: str
    placed_at: datetime
    customer_name: str
    customer_email: str | None
    customer_phone: str | None
    owner_id: int | None
    owner_name: str | None
    state: OrderState
    payment_status: PaymentStatus
    fulfilment_status: FulfilmentStatus
    doc: str

    @property
    def customer_contact(self) -> str:
        """How to reach who ordered; empty where that is unknown."""
        return self.customer_email or self.customer_phone or ""

    @property
    def contact_kind(self) -> str:
        """Which field of the document that is."""
        return "email" if self.customer_email else "phone"


def customers(session: Session, q: str) -> list[CustomerHit]:
    """Accounts that match, at most SHOWN: whose name begins like the search, then the newest. One query."""
    newest = matching_keys(session, CustomerDoc, q).order_by(CustomerDoc.key.desc()).limit(WEIGHED).subquery()
    begins = case((Customer.name_key.startswith(search.fold(q), autoescape=True), 0), else_=1).label("begins")
    found = (
        select(Customer.id, begins)
        .join(newest, newest.c.key == Customer.id)
        .where(Customer.merged_into_id.is_(None), Customer.erased_at.is_(None))
        .order_by(begins, Customer.id.desc())
        .limit(SHOWN)
        .subquery()
    )
    query = (
        select(
            Customer.id, Customer.name, Customer.email, Customer.phone,
            CustomerSpend.amount, CustomerSpend.currency,
        )
        .join(found, found.c.id == Customer.id)
        .outerjoin(CustomerSpend, CustomerSpend.customer_id == Customer.id)
        .order_by(found.c.begins, Customer.id.desc(), CustomerSpend.currency)
    )  # fmt: skip
    hits: dict[int, CustomerHit] = {}
    for *columns, amount, currency in cast("Iterable[Sequence[Any]]", session.execute(query)):
        hit = hits.setdefault(columns[0], CustomerHit(*columns))
        if currency:
            hits[hit.id] = hit._replace(spend=(*hit.spend, Spend(amount, currency)))
    return list(hits.values())


def orders(session: Session, q: str) -> list[OrderHit]:
    """Orders that match, at most SHOWN: the one of exactly this code, then the newest. One query."""
    newest = matching(session, q).order_by(OrderDoc.key.desc()).limit(SHOWN).subquery()
    found = select(newest.c.order_id)
    if search.shape(q) is search.Shape.CODE:
        found = select(union(found, exact(q)).subquery().c.order_id)
    query = (
        select(
            Order.code, Order.placed_at, Order.customer_name, Order.customer_email, Order.customer_phone,
            Order.account_id, Customer.name, Order.state, Order.payment_status, Order.fulfilment_status, OrderDoc.doc,
        )
        .join(OrderDoc, OrderDoc.order_id == Order.id)
        .outerjoin(Customer, Customer.id == Order.account_id)
        .where(Order.id.in_(found))
        .order_by(OrderDoc.key.desc())
    )  # fmt: skip
    hits = [OrderHit(*columns) for columns in cast("Iterable[Sequence[Any]]", session.execute(query))]
    return sorted(hits, key=lambda hit: not is_code(hit.code, q))[:SHOWN]


def exact(q: str) -> Select[int]:
    """The id of the order of just this code, as typed or in capitals."""
    code = bare_code(q)
    return select(Order.id).where(Order.code.in_({code, code.upper()}))


def is_code(code: str, q: str) -> bool:
    """Whether the search is just this code, in small letters or capitals."""
    return code.casefold() == bare_code(q).casefold()


def bare_code(q: str) -> str:
    """A search without the # that people put before a code."""
    return q.strip().removeprefix("#")
