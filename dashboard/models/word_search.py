"""Words looked for in documents as a part of another query: put together once, the words themselves are its values.

What full_text.py looks up in two or three queries is one part here: on PostgreSQL the newest documents tell the query
itself whether it walks on from them or asks the index.
"""

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    Float,
    FromClause,
    Select,
    String,
    bindparam,
    func,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from dashboard.core import index_terms, trigrams
from dashboard.models.doc_count import Doc, last_number
from dashboard.models.full_text import indexed, matching, oldest_of_newest, quoted
from dashboard.models.trigram_sample import sample_of
from dashboard.models.walk_or_index import READ, WINDOW, containment, enough, holding, worded


class Way(Enum):
    """How documents are found: no index can tell, SQLite's full-text index, walking on or PostgreSQL's index.

    WHOLE: by SQLite's, which is asked for the words themselves, so that no document needs to be looked at.
    """

    NEWEST = auto()
    MATCH = auto()
    WHOLE = auto()
    WALK = auto()


class Words(NamedTuple):
    """What is looked for: the shape of its query (the way, how many words), and the values of that.

    `asked`: for how many texts PostgreSQL's index is asked.
    """

    way: Way
    number: int
    asked: int
    values: Mapping[str, Any]


def words(session: Session, doc: Doc, wanted: Sequence[str], most: int) -> Words:
    """How these words, at least one, are looked for in documents of which so many are wanted."""
    likes: Mapping[str, Any] = worded("like", map(containment, wanted))
    if not any(indexed(word) for word in wanted):
        return Words(Way.NEWEST, len(wanted), 0, likes)
    sample = sample_of(session, doc)
    if session.get_bind().dialect.name == "postgresql":
        asked = index_terms.asked_for(wanted, sample, READ[doc])
        texts, cost = asked.texts or wanted, asked.cost * last_number(session, doc)
        values = {**worded("like", map(containment, texts)), **worded("word", wanted), "enough": enough(most, cost)}
        return Words(Way.WALK, len(wanted), len(texts), values)
    chosen = trigrams.looked_up(wanted, sample)
    way = Way.WHOLE if set(wanted) <= set(chosen) else Way.MATCH
    return Words(way, len(wanted), 0, {**likes, "match": " AND ".join(map(quoted, chosen))})


def fits(text: Any, way: Way, number: int) -> list[ColumnElement[bool]]:
    """Conditions: a document has so many words, all of those that are sent. No index is asked."""
    return holding(text, number) if way is Way.WALK else indexed_fits(text, number)


def indexed_fits(text: Any, number: int) -> list[ColumnElement[bool]]:
    """The same, as PostgreSQL's index takes it."""
    return [text.like(bindparam(f"like_{at}", type_=String()), escape="\\") for at in range(number)]


def walked(doc: Doc, way: Way, number: int) -> tuple[Any, FromClause, list[ColumnElement[bool]]]:
    """Documents that have the words, to be read by key and no further than wanted.

    The key, by which they are sorted; what is selected from; conditions.
    """
    if way not in (Way.MATCH, Way.WHOLE):
        newest = [doc.key >= oldest_of_newest(doc)] if way is Way.NEWEST else []
        return doc.key, doc.__table__, [*newest, *fits(doc.doc, way, number)]
    fts, found = matching(doc)
    untold = fits(doc.doc, way, number) if way is Way.MATCH else ()
    return fts.c.rowid, fts.join(doc.__table__, doc.key == fts.c.rowid), [found, *untold]


def every(doc: Doc, number: int, asked: int) -> CTE:
    """The keys of all documents that have the words, by PostgreSQL's index, which is asked for so many texts."""
    found = select(doc.key.label("key")).where(*indexed_fits(doc.doc, asked), *holding(doc.doc, number))
    return found.cte("every").prefix_with("MATERIALIZED")


def near(doc: Doc, number: int) -> ColumnElement[bool]:
    """Whether so many of the newest documents have the words that walking on is faster than PostgreSQL's index."""
    window = select(doc.key, doc.doc).order_by(doc.key.desc()).limit(WINDOW).subquery()
    having = select(func.count().label("number")).select_from(window).where(*fits(window.c.doc, Way.WALK, number))
    counted = having.cte("near").prefix_with("MATERIALIZED")
    return select(counted.c.number).scalar_subquery() >= bindparam("enough", type_=Float())


def keys(doc: Doc, way: Way, number: int, asked: int, most: int) -> Select[int]:
    """Keys (`key`) of the newest documents that have the words, at most so many."""
    if way is Way.WHOLE:
        fts, told = matching(doc)
        return select(fts.c.rowid.label("key")).where(told).order_by(fts.c.rowid.desc()).limit(most)
    key, source, conditions = walked(doc, way, number)
    found = select(key.label("key")).select_from(source).where(*conditions).order_by(key.desc()).limit(most)
    if way is not Way.WALK:
        return found
    walks = near(doc, number)
    known = every(doc, number, asked)
    by_index = select(known.c.key).where(~walks).order_by(known.c.key.desc()).limit(most)
    parts = [found.where(walks).subquery(), by_index.subquery()]
    together = union_all(*(select(part.c.key) for part in parts)).subquery()
    return select(together.c.key)
