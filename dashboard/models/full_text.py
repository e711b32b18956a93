"""Words of a search box looked for in a document table: the newest documents first, alike in both databases.

SQLite reads its trigram index backwards, as far as needed: for frequent words, else for the rarest of their trigrams
only, and then the documents that have these. PostgreSQL's knows no order, so the newest documents are looked through
first, which is enough for words that are common, and the index is asked for those that are not, for as much of them as
pays.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
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

from dashboard.core import index_terms, search, trigrams
from dashboard.models.by_driver import Query, compiled
from dashboard.models.doc_count import Doc, last_number
from dashboard.models.search_index import FTS
from dashboard.models.time_box import TooLong, time_box
from dashboard.models.trigram_sample import sample_of
from dashboard.models.walk_or_index import (
    DOCS,
    READ,
    SURE,
    WIDER,
    WINDOW,
    Shape,
    by_index,
    containment,
    enough,
    of_window,
    walked_on,
    worded,
)

NEWEST = 5_000
MATCHES = 2_000


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


def within_time(session: Session, query: Select[Any], most: int) -> Found:
    """What a query for keys, or keys and documents, finds, newest first."""
    ordered = query.order_by(desc(column("key"))).limit(most + 1)
    return in_time(session, lambda connection: connection.execute(ordered).all(), most)


def in_time(session: Session, ask: Callable[[Connection], Sequence[Any]], most: int) -> Found:
    """The same for rows that are asked for like this, one more than so many."""
    try:
        with time_box(session) as connection:
            rows = ask(connection)
    except TooLong:
        return Found([], whole=False, in_time=False)
    keys, *docs = zip(*rows[:most], strict=True) if rows else ((),)
    return Found(list(keys), len(rows) <= most, docs=docs[0] if docs else ())


def by_window(session: Session, doc: Doc, wanted: Sequence[str], most: int) -> Found:
    """As newest_matches, on PostgreSQL: where its index is dear, a look at the newest documents may spare it."""
    asked = index_terms.asked_for(wanted, sample_of(session, doc), READ[doc])
    cost = asked.cost * last_number(session, doc)
    shape = Shape(doc.__tablename__, len(wanted), len(asked.texts), most)
    dialect = session.get_bind().dialect
    values = {**worded("word", wanted), **worded("like", map(containment, asked.texts or wanted))}
    near: Sequence[int] = ()
    walks = False
    try:
        with time_box(session) as connection:
            for size in (WINDOW, WIDER):
                if not walks and cost <= SURE * size:
                    break
                near = [key for (key,) in of_window(shape, size, dialect).rows(connection, values)]
                if len(near) >= most:
                    return Found(near[:most], whole=False)
                walks = len(near) >= enough(most, cost, size)
            query = walked_on(shape, dialect) if walks else by_index(shape, dialect)
            keys = [key for (key,) in query.rows(connection, values)]
    except TooLong:
        return Found(near, whole=False, in_time=False)
    return Found(keys[:most], whole=len(keys) <= most)


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
    fts, match = matching(doc)
    query: Select[Any] = select(fts.c.rowid.label("key")).where(match)
    if untold or read:
        terms_there = (doc.doc.like(bindparam(f"term_{at}", type_=String()), escape="\\") for at in range(untold))
        query = query.join(doc, doc.key == fts.c.rowid).where(*terms_there)
    query = query.add_columns(doc.doc) if read else query
    return compiled(query.order_by(desc(column("key"))).limit(bindparam("most", type_=Integer())), dialect)


def matching(doc: Doc) -> tuple[Any, ColumnElement[bool]]:
    """SQLite's full-text index of these documents, and the condition that it finds what is asked for (:match)."""
    fts = table(FTS[doc.__tablename__], column("rowid"))
    return fts, literal_column(fts.name).op("MATCH")(bindparam("match", type_=String()))


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


def oldest_of_newest(doc: Doc) -> ColumnElement[int]:
    """The key of the oldest document that one- and two-letter words are looked for in."""
    key = select(doc.key).order_by(doc.key.desc()).offset(NEWEST - 1).limit(1).scalar_subquery()
    return func.coalesce(key, 0)
