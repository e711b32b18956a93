"""Guests whose orders a search finds, the one with the newest such order first.

The orders that match are walked from a place on until a page is full: each guest stands where their newest one does.
No page looks at all that match, however many these are.
"""

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Dialect, FromClause, Select, bindparam, exists, func, select, union_all
from sqlalchemy.orm import Session, aliased

from dashboard.database import moment
from dashboard.models.by_driver import Query, Raw, compiled
from dashboard.models.full_text import oldest_of_newest, terms
from dashboard.models.guest_list import (
    COUNTED_EACH,
    GUEST,
    ID,
    PLACED,
    SIZE,
    Page,
    counted_each,
    grouped,
    page_of,
    same_contact,
    with_newest,
)
from dashboard.models.keyset import Cursor
from dashboard.models.looked_up import aside, given
from dashboard.models.order import Order
from dashboard.models.order_search import by_shape, foreign
from dashboard.models.search_index import OrderDoc, key_of
from dashboard.models.time_box import TooLong, time_box
from dashboard.models.word_search import Way, every, fits, near, walked, words

WALKED = 4 * SIZE  # orders that a page is thought to walk through


def guests_found(session: Session, q: str, cursor: Cursor | None) -> Page:
    """The page at this cursor of guests with an order that matches. One query, two for what looks like a code."""
    wanted = terms(q)
    if not wanted:
        return page_of([], cursor, searched=True)
    try:
        found = walk(session, by_shape(session, q), wanted, cursor)
        if not found and (tail := foreign(q)):
            found = walk(session, [], [tail], cursor)
    except TooLong:
        return Page([], before=cursor is not None, after=False, orders=0, in_time=False)
    return page_of(grouped(found, newest_key), cursor, searched=True)


def walk(session: Session, keys: list[int], wanted: list[str], cursor: Cursor | None) -> list[Raw]:
    """The rows of one guest more than a page has, by the documents with these keys or words. Raises TooLong."""
    place = {"place": key_of(cursor.value, cursor.id)} if cursor else {}
    placed, back = cursor is not None, cursor is not None and cursor.back
    dialect = session.get_bind().dialect
    if keys:
        return walking(dialect, None, 0, 0, placed, back).rows(session.connection(), {"keys": keys, **place})
    found = words(session, OrderDoc, wanted, WALKED)
    with time_box(session) as connection:
        query = walking(dialect, found.way, found.number, found.asked, placed, back)
        return query.rows(connection, {**found.values, **place})


def newest_key(row: Raw) -> int:
    """What these rows are sorted by: their documents’ keys, to which a moment is a second."""
    return key_of(moment(row[PLACED]), row[ID])


@lru_cache(64)
def walking(dialect: Dialect, way: Way | None, number: int, asked: int, placed: bool, back: bool) -> Query:
    """The query, from the place (:place, a document’s key) on if `placed`. `way`: None: documents are told by :keys."""
    if way is None:
        head = heads(OrderDoc.key, OrderDoc.__table__, [given(OrderDoc.key, "keys", dialect)], way, number, dialect)
        return compiled(with_orders(cut(head, OrderDoc.key, placed, back), way, number, dialect), dialect, kept=True)
    key, source, conditions = walked(OrderDoc, way, number)
    head = cut(heads(key, source, conditions, way, number, dialect), key, placed, back)
    if way is Way.WALK:
        walks = near(OrderDoc, number)
        known = every(OrderDoc, number, asked)
        of_index = known.join(OrderDoc, OrderDoc.key == known.c.key)
        by_index = cut(heads(OrderDoc.key, of_index, [~walks], way, number, dialect), OrderDoc.key, placed, back)
        either = (head.where(walks).subquery(), by_index.subquery())
        head = select(union_all(*(select(part) for part in either)).subquery())
    return compiled(with_orders(head, way, number, dialect), dialect, kept=True)


def heads(
    key: Any, source: FromClause, conditions: list[ColumnElement[bool]], way: Way | None, number: int, dialect: Dialect
) -> Select[Any]:
    """The query for guests by the newest of their orders that match."""
    later, doc = aliased(Order), aliased(OrderDoc)
    own = doc.order_id == later.id, later.guest_key == Order.guest_key, *matching(doc, way, number, dialect)
    query = select(Order.guest_key, key.label("key")).select_from(source.join(Order, Order.id == OrderDoc.order_id))
    return query.where(*conditions, aside(GUEST, dialect), ~exists().where(*own, doc.key > OrderDoc.key))


def matching(doc: Any, way: Way | None, number: int, dialect: Dialect) -> list[ColumnElement[bool]]:
    """Conditions: a document is one of those that are looked for."""
    if way is None:
        return [given(doc.key, "keys", dialect)]
    return [*([doc.key >= oldest_of_newest(OrderDoc)] if way is Way.NEWEST else []), *fits(doc.doc, way, number)]


def cut(query: Select[Any], key: Any, placed: bool, back: bool) -> Select[Any]:
    """One more of these guests than a page has, from the place on if `placed`."""
    if placed:
        place = bindparam("place", type_=OrderDoc.key.type)
        query = query.where(key > place if back else key < place)
    return query.order_by(key if back else key.desc()).limit(SIZE + 1)


def with_orders(query: Select[Any], way: Way | None, number: int, dialect: Dialect) -> Select[Any]:
    """These guests, how many orders each has and how many match, with the newest of these."""
    found, doc, other = query.subquery(), aliased(OrderDoc), aliased(Order)
    few = select(other.id).join(doc, doc.order_id == other.id).limit(COUNTED_EACH + 1).correlate_except(other, doc)
    few = few.where(other.guest_key == found.c.guest_key, *matching(doc, way, number, dialect))
    fitting = select(func.count()).select_from(few.subquery()).scalar_subquery()
    key = found.c.guest_key
    told = counted_each(key).label("owned"), same_contact(key).label("alike"), fitting.label("fitting")
    head = select(key, *told).limit(SIZE + 1).subquery()  # a bound, so that each is told once and not for every order
    own = select(Order.id).join(doc, doc.order_id == Order.id)
    own = own.where(Order.guest_key == head.c.guest_key, *matching(doc, way, number, dialect))
    return with_newest(head, own.order_by(doc.key.desc()), head.c.fitting, dialect)
