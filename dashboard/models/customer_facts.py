"""What the desk keeps about an account beside its details: notes, tags, groups and carts, gathered in one query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Dialect, Select, bindparam, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from dashboard.models.by_driver import Query, compiled
from dashboard.models.cart import Cart, CartLine
from dashboard.models.cart_view import OTHER, CartRow
from dashboard.models.catalog import Catalog
from dashboard.models.customer_group import CustomerGroup, Membership
from dashboard.models.customer_note import CustomerNote, CustomerTag
from dashboard.models.order import Order
from dashboard.models.reading import rows_of
from dashboard.models.tag_list import TagInUse

NEWEST, OFFERED = 400, 8


class Written(NamedTuple):
    """A note as a page shows it."""

    id: int
    text: str
    author: str
    staff_id: int | None
    at: datetime
    edited_at: datetime | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Notes, the newest first; tags by key; groups (id, name) by name; carts, open ones first, then the newest."""

    notes: list[Written] = field(default_factory=list)
    tags: list[TagInUse] = field(default_factory=list)
    groups: list[tuple[int, str]] = field(default_factory=list)
    carts: list[CartRow] = field(default_factory=list)


class Gathered(NamedTuple):
    """A row of the query for all facts. What its columns hold depends on the kind, as all_of() tells."""

    kind: str
    id: Any
    text: Any
    author: Any
    staff_id: Any
    at: Any
    edited_at: Any
    state: Any
    code: Any


def facts_of(session: Session, number: int) -> Facts:
    """All facts of the account of this id. One query."""
    gathered, found = [Gathered._make(row) for row in rows_of(session, all_of(), {"number": number})], Facts()
    found.notes.extend(sorted((Written(*row[1:7]) for row in gathered if row.kind == "note"), reverse=True))
    by_key = sorted(gathered, key=lambda row: str(row[3]))
    found.tags.extend(TagInUse(row[3], row[2]) for row in by_key if row.kind == "tag")
    found.groups.extend((row[1], row[2]) for row in by_key if row.kind == "group")
    carts = [cart_row(row) for row in gathered if row.kind == "cart"]
    found.carts.extend(sorted(carts, key=lambda row: (row.state != "open", -row.id)))
    return found


def cart_row(row: Gathered) -> CartRow:
    """A row of the query that is a cart."""
    return CartRow(row.id, row.text or OTHER, row.state, row.at, row.code, None, row.staff_id)


@cache
def all_of() -> CompoundSelect[Any]:
    """The query for all facts of an account, each row of one kind."""
    whose = bindparam("number", type_=CustomerNote.customer_id.type)
    note, tag, group = CustomerNote, CustomerTag, CustomerGroup
    notes = select(
        literal("note").label("kind"), note.id, note.text, note.author, note.staff_id, note.at, note.edited_at,
        null().label("state"), null().label("code"),
    ).where(note.customer_id == whose)  # fmt: skip
    blank = [null() for _ in range(5)]
    tags = select(literal("tag"), null(), tag.tag, tag.key, *blank).where(tag.customer_id == whose)
    members = select(literal("group"), group.id, group.name, group.name_key, *blank)
    members = members.join(Membership, Membership.group_id == group.id).where(Membership.customer_id == whose)
    pieces = select(func.coalesce(func.sum(CartLine.quantity), 0)).where(CartLine.cart_id == Cart.id).scalar_subquery()
    carts = select(
        literal("cart"), Cart.id, Catalog.name, null(), pieces, Cart.created_at, null(), Cart.state, Order.code
    ).where(Cart.customer_id == whose)
    carts = carts.outerjoin(Catalog, Catalog.id == Cart.catalog_id).outerjoin(Order, Order.id == Cart.from_order_id)
    return union_all(notes, tags, members, carts)


def tags_offered(session: Session) -> list[TagInUse]:
    """Tags of the accounts that came last, the most used first: so many are looked at, however many there are."""
    return most_used((row.key, row.tag) for row in session.execute(NEWEST_TAGS))


def labels_offered(
    session: Session, counts: Sequence[Select[int]] = ()
) -> tuple[list[TagInUse], dict[int, str], list[int]]:
    """The same, all groups (id, name) by name, and what these queries for a count give. One query."""
    query = labels_and(tuple(counts), session.get_bind().dialect)
    rows = [Label._make(row) for row in query.rows(session.connection(), {})]
    by_key = sorted(rows, key=lambda row: str(row.key))
    return (
        most_used((row.key, row.tag) for row in rows if row.kind == "tag"),
        {row.id: row.tag for row in by_key if row.kind == "group"},
        [row.id for row in by_key if row.kind == "count"],
    )


class Label(NamedTuple):
    """A tag (key, spelling), a group (id, key, name) or a count (as its id, its place as its key)."""

    kind: str
    id: int
    key: str
    tag: str


@lru_cache(64)
def labels_and(counts: tuple[Select[int], ...], dialect: Dialect) -> Query:
    """The query for these."""
    newest, group = NEWEST_TAGS.subquery(), CustomerGroup
    tags = select(literal("tag").label("kind"), null().label("id"), newest.c.key, newest.c.tag)
    groups = select(literal("group"), group.id, group.name_key, group.name)
    numbers = [
        select(literal("count"), count.scalar_subquery(), literal(str(at)), null()) for at, count in enumerate(counts)
    ]
    return compiled(union_all(tags, groups, *numbers), dialect, kept=True)


NEWEST_TAGS = (
    select(CustomerTag.key, CustomerTag.tag)
    .order_by(CustomerTag.customer_id.desc(), CustomerTag.key.desc())
    .limit(NEWEST)
)


def most_used(found: Iterable[tuple[str, str]]) -> list[TagInUse]:
    """Of these tags (key, spelling) those that are there most often, each in one of its spellings."""
    counts: dict[str, int] = {}
    spelt: dict[str, str] = {}
    for key, text in found:
        counts[key] = counts.get(key, 0) + 1
        spelt[key] = min(text, spelt.get(key, text))
    most = sorted(counts, key=lambda key: (-counts[key], key))[:OFFERED]
    return [TagInUse(key, spelt[key]) for key in most]
