"""What it takes to keep the search index in step: the documents of new orders written one by one, with it and without.

As many of them as it takes for the index’s merges to come as often as in the long run.
"""

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import select

from dashboard.bench.pages.recorder import backend_cpu
from dashboard.extensions import db
from dashboard.models import OrderDoc
from dashboard.models.search_index import SECOND

ORDERS = 2_000
INSERT = "INSERT INTO order_doc (key, order_id, doc) VALUES (?, ?, ?)"


class Engine(NamedTuple):
    """A database that may be written to: what writes a row for good, and what takes its search index away.

    `spent`: the milliseconds of processor time that it took until now.
    """

    write: Callable[[tuple[int, int, str]], None]
    without_index: Callable[[], Any]
    spent: Callable[[], float]


def upkeep(app: Flask) -> float:
    """Milliseconds of processor time in the engine per order, the index’s part alone. The store stays as it was."""
    with app.app_context():
        rows = list(new_documents())
        with {"sqlite": sqlite, "postgresql": postgresql}[db.engine.dialect.name]() as engine:
            with_index = written(engine, rows[::2])
            engine.without_index()
            return with_index - written(engine, rows[1::2])


def new_documents() -> Iterator[tuple[int, int, str]]:
    """The newest documents again, as those of newer orders: key, order and text; two of each."""
    newest = select(OrderDoc.key, OrderDoc.order_id, OrderDoc.doc).order_by(OrderDoc.key.desc()).limit(ORDERS)
    rows = db.session.execute(newest).all()
    last_key, last_order = rows[0].key, max(row.order_id for row in rows)
    db.session.remove()
    for at, doc in enumerate((row.doc for row in rows for _ in range(2)), start=1):
        yield last_key + (at << SECOND), last_order + ORDERS + at, doc


def written(engine: Engine, rows: Iterable[tuple[int, int, str]]) -> float:
    """Milliseconds per row."""
    times = []
    for row in rows:
        before = engine.spent()
        engine.write(row)
        times.append(engine.spent() - before)
    return sum(times) / len(times)


@contextmanager
def sqlite() -> Iterator[Engine]:
    """A copy of the file, since each order is to be committed: that is when the index is written."""
    file = str(db.engine.url.database)
    with (
        tempfile.TemporaryDirectory(dir=Path(file).parent) as folder,
        closing(sqlite3.connect(file)) as source,
        closing(sqlite3.connect(Path(folder) / "copy.sqlite", isolation_level=None)) as copy,
    ):
        source.backup(copy)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            copy.execute(f"PRAGMA {pragma}")
        yield Engine(
            write=lambda row: copy.execute(INSERT, row).close(),
            without_index=lambda: copy.execute("DROP TRIGGER order_doc_insert"),
            spent=lambda: 1000 * time.thread_time(),
        )


@contextmanager
def postgresql() -> Iterator[Engine]:
    """One transaction that is taken back: a commit has nothing to do for the index."""
    with closing(db.engine.raw_connection()) as connection:
        driver: Any = connection.driver_connection
        driver.execute("SET LOCAL session_replication_role = replica")  # there are no such orders
        yield Engine(
            write=lambda row: driver.execute(INSERT.replace("?", "%s"), row),
            without_index=lambda: driver.execute("DROP INDEX order_doc_trgm"),
            spent=lambda: backend_cpu(driver.info.backend_pid),
        )
        driver.rollback()
        driver.autocommit = True
        driver.execute("VACUUM order_doc")  # else searches go through what was taken back
        driver.autocommit = False
