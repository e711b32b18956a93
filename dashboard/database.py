"""Transactions and column types: reading by default, writing by intent, both databases alike.

SQLAlchemy's defaults silently lose updates on SQLite (a transaction begins at the first write, not at the first
read), so the driver is told to begin nothing by itself and we begin each transaction as what it is.
"""

import enum
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Connection, DateTime, Engine, Integer, String, event, make_url
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

from dashboard.extensions import db

MAPPED = 2_000_000_000  # bytes at the file's beginning; SQLite maps hardly more
KEPT = 16_000  # kibibytes of pages, for each connection
# PostgreSQL plans a statement anew each time it is sent, unless it has a name: then it keeps a plan that is no dearer.
NEVER = 1 << 62  # times that a statement is sent before the driver gives it a name by itself
WRITES = {"writes": True, "postgresql_readonly": False}


@contextmanager
def writing() -> Iterator[Session]:
    """A transaction that may write, committed at the end, rolled back on any error.

    It ends the read transaction before it, so that nothing seen earlier is trusted. Inside another `writing()` it
    is a savepoint: still all or nothing, committed with the outer one.
    """
    session = db.session()
    if session.info.get("writing"):
        with session.begin_nested():
            yield session
        return
    session.rollback()
    session.connection(execution_options=WRITES)
    session.info["writing"] = True
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("writing", None)


def engine_options(url: str, statement_timeout_ms: int) -> dict[str, Any]:
    """Keyword arguments of create_engine for this database URL."""
    if make_url(url).get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": 15, "check_same_thread": False}}
    settings = {
        "lock_timeout": "3s",
        "statement_timeout": f"{statement_timeout_ms}ms",
        "timezone": "UTC",
    }
    if statement_timeout_ms:  # a page: nothing that it asks for takes as long as to compile it or to call for help
        settings |= {"jit": "off", "max_parallel_workers_per_gather": "0"}
    return {
        "connect_args": {
            "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
            "prepare_threshold": NEVER,
        },
        "execution_options": {"postgresql_readonly": True},
        "pool_pre_ping": True,
        "pool_size": 20,
        "max_overflow": 4,
    }


def prepare(engine: Engine, serves: bool = False) -> None:
    """Set the transaction rules of an engine; most of PostgreSQL's are its engine options.

    `serves`: whether pages are read from it, which takes half of the time where the file is mapped into memory.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", open_sqlite)
        if serves:
            event.listen(engine, "connect", map_sqlite)
        event.listen(engine, "begin", begin_sqlite)
    else:
        event.listen(engine, "rollback", end_reading)


def installation(session: Session) -> Mapping[str, Any]:
    """The settings of the installation whose database this is, such as BASE_URL; create_app() has put them there."""
    settings: Mapping[str, Any] = session.get_bind().get_execution_options()["installation"]
    return settings


def open_sqlite(connection: Any, record: Any) -> None:
    """Driver settings of a new SQLite connection."""
    connection.isolation_level = None  # we begin transactions ourselves
    pragmas = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000", "secure_delete=ON")
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
    record.info["query_only"] = False


def map_sqlite(connection: Any, record: Any) -> None:
    """Let a SQLite connection read the file as memory, which processes share, and keep more of what that leaves."""
    for pragma in (f"mmap_size={MAPPED}", f"cache_size=-{KEPT}"):
        connection.execute(f"PRAGMA {pragma}")


def begin_sqlite(connection: Connection) -> None:
    """BEGIN IMMEDIATE for `writing()`; else a transaction in which the database itself refuses to write."""
    writes = connection.get_execution_options().get("writes", False)
    info = connection.connection.info
    if info["query_only"] == writes:  # sent only when it changes
        info["query_only"] = not writes
        connection.exec_driver_sql(f"PRAGMA query_only={int(not writes)}")
    if writes:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.connection.cursor().execute("BEGIN")  # nobody is asked for anything yet: nothing can be in the way


def end_reading(connection: Connection) -> None:
    """End a transaction that only read by a commit: PostgreSQL's driver forgets all that is prepared in a rollback."""
    driver: Any = connection.connection.driver_connection
    if driver.read_only and driver.info.transaction_status.name == "INTRANS":
        driver.commit()


def wipe(engine: Engine) -> None:
    """Let nothing deleted lie in SQLite's log of writes, unless somebody reads it now. PostgreSQL: VACUUM."""
    if engine.dialect.name != "sqlite":
        return
    with closing(engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA busy_timeout=0")
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.cursor().execute("PRAGMA busy_timeout=15000")


def now() -> datetime:
    """This moment in UTC, in whole microseconds."""
    return datetime.now(UTC)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, UTC in the database; SQLite would hand it back naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        utc = value if value.tzinfo is UTC else value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def moment(found: str | datetime) -> datetime:
    """A moment in the database as its driver hands it out, in UTC: SQLite's as text."""
    at = datetime.fromisoformat(found) if isinstance(found, str) else found
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """A decimal number kept as text: unit prices keep the source's precision on both databases."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> str | None:
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(value)


def Key(length: int = 64) -> String:  # noqa: N802 - reads as the column type it is
    """Text for codes, keys and statuses: compared byte by byte on both databases, so prefixes are plain ranges."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class Word(TypeDecorator[enum.StrEnum]):
    """A status: stored as its word, read as its member."""

    impl = String(32)
    cache_ok = True

    def __init__(self, words: type[enum.StrEnum]) -> None:
        super().__init__()
        self.words = words
        self.known = {word.value: word for word in words}

    def load_dialect_impl(self, dialect: Any) -> Any:
        return dialect.type_descriptor(Key(32).dialect_impl(dialect) if dialect.name == "postgresql" else String(32))

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else str(self.words(value))

    def process_result_value(self, value: str | None, dialect: Any) -> enum.StrEnum | None:
        return None if value is None else self.known.get(value) or self.words(value)


BigInt = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself only in INTEGER
