"""Accounts that were merged into another: whose parts they are, and by what they are still found.

A part keeps its row, and with it the name, address and number that the other account did not take: its aliases.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Dialect, Select, select
from sqlalchemy.orm import Session

from dashboard.core import search
from dashboard.models.customer import Customer
from dashboard.models.looked_up import given
from dashboard.models.reading import rows_of


class Former(NamedTuple):
    """A part of an account: its id, and the name and contacts that lead to the account."""

    id: int
    into: int
    name: str
    email: str | None
    phone: str | None
    phone_key: str | None


COLUMNS: tuple[Any, ...] = (
    Customer.id, Customer.merged_into_id, Customer.name, Customer.email, Customer.phone, Customer.phone_key,
)  # fmt: skip


def went_into(session: Session, customer: Customer) -> Customer:
    """The account that this one is part of now, by way of others where those were merged in turn; else itself."""
    while customer.merged_into_id is not None:
        customer = session.get_one(Customer, customer.merged_into_id)
    return customer


def parts_of(session: Session, number: int) -> list[Former]:
    """The parts of an account and their parts, by id."""
    return parts_of_all(session, [number]).get(number, [])


def parts_of_all(session: Session, numbers: Iterable[int]) -> dict[int, list[Former]]:
    """As parts_of(), for several accounts; those without parts are left out. One query for each generation."""
    whose = {number: number for number in numbers}
    found: dict[int, list[Former]] = {}
    above, dialect = list(whose), session.get_bind().dialect
    while above:
        below = [Former._make(row) for row in rows_of(session, merged_into(dialect), {"above": above})]
        for part in below:
            whose[part.id] = whose[part.into]
            found.setdefault(whose[part.id], []).append(part)
        above = [part.id for part in below]
    return {number: sorted(parts) for number, parts in found.items()}


@cache
def merged_into(dialect: Dialect) -> Select[Any]:
    """The query for the parts of some accounts."""
    some = given(Customer.merged_into_id, "above", dialect)
    return select(*COLUMNS).where(some).order_by(Customer.id)


def all_parts(session: Session) -> dict[int, list[Former]]:
    """The parts of every account that has some, and of the parts that have parts themselves."""
    into = select(Customer.merged_into_id).where(Customer.merged_into_id.is_not(None)).distinct()
    return {number: parts_of(session, number) for number in session.scalars(into).all() if number is not None}


def formerly(session: Session, numbers: Iterable[int], q: str) -> dict[int, str]:
    """Of these accounts, those that a search finds by what a part of them was called: the name, address or number."""
    words = search.fold(q).split()
    found: dict[int, str] = {}
    for number, parts in parts_of_all(session, numbers).items() if words else ():
        for text in (text for part in parts for text in (part.email, part.phone, part.name) if text):
            if any(word in search.fold(text) for word in words):
                found.setdefault(number, text)
    return found
