"""The pairs of accounts that were told apart, the newest first, as a page lists them."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, aliased

from dashboard.models.customer import Customer
from dashboard.models.keyset import Cursor
from dashboard.models.told_apart import ToldApart

SIZE = 20


class Apart(NamedTuple):
    """Two accounts (id and name), who said that they are not the same, and when."""

    one_id: int
    one: str
    other_id: int
    other: str
    by_name: str
    at: datetime


def apart(session: Session, cursor: Cursor | None) -> tuple[list[Apart], bool]:
    """A page of pairs from this place on, and whether there are more; less those of accounts merged or erased since."""
    one, other = aliased(Customer), aliased(Customer)
    query = (
        select(ToldApart.one_id, one.name, ToldApart.other_id, other.name, ToldApart.by_name, ToldApart.at)
        .join(one, one.id == ToldApart.one_id)
        .join(other, other.id == ToldApart.other_id)
        .where(*(who.merged_into_id.is_(None) for who in (one, other)))
        .where(*(who.erased_at.is_(None) for who in (one, other)))
        .order_by(ToldApart.at.desc(), ToldApart.one_id.desc(), ToldApart.other_id.desc())
        .limit(SIZE + 1)
    )
    if cursor is not None:
        query = query.where(tuple_(ToldApart.at, ToldApart.one_id) < tuple_(cursor.value, cursor.id))
    rows = [Apart(*row) for row in session.execute(query)]
    return rows[:SIZE], len(rows) > SIZE
