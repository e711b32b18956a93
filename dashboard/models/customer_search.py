"""Customers found by a search box."""

from sqlalchemy import Select, select, union
from sqlalchemy.orm import Session, joinedload

from dashboard.core import search
from dashboard.models.full_text import matching_keys
from dashboard.models.order import Order
from dashboard.models.search_index import CustomerDoc

MATCHES = 2_000  # filters and sorts apply to this many of the newest matches


def matching_customers(session: Session, query: str) -> Select[int]:
    """Ids (`key`) of the newest accounts whose document contains every word of the query; of a code, its owner too."""
    found = newest_customers(session, query, MATCHES)
    if not (codes := codes_of(query)):
        return found
    owner = select(Order.account_id).where(Order.code.in_(codes), Order.account_id.is_not(None))
    both = union(select(found.subquery().c.key), owner).subquery()
    return select(both.c.key)


def newest_customers(session: Session, query: str, limit: int) -> Select[int]:
    """Ids of the newest accounts whose document contains every word of the query."""
    return matching_keys(session, CustomerDoc, query, limit).order_by(CustomerDoc.key.desc()).limit(limit)


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
