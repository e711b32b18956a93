"""Rows into an empty database at its fastest: no secondary index, trigger or foreign key is looked at meanwhile.

`endings` are what is left to do then: all of them made again, in strands of which each may have a thread of its own.
`check` tells whether everything fits.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from itertools import product
from typing import Any, Protocol

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from dashboard.bench.store.columns import Lines
from dashboard.extensions import db
from dashboard.models.search_index import FTS

# What breaks off is thrown away, so nothing is journaled.
PRAGMAS = ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-400000", "threads=2")
SETTINGS = {
    "session_replication_role": "replica",  # no triggers, which foreign keys are too
    "synchronous_commit": "off",
    "timezone": "UTC",
    "maintenance_work_mem": "1GB",
    "statement_timeout": "0",
}
INDEXES = """
SELECT i.tablename, i.indexname, i.indexdef FROM pg_indexes i
WHERE i.schemaname = current_schema() AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)
"""
SEQUENCES = """
SELECT format('SELECT setval(%L, greatest((SELECT max(%I) FROM %I), 1))', s, c.column_name, c.table_name)
FROM information_schema.columns c, pg_get_serial_sequence(quote_ident(c.table_name), c.column_name) s
WHERE c.table_schema = current_schema() AND s IS NOT NULL
"""
OWN = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
Ending = Callable[[], object]
Connection = psycopg.Connection[Any]


class Loader(Protocol):
    """A database that takes rows as columns.py prepares them."""

    def add(self, table: str, names: Sequence[str], rows: Any) -> None: ...
    def endings(self) -> list[list[Ending]]: ...


class Sqlite:
    """A SQLite file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.made = [statement for *_, statement in connection.execute(OWN)]
        for kind, name, _ in connection.execute(OWN).fetchall():
            connection.execute(f'DROP {kind} "{name}"')

    def add(self, table: str, names: Sequence[str], rows: Lines) -> None:
        """Insert the rows."""
        marks = ", ".join("?" * len(names))
        self.connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)  # noqa: S608

    def endings(self) -> list[list[Ending]]:
        """Full text, indexes, triggers: one strand, as a file has one writer."""
        return [[*map(self.full_text, FTS.values()), *(partial(self.connection.execute, one) for one in self.made)]]

    def full_text(self, fts: str) -> Ending:
        """Full text in pieces of 64 MB, a quarter faster; what is written later comes in those of 1 MB, as ever."""
        set_size = f"INSERT INTO {fts}({fts}, rank) VALUES ('hashsize', ?)"  # noqa: S608

        def rebuild() -> None:
            self.connection.execute(set_size, (64 << 20,))
            self.connection.execute(f"INSERT INTO {fts}({fts}) VALUES ('rebuild')")  # noqa: S608
            self.connection.execute(set_size, (1 << 20,))

        return rebuild


class Postgresql:
    """A PostgreSQL database, whose user may do everything there."""

    def __init__(self, connection: Connection, other: Connection) -> None:
        self.connection, self.other = connection, other
        for one, (name, value) in product((connection, other), SETTINGS.items()):
            one.execute(sql.SQL("SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
        self.vacuum("SET (autovacuum_enabled = false)")
        self.made = connection.execute(INDEXES).fetchall()
        for _, name, _ in self.made:
            connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))

    def add(self, table: str, names: Sequence[str], rows: bytes) -> None:
        """Copy the rows."""
        columns = sql.SQL(", ").join(map(sql.Identifier, names))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
        with self.connection.cursor().copy(statement) as copy:
            copy.write(rows)

    def vacuum(self, setting: str) -> None:
        """Let no vacuum come between, or let it come again."""
        for table in db.metadata.tables:
            statement = sql.SQL("ALTER TABLE {} ").format(sql.Identifier(table)) + sql.SQL(setting)
            self.connection.execute(statement)

    def endings(self) -> list[list[Ending]]:
        """Indexes, sequences, and the statistics that autovacuum would have taken by now.

        Full text takes as long as all the rest, and a connection makes one index at a time: a strand for either.
        """
        rest = [name for name in db.metadata.tables if name not in FTS]
        sequences = [partial(self.connection.execute, one) for (one,) in self.connection.execute(SEQUENCES)]
        strands = [self.strand(self.other, list(FTS)), self.strand(self.connection, rest)]
        return [strands[0], [*sequences, *strands[1], partial(self.vacuum, "RESET (autovacuum_enabled)")]]

    def strand(self, connection: Connection, tables: Sequence[str]) -> list[Ending]:
        """The indexes and statistics of these tables."""
        indexes = [statement.encode() for table, _, statement in self.made if table in tables]
        return [partial(connection.execute, one) for one in (*indexes, f"VACUUM ANALYZE {', '.join(tables)}".encode())]


@contextmanager
def sqlite_loader(url: str) -> Iterator[Sqlite]:
    """The loader of a file, all in one transaction; by one thread at a time."""
    file = str(make_url(url).database)
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as connection:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        yield Sqlite(connection)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=WAL")


@contextmanager
def postgresql_loader(url: str) -> Iterator[Postgresql]:
    """The loader of a database."""
    plain = url.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as one, psycopg.connect(plain, autocommit=True) as other:
        yield Postgresql(one, other)


LOADERS: dict[str, Callable[[str], AbstractContextManager[Loader]]] = {
    "sqlite": sqlite_loader,
    "postgresql": postgresql_loader,
}
