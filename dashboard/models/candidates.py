"""Accounts that could own an order, found for whoever is about to choose one."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from dashboard.core import search
from dashboard.models.customer import Customer
from dashboard.models.customer_rows import CustomerRow, rows_of, with_formerly
from dashboard.models.customer_search import MATCHES, by_contact, starting
from dashboard.models.full_text import newest_matches, terms
from dashboard.models.looked_up import listed
from dashboard.models.search_index import CustomerDoc

NEAREST = 50  # matches that are looked through before all of them


def candidates(session: Session, q: str, limit: int) -> list[CustomerRow]:
    """Accounts that could own an order and match, at most so many.

    Those with an address that begins like the search, or with this very number; if there are none, by name those whose
    name begins like it, then the newest that contain it.
    """
    if not (begins := search.fold(q)):
        return []
    ids = by_contact(session, q, limit)
    if not ids:
        named = select(Customer.id).where(starting(Customer.name_key, begins), *can_own())
        ids = list(session.scalars(named.order_by(Customer.name_key, Customer.id).limit(limit)))
        ids += others(session, q, ids, limit - len(ids))
    return with_formerly(session, rows_of(session, ids), q)


def others(session: Session, q: str, known: Sequence[int], limit: int) -> list[int]:
    """The newest accounts that could own an order and contain every word of the search, but those that are known."""
    wanted, dialect = terms(q), session.get_bind().dialect
    ids: list[int] = []
    for most in (NEAREST, MATCHES) if limit else ():  # nearly always the first of them are enough
        found = newest_matches(session, CustomerDoc, wanted, most)
        if found.keys:
            fits = (listed(Customer.id, found.keys, dialect), Customer.id.not_in(known), *can_own())
            ids = list(session.scalars(select(Customer.id).where(*fits).order_by(Customer.id.desc()).limit(limit)))
        if len(ids) == limit or found.whole or not found.in_time:
            break
    return ids


def can_own() -> tuple[ColumnElement[bool], ...]:
    """Conditions: neither merged away, nor deactivated, nor erased."""
    return (Customer.merged_into_id.is_(None), Customer.deactivated_at.is_(None), Customer.erased_at.is_(None))
