"""What a page sends to the database, recorded at the driver itself with the processor time that the engine takes."""

import sqlite3
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

SCHEDULED = "/proc/{}/schedstat"  # nanoseconds on a core; the threads of SQLite are ours, a backend is one process


class Sent(NamedTuple):
    """A statement as the driver got it, its rows, and the milliseconds it took by the processor and the clock.

    `done`: whether it went through; what was given up has taken its time, too. `prepared`: whether it has a name.
    """

    statement: str
    values: Any
    rows: list[tuple[Any, ...]]
    cpu: float
    wall: float
    done: bool = True
    prepared: bool = False

    @property
    def reads(self) -> bool:
        """Whether it is a query, and no word about transactions or settings."""
        return self.statement.lstrip(" (").upper().startswith(("SELECT", "WITH"))


RECORD: list[Sent] = []


@contextmanager
def recorded() -> Iterator[list[Sent]]:
    """What is sent meanwhile."""
    RECORD.clear()
    found: list[Sent] = []
    yield found
    found += RECORD


def backend_cpu(pid: int) -> float:
    """Milliseconds that a process has been on a core; 0 where the system does not tell."""
    file = Path(SCHEDULED.format(pid))
    return int(file.read_text().split()[0]) / 1e6 if file.exists() else 0.0


class SqliteCursor(sqlite3.Cursor):
    """A cursor that reads all rows at once, so that their time is known, and hands them out as asked for."""

    kept: deque[Any]

    def execute(self, statement: str, values: Any = (), /) -> "SqliteCursor":
        """Execute, fetch, record."""
        cpu, wall = time.thread_time(), time.perf_counter()
        self.kept, done = deque(), False
        try:
            super().execute(statement, values)
            self.kept.extend(super().fetchall() if self.description else ())
            done = True
        finally:
            spent = (1000 * (time.thread_time() - cpu), 1000 * (time.perf_counter() - wall))
            RECORD.append(Sent(statement, values, list(self.kept), *spent, done))
        return self

    def fetchone(self) -> Any:
        """The next row."""
        return self.kept.popleft() if self.kept else None

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        """The next rows."""
        return [self.kept.popleft() for _ in range(min(size or 1, len(self.kept)))]

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        found = list(self.kept)
        self.kept.clear()
        return found

    def __iter__(self) -> Iterator[Any]:  # type: ignore[override]
        return iter(self.fetchall())


class SqliteConnection(sqlite3.Connection):
    """A connection with such cursors."""

    def cursor(self, factory: Any = SqliteCursor) -> Any:
        """A cursor that records."""
        return super().cursor(factory)


class PostgresqlCursor(psycopg.Cursor[Any]):
    """A cursor that records; the driver has read all rows once a statement is done."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> "PostgresqlCursor":
        """Execute, look at the rows, record."""
        pid = self.connection.info.backend_pid
        cpu, wall = backend_cpu(pid), time.perf_counter()
        done = False
        try:
            super().execute(query, params, **options)
            done = True
        finally:
            spent = (backend_cpu(pid) - cpu, 1000 * (time.perf_counter() - wall))
            rows = self.fetchall() if done and self.description else []
            if rows:
                self.scroll(0, "absolute")
            if query:
                RECORD.append(Sent(str(query), params, rows, *spent, done, bool(options.get("prepare"))))
        return self


def connect_arguments(kind: str) -> Mapping[str, Any]:
    """What makes the driver record: more arguments to connect with."""
    return {"factory": SqliteConnection} if kind == "sqlite" else {"cursor_factory": PostgresqlCursor}
