"""Words of a search box as conditions on a document table; the same answer from both databases."""

from sqlalchemy import ColumnElement, Select, column, false, func, literal_column, select, table
from sqlalchemy.orm import Session

from dashboard.core import search
from dashboard.models.search_index import FTS, CustomerDoc, OrderDoc

TRIGRAM = 3  # shorter words have no trigram: they are looked for among the newest documents only
NEWEST = 5_000


def terms(query: str) -> list[str]:
    """What a document must contain, all of it: folded words, a code without its #, or the digits of a phone number."""
    shape = search.shape(query)
    if shape is search.Shape.PHONE:
        return [search.digits(query).lstrip("0")]
    return search.words(query.strip().removeprefix("#") if shape is search.Shape.CODE else query)


def matching_keys(session: Session, doc: type[OrderDoc] | type[CustomerDoc], query: str) -> Select[int]:
    """Keys of the documents that contain every term. No term at all: none."""
    wanted = terms(query)
    if not wanted:
        return select(doc.key).where(false())
    keys = select(doc.key)
    if not any(indexed(term) for term in wanted):
        return keys.where(doc.key >= newest(doc), *(contains(doc, term) for term in wanted))
    if session.get_bind().dialect.name == "postgresql":
        return keys.where(*(contains(doc, term) for term in wanted))
    short = [contains(doc, term) for term in wanted if not indexed(term)]
    return keys.where(doc.key.in_(fts_rows(doc, [term for term in wanted if indexed(term)])), *short)


def indexed(term: str) -> bool:
    """Whether the trigram index can find this term."""
    return len(term) >= TRIGRAM


def fts_rows(doc: type[OrderDoc] | type[CustomerDoc], wanted: list[str]) -> Select[int]:
    """Keys from SQLite's full-text index of the documents that contain all of these terms."""
    fts = table(FTS[doc.__tablename__], column("rowid"))
    match = literal_column(fts.name).op("MATCH")(" AND ".join(quoted(term) for term in wanted))
    return select(fts.c.rowid).where(match)


def quoted(term: str) -> str:
    """A term as an FTS5 string."""
    return '"' + term.replace('"', '""') + '"'


def contains(doc: type[OrderDoc] | type[CustomerDoc], term: str) -> ColumnElement[bool]:
    """The document contains this term, taken literally."""
    return doc.doc.like(f"%{search.like_escape(term)}%", escape="\\")


def newest(doc: type[OrderDoc] | type[CustomerDoc]) -> ColumnElement[int]:
    """The key of the oldest document that one- and two-letter words are looked for in."""
    key = select(doc.key).order_by(doc.key.desc()).offset(NEWEST).limit(1).scalar_subquery()
    return func.coalesce(key, 0)
