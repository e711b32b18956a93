"""Invariants about the database itself: words, references, triggers, the full-text index, and who may open it."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Engine, String, exists, select, text, type_coerce
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from dashboard.actions.active_owner import CAN_OWN
from dashboard.checks.invariant import Overall
from dashboard.database import WRITES, Word
from dashboard.extensions import db
from dashboard.models import Staff, triggers
from dashboard.models.search_index import FTS

CORRUPT = 11  # SQLite's primary result code


def is_sqlite(session: Session) -> bool:
    """Which of the two databases this is."""
    return session.get_bind().dialect.name == "sqlite"


def words(session: Session) -> Iterator[str]:
    """Stored status words that nobody knows, with their column."""
    for table in db.metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, Word):
                word, known = type_coerce(column, String), [str(one) for one in column.type.words]
                query = select(word).where(word.not_in(known)).distinct()
                yield from (f"{column}: {found}" for found in session.scalars(query))


def references(session: Session) -> Iterator[str]:
    """Rows that refer to nothing. PostgreSQL lets none in; SQLite only looks while it is told to."""
    if is_sqlite(session):
        for table, row, parent, _ in session.execute(text("PRAGMA foreign_key_check")):
            yield f"{table} row {row} (its {parent} is gone)"


def missing_triggers(session: Session) -> Iterable[str]:
    """Triggers that are not there."""
    if is_sqlite(session):
        wanted, query = triggers.names_sqlite(), "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        wanted, query = triggers.names(), "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
    return sorted(wanted - set(session.scalars(text(query))))


def full_text(session: Session) -> Iterator[str]:
    """Full-text indexes that do not agree with the documents. The command to look is an INSERT, so it may write.

    It has a connection of its own: the reading of all others goes on.
    """
    engine = session.get_bind()
    if not isinstance(engine, Engine) or not is_sqlite(session):
        return
    for fts in FTS.values():
        try:
            with engine.connect().execution_options(**WRITES) as written:
                written.execute(text(f"INSERT INTO {fts}({fts}, rank) VALUES ('integrity-check', 1)"))  # noqa: S608
        except DatabaseError as error:
            if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF != CORRUPT:
                raise
            yield fts


def active_owner(session: Session) -> Iterator[str]:
    """The store, if people work here and no active one of them is an owner who has a password."""
    anybody = session.scalar(select(exists().where(Staff.id > 0)))
    if anybody and not session.scalar(select(exists().where(*CAN_OWN))):
        yield "no active owner"


WORDS = Overall("words", "Every stored status is a word that is known.", words)
STORAGE = (
    Overall("full_text", "The full-text indexes agree with what they index.", full_text),
    Overall("references", "Every row that refers to another finds it.", references),
    Overall("triggers", "The triggers that guard log, original order and search index are there.", missing_triggers),
    Overall("active_owner", "At least one active owner works here.", active_owner),
)
