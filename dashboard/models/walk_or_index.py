"""Words looked for in documents on PostgreSQL, whose index knows no order: in a window of the newest, on from there, or
by the index; and what each of these is thought to take.
"""

from collections.abc import Iterable
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from sqlalchemy import ColumnElement, Dialect, SQLColumnExpression, String, bindparam, func, select

from dashboard.core import search
from dashboard.models.by_driver import Query, compiled
from dashboard.models.doc_count import Doc
from dashboard.models.search_index import CustomerDoc, OrderDoc

WINDOW = 1_000
WIDER = 16 * WINDOW
SURE = 4  # times as many documents walked through: what PostgreSQL's index finds as fast, no window is looked at for
DOCS: dict[str, Doc] = {OrderDoc.__tablename__: OrderDoc, CustomerDoc.__tablename__: CustomerDoc}
# What a document that the index leads to takes, in documents walked through: of accounts a page holds eighty, of orders
# twenty.
READ: dict[Doc, float] = {OrderDoc: 17, CustomerDoc: 7}


def containment(term: str) -> str:
    """The pattern of texts that contain this term."""
    return f"%{search.like_escape(term)}%"


def worded(name: str, texts: Iterable[str]) -> dict[str, str]:
    """These texts as values of a query."""
    return {f"{name}_{at}": text for at, text in enumerate(texts)}


class Shape(NamedTuple):
    """Which documents are looked for: so many words, PostgreSQL's index asked for so many texts, at most so many keys.

    No texts: it is asked for the words.
    """

    doc: str
    words: int
    texts: int
    most: int


@lru_cache(64)
def of_window(shape: Shape, size: int, dialect: Dialect) -> Query:
    """The query for the keys of so many newest documents that match."""
    doc = DOCS[shape.doc]
    window = select(doc.key, doc.doc).order_by(doc.key.desc()).limit(size).subquery()
    found = select(window.c.key).where(*holding(window.c.doc, shape.words))
    return compiled(found.order_by(window.c.key.desc()).limit(shape.most), dialect, kept=True)


@lru_cache(64)
def walked_on(shape: Shape, dialect: Dialect) -> Query:
    """The query for one key more of all documents that match."""
    doc = DOCS[shape.doc]
    found = select(doc.key).where(*holding(doc.doc, shape.words))
    return compiled(found.order_by(doc.key.desc()).limit(shape.most + 1), dialect, kept=True)


@lru_cache(64)
def by_index(shape: Shape, dialect: Dialect) -> Query:
    """The same by PostgreSQL's index."""
    doc = DOCS[shape.doc]
    likes = (bindparam(f"like_{at}", type_=String()) for at in range(shape.texts or shape.words))
    found = select(doc.key.label("key")).where(*(doc.doc.like(one, escape="\\") for one in likes))
    found = found.where(*holding(doc.doc, shape.words)) if shape.texts else found
    # Else the planner walks the keys from the newest on, hoping to meet enough of them soon.
    every = found.cte("every").prefix_with("MATERIALIZED")
    return compiled(select(every.c.key).order_by(every.c.key.desc()).limit(shape.most + 1), dialect, kept=True)


def holding(text: SQLColumnExpression[str], number: int) -> list[ColumnElement[bool]]:
    """The text contains so many words: what like() says, faster on PostgreSQL and by no index."""
    return [func.strpos(text, bindparam(f"word_{at}", type_=String())) > 0 for at in range(number)]


def enough(most: int, cost: float, size: int = WINDOW) -> float:
    """How many of so many newest documents must match for walking on to be faster than an index of this cost.

    Walking on reads about `most * size / matches` documents, more where few of them tell that.
    """
    read = most * size / max(cost, 1)
    return (read + sqrt(read * read + 4 * read)) / 2
