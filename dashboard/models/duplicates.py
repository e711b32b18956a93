"""Accounts that may be one customer's: pairs with what speaks for it, shown to staff and never acted on by themselves.

Each kind of evidence is walked along an index from a place on, a bounded stretch at a time, so that 300,000 accounts
cost no more than a few: numbers and names that several accounts have are read off their indexes, and of the newest
accounts every address one letter off is looked up (contacts.neighbours).
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from time import thread_time
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from dashboard.core.contacts import neighbours, one_letter_off
from dashboard.models.customer import Customer
from dashboard.models.lookalikes import postcodes_of
from dashboard.models.one_letter_off import among, spelt
from dashboard.models.time_box import TooLong, time_box
from dashboard.models.told_apart import ToldApart

KEYS, ALIKE = 12, 5  # numbers or names on a page; accounts of one that are compared with each other
BATCH, BATCHES, ENOUGH = 20, 8, 12  # newest accounts looked at in one go; goes; pairs after which no other go follows
BOXES, SECONDS = 6, 0.12  # how long a walk may take: in MILLISECONDS, and of our own time
COLUMNS: tuple[Any, ...] = (
    Customer.id,
    Customer.name_key,
    Customer.phone_key,
    Customer.email_key,
    Customer.order_count,
)


class Likeness(NamedTuple):
    """An account as it is compared."""

    id: int
    name_key: str
    phone_key: str | None
    email_key: str | None
    orders: int


class Pair(NamedTuple):
    """Two accounts, the older one first, and what speaks for their being one customer's, the strongest first."""

    one: Likeness
    other: Likeness
    reasons: tuple[str, ...]


class Stretch(NamedTuple):
    """What a stretch of a walk found, and where the next begins.

    `given_up`: it took too long and tells nothing. `looked`: how many accounts were compared with all others.
    """

    pairs: list[Pair]
    after: str | None = None
    given_up: bool = False
    looked: int = 0


def same_phone(session: Session, after: str = "") -> Stretch:
    """Accounts with one number. Three queries."""
    keys = shared(session, Customer.phone_key, after)
    if keys is None:
        return Stretch([], given_up=True)
    pairs = [pair for alike in together(session, Customer.phone_key, keys[:KEYS]) for pair in pairs_of(alike)]
    return Stretch(not_told_apart(session, pairs), next_of(keys))


def same_name(session: Session, after: str = "") -> Stretch:
    """Accounts with one name whose newest orders went to one postcode; less those with one number. Four queries."""
    keys = shared(session, Customer.name_key, after)
    if keys is None:
        return Stretch([], given_up=True)
    alike = list(together(session, Customer.name_key, keys[:KEYS]))
    owners = [one.id for group in alike for one in group if one.orders]
    codes = postcodes_of(session, owners, KEYS * ALIKE)
    pairs = [pair for group in alike for pair in pairs_of(group) if pair.reasons[0] != "same phone"]
    there = [p for p in pairs if (codes.get(p.one.id, set()) & codes.get(p.other.id, set())) - {""}]
    found = [Pair(p.one, p.other, ("same name and postcode", *p.reasons[1:])) for p in there]
    return Stretch(not_told_apart(session, found), next_of(keys))


def near_email(session: Session, after: str = "") -> Stretch:
    """Accounts whose address is one letter off that of a newer one, the newest first; less those with one number."""
    began, place = thread_time(), int(after) if after.isdigit() and len(after) <= 18 else None
    found: list[Pair] = []
    looked = 0
    for _ in range(BATCHES):
        newest = newest_with_email(session, place)
        older = looked_up(session, newest)
        if older is None:
            return Stretch(found, str(place) if place and looked else None, given_up=True, looked=looked)
        near = [(old, new) for new in newest for old in older if old.id < new.id and is_near(old, new)]
        found += not_told_apart(session, [Pair(old, new, reasons(old, new)) for old, new in near])
        looked += len(newest)
        place = newest[-1].id if len(newest) == BATCH else None
        if place is None or len(found) >= ENOUGH or thread_time() - began > SECONDS:
            break
    return Stretch(found, str(place) if place else None, looked=looked)


def shared(session: Session, column: Any, after: str) -> list[str] | None:
    """One more value than a page has, in order, that several accounts have; None where that took too long."""
    query = select(column).where(column > after).group_by(column).having(func.count() > 1)
    try:
        with time_box(session, BOXES) as connection:
            return list(connection.scalars(query.order_by(column).limit(KEYS + 1)))
    except TooLong:
        return None


def next_of(keys: Sequence[str]) -> str | None:
    """The place from which the next stretch goes on."""
    return keys[KEYS - 1] if len(keys) > KEYS else None


def accounts() -> Select[Any]:
    """The query for accounts that could be somebody's: neither merged away nor erased."""
    return select(*COLUMNS).where(Customer.merged_into_id.is_(None), Customer.erased_at.is_(None))


def together(session: Session, column: Any, keys: Sequence[str]) -> Iterable[list[Likeness]]:
    """By each of these few values the oldest accounts that have it. One query, or none."""
    if not keys:
        return []
    rank = func.row_number().over(partition_by=column, order_by=Customer.id).label("rank")
    ranked = accounts().add_columns(rank).where(column.in_(keys)).order_by(column, Customer.id).subquery()
    found: dict[str | None, list[Likeness]] = {}
    for *columns, _ in session.execute(select(ranked).where(ranked.c.rank <= ALIKE)):
        one = Likeness(*columns)
        found.setdefault(one.phone_key if column is Customer.phone_key else one.name_key, []).append(one)
    return [sorted(found[key]) for key in keys if key in found]


def pairs_of(alike: Sequence[Likeness]) -> list[Pair]:
    """Every two of them."""
    return [Pair(one, other, reasons(one, other)) for one, other in combinations(alike, 2)]


def reasons(one: Likeness, other: Likeness) -> tuple[str, ...]:
    """What speaks for two accounts being one customer's, in words, the strongest first."""
    told = {
        "same phone": one.phone_key is not None and one.phone_key == other.phone_key,
        "same name": one.name_key == other.name_key,
        "e-mail one letter off": bool(one.email_key and other.email_key)
        and one_letter_off(one.email_key or "", other.email_key or ""),
    }
    return tuple(reason for reason, holds in told.items() if holds)


def is_near(one: Likeness, other: Likeness) -> bool:
    """Whether the addresses are one letter off, and the number is not the same, which is told elsewhere."""
    told = reasons(one, other)
    return "e-mail one letter off" in told and "same phone" not in told


def newest_with_email(session: Session, below: int | None) -> list[Likeness]:
    """The newest accounts that have an address, older than this one."""
    query = accounts().where(Customer.email_key.is_not(None))
    if below is not None:
        query = query.where(Customer.id < below)
    return [Likeness(*row) for row in session.execute(query.order_by(Customer.id.desc()).limit(BATCH))]


def looked_up(session: Session, newest: Sequence[Likeness]) -> list[Likeness] | None:
    """The accounts whose address is one letter off one of theirs; None where that took too long."""
    keys = sorted({key for one in newest for key in neighbours(one.email_key or "")})
    if not keys:
        return []
    dialect = session.get_bind().dialect.name
    query, near = accounts().where(among(dialect)), {"near": spelt(keys, dialect)}
    try:
        with time_box(session, BOXES) as connection:
            return [Likeness(*row) for row in connection.execute(query, near)]
    except TooLong:
        return None


def not_told_apart(session: Session, pairs: Sequence[Pair]) -> list[Pair]:
    """Those of which nobody said that they are not the same. One query, or none."""
    if not pairs:
        return []
    ids = {(min(p.one.id, p.other.id), max(p.one.id, p.other.id)) for p in pairs}
    key = tuple_(ToldApart.one_id, ToldApart.other_id)
    apart = {tuple(row) for row in session.execute(select(ToldApart.one_id, ToldApart.other_id).where(key.in_(ids)))}
    return [p for p in pairs if (min(p.one.id, p.other.id), max(p.one.id, p.other.id)) not in apart]
