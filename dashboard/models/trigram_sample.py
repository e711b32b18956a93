"""How frequent trigrams are, as far as a few documents from everywhere in a table tell; read now and then."""

from time import monotonic
from typing import NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from dashboard.core.index_terms import spaced
from dashboard.core.trigrams import Sample
from dashboard.models.doc_count import KEPT, Doc, last_number, number_of
from dashboard.models.looked_up import listed

DOCUMENTS = 256


class Taken(NamedTuple):
    """A sample, and when it was taken, in seconds of this process’s clock."""

    sample: Sample
    at: float


TAKEN: WeakKeyDictionary[Engine, dict[Doc, Taken]] = WeakKeyDictionary()


def sample_of(session: Session, doc: Doc) -> Sample:
    """A sample of these documents, at most KEPT seconds old. What a search finds does not depend on it."""
    taken = TAKEN.setdefault(session.get_bind().engine, {})
    if doc not in taken or monotonic() - taken[doc].at > KEPT:
        taken[doc] = Taken(Sample(some(session, doc)), monotonic())
    return taken[doc].sample


def some(session: Session, doc: Doc) -> list[str]:
    """Documents at even distances, DOCUMENTS at most, as the database’s index knows them. Two queries."""
    last, dialect = last_number(session, doc), session.get_bind().dialect
    wanted = range(1, last + 1, max(1, last // DOCUMENTS))
    found = session.scalars(select(doc.doc).where(listed(number_of(doc), wanted, dialect)))
    return list(map(spaced, found) if dialect.name == "postgresql" else found)
