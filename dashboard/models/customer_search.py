"""Customers found by a search box."""

from contextlib import suppress
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, or_, select
from sqlalchemy.orm import Session, joinedload

from dashboard.core import search
from dashboard.core.contacts import phone_key
from dashboard.core.refusals import Invalid
from dashboard.models.customer import Customer
from dashboard.models.order import Order
from dashboard.models.store import Store

LAST = "\U0010ffff"  # after every letter
MATCHES = 2_000  # filters and sorts apply to this many of the newest matches


def by_contact(session: Session, q: str, limit: int) -> list[int]:
    """The newest accounts, at most so many, with the address or number that the search looks like.

    None where one of them is closed or part of another: then the documents tell whose it is.
    """
    if (condition := contact(session, q)) is None:
        return []
    gone = or_(
        *(column.is_not(None) for column in (Customer.merged_into_id, Customer.deactivated_at, Customer.erased_at))
    )
    query = select(Customer.id, gone).where(condition).order_by(Customer.id.desc()).limit(limit)
    found = session.execute(query).all()
    return [] if any(closed for _, closed in found) else [number for number, _ in found]


def contact(session: Session, q: str) -> ColumnElement[bool] | None:
    """How an index finds what looks like an e-mail address, as far as it is typed, or like a whole phone number."""
    shape, text = search.shape(q), q.strip()
    if shape is search.Shape.EMAIL and not text.startswith("@"):
        return starting(Customer.email_key, text.casefold().replace("\0", ""))  # which PostgreSQL's texts cannot hold
    if shape is not search.Shape.PHONE:
        return None
    store = session.get(Store, 1)
    with suppress(Invalid):
        return Customer.phone_key == phone_key(text, store.region if store else "DE")
    return None


def starting(column: SQLColumnExpression[Any], begins: str) -> ColumnElement[bool]:
    """A condition: a key begins like this, for its index."""
    return (column >= begins) & (column < begins + LAST)


def order_of_code(session: Session, query: str) -> Order | None:
    """The order that the search names by its code, with its owner."""
    if not (codes := codes_of(query)):
        return None
    return session.scalars(select(Order).where(Order.code.in_(codes)).options(joinedload(Order.owner))).first()


def codes_of(query: str) -> list[str]:
    """The codes that a search may mean, if it looks like one: without its #, as typed or in capitals."""
    if search.shape(query) is not search.Shape.CODE:
        return []
    code = query.strip().removeprefix("#")
    return [code, code.upper()]
