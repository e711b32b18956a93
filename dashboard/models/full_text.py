"""Words of a search box looked for in a document table: the newest documents first, alike in both databases.

SQLite reads its trigram index backwards, as far as needed: for frequent words, else for the rarest of their trigrams
only, and then the documents that have these. PostgreSQL's knows no order, so it first looks through the newest
documents, which is enough for words that are common, and asks the index for those that are not: where several words
are rare, for a piece of each.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Integer,
    Select,
    SQLColumnExpression,
    String,
    bindparam,
    column,
    desc,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy.orm import Session

from dashboard.core import search, trigrams
from dashboard.models.by_driver import Query, compiled
from dashboard.models.doc_count import Doc, last_number
from dashboard.models.search_index import FTS, CustomerDoc, OrderDoc
from dashboard.models.time_box import TooLong, time_box
from dashboard.models.trigram_sample import sample_of

NEWEST = 5_000
WINDOW = 1_000
LOOKED_UP = 5  # times as long as a document that is walked through takes one that PostgreSQL's index leads to
MATCHES = 2_000
DOCS: dict[str, Doc] = {OrderDoc.__tablename__: OrderDoc, CustomerDoc.__tablename__: CustomerDoc}


@dataclass(frozen=True, slots=True)
class Found:
    """Keys of matching documents, newest first; whether that is all of them; whether time was up before.

    `docs`: these documents, where they were asked for and the database had them at hand; else empty.
    """

    keys: Sequence[int]
    whole: bool
    in_time: bool = True
    docs: Sequence[str] = ()


def terms(query: str) -> list[str]:
    """What a document must contain, all of it: folded words, a code without its #, or the digits of a phone number."""
    shape = search.shape(query)
    if shape is search.Shape.PHONE:
        return [search.digits(query.replace("(0)", "")).lstrip("0")]
    text = query.strip()
    number = shape is search.Shape.CODE or text.removeprefix("#").isdigit()
    return search.words(text.removeprefix("#") if number else text)


def newest_matches(session: Session, doc: Doc, wanted: Sequence[str], most: int, read: bool = False) -> Found:
    """The newest documents that contain every term, at most so many; `read`: with their texts, where that is cheap."""
    if not wanted:
        return Found([], whole=True)
    if not any(indexed(term) for term in wanted):
        query = containing(doc, wanted).where(doc.key >= oldest_of_newest(doc))
        return within_time(session, query.add_columns(doc.doc) if read else query, most)
    if session.get_bind().dialect.name == "postgresql":
        return by_window(session, doc, wanted, most)
    return by_full_text(session, doc, wanted, most, read)


def within_time(session: Session, query: Select[Any], most: int, otherwise: Sequence[int] = ()) -> Found:
    """What a query for keys, or keys and documents, finds, newest first; what is known `otherwise` if time is up."""
    ordered = query.order_by(desc(column("key"))).limit(most + 1)
    return in_time(session, lambda connection: connection.execute(ordered).all(), most, otherwise)


def in_time(
    session: Session, ask: Callable[[Connection], Sequence[Any]], most: int, otherwise: Sequence[int] = ()
) -> Found:
    """The same for rows that are asked for like this, one more than so many."""
    try:
        with time_box(session) as connection:
            rows = ask(connection)
    except TooLong:
        return Found(otherwise, whole=False, in_time=False)
    keys, *docs = zip(*rows[:most], strict=True) if rows else ((),)
    return Found(list(keys), len(rows) <= most, docs=docs[0] if docs else ())


def by_window(session: Session, doc: Doc, wanted: Sequence[str], most: int) -> Found:
    """As newest_matches, on PostgreSQL."""
    window = select(doc.key, doc.doc).order_by(doc.key.desc()).limit(WINDOW).subquery()
    near = within_time(session, select(window.c.key).where(*holding(window.c.doc, wanted)), WINDOW)
    if len(near.keys) >= most:
        return Found(near.keys[:most], whole=False)
    sample = sample_of(session, doc)
    asked = trigrams.shortened(wanted, sample)
    led_to = trigrams.share(asked or wanted, sample)
    if walks_on(most, len(near.keys), last_number(session, doc), led_to):
        query: Select[int] = select(doc.key.label("key")).where(*holding(doc.doc, wanted))
    else:
        # Else the planner walks the keys from the newest on, hoping to meet enough of them soon.
        every = by_index(doc, wanted, asked).cte("every").prefix_with("MATERIALIZED")
        query = select(every.c.key)
    return within_time(session, query, most, otherwise=near.keys)


def walks_on(most: int, matches: int, documents: int, led_to: float) -> bool:
    """Whether walking on is faster than the index, after so many matches in the newest window.

    `led_to`: the part of all documents that the index leads to whether they match or not, as far as that is known.
    """
    if not matches or matches >= enough(most, documents):
        return matches > 0
    return most * WINDOW / matches <= LOOKED_UP * documents * led_to


def by_index(doc: Doc, wanted: Sequence[str], asked: Sequence[str]) -> Select[int]:
    """Keys of documents that contain all of these terms, by PostgreSQL's index, asked for less of them where it may be.

    What it leads to is looked at in any case.
    """
    return containing(doc, asked).where(*holding(doc.doc, wanted)) if asked else containing(doc, wanted)


def holding(text: SQLColumnExpression[str], wanted: Sequence[str]) -> list[ColumnElement[bool]]:
    """The text contains these terms: what like() says, faster on PostgreSQL and by no index."""
    return [func.strpos(text, term) > 0 for term in wanted]


def enough(most: int, documents: int) -> float:
    """How many matches the newest window must have for walking on to be faster than the index.

    Walking on reads about `most * WINDOW / matches` documents; the index leads to `documents * matches / WINDOW`.
    """
    return WINDOW * sqrt(most / (LOOKED_UP * max(documents, 1)))


def by_full_text(session: Session, doc: Doc, wanted: Sequence[str], most: int, read: bool) -> Found:
    """As newest_matches, by SQLite's full-text index: what that is not asked for whole, documents tell."""
    chosen = trigrams.looked_up(wanted, sample_of(session, doc))
    untold = [term for term in wanted if term not in chosen]
    values: dict[str, Any] = {"match": " AND ".join(map(quoted, chosen)), "most": most + 1}
    values |= {f"term_{at}": containment(term) for at, term in enumerate(untold)}
    query = by_trigrams(doc.__tablename__, len(untold), read, session.get_bind().dialect)
    return in_time(session, lambda connection: query.rows(connection, values), most)


@lru_cache(64)
def by_trigrams(name: str, untold: int, read: bool, dialect: Dialect) -> Query:
    """The query for keys of :most documents that :match and contain so many terms; `read`: and for these documents."""
    doc = DOCS[name]
    fts = table(FTS[name], column("rowid"))
    match = literal_column(fts.name).op("MATCH")(bindparam("match", type_=String()))
    query: Select[Any] = select(fts.c.rowid.label("key")).where(match)
    if untold or read:
        terms_there = (doc.doc.like(bindparam(f"term_{at}", type_=String()), escape="\\") for at in range(untold))
        query = query.join(doc, doc.key == fts.c.rowid).where(*terms_there)
    query = query.add_columns(doc.doc) if read else query
    return compiled(query.order_by(desc(column("key"))).limit(bindparam("most", type_=Integer())), dialect)


def indexed(term: str) -> bool:
    """Whether the trigram index can find this term: shorter ones are looked for among the newest documents only."""
    return len(term) >= trigrams.SIZE


def quoted(trigram: str) -> str:
    """A trigram as an FTS5 string."""
    return '"' + trigram.replace('"', '""') + '"'


def containing(doc: Doc, wanted: Sequence[str]) -> Select[int]:
    """Keys of documents that contain all of these terms."""
    return select(doc.key.label("key")).where(*(like(doc.doc, term) for term in wanted))


def like(text: SQLColumnExpression[str], term: str) -> ColumnElement[bool]:
    """The text contains this term, taken literally."""
    return text.like(containment(term), escape="\\")


def containment(term: str) -> str:
    """The pattern of texts that contain this term."""
    return f"%{search.like_escape(term)}%"


def oldest_of_newest(doc: Doc) -> ColumnElement[int]:
    """The key of the oldest document that one- and two-letter words are looked for in."""
    key = select(doc.key).order_by(doc.key.desc()).offset(NEWEST - 1).limit(1).scalar_subquery()
    return func.coalesce(key, 0)
