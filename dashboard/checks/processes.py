"""The work of a check shared out among processes that all see one and the same state of the database."""

import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from typing import Any, NamedTuple

from sqlalchemy import Engine, create_engine, event, select, text
from sqlalchemy.orm import Session

from dashboard.checks.run import Look, Seen, Work, one_moment
from dashboard.database import WRITES, engine_options, prepare
from dashboard.models import Store

PATIENCE = 60  # seconds for a process to begin
PAGES = 64_000  # KiB of the database file that a process keeps in memory


class Beginning(NamedTuple):
    """How the processes begin together: the database, the snapshot that each is handed, and where they meet."""

    url: str
    snapshots: "SimpleQueue[str | None]"
    met: Barrier


def useful() -> int:
    """How many processes are worth having here: one for each core where they cost next to nothing to begin."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


@contextmanager
def shared_out(session: Session, processes: int) -> Iterator[Work]:
    """Work done by so many processes, which begin to read when `session` does, at the same moment.

    They are forked: SQLite forbids to bring a connection along, so all are closed before, and none may be open
    elsewhere in this process.
    """
    engine = session.get_bind()
    if not isinstance(engine, Engine):
        raise TypeError("The session is bound to a connection.")
    session.close()
    engine.dispose()
    context = multiprocessing.get_context("fork")
    url = engine.url.render_as_string(hide_password=False)
    begin = Beginning(url, context.SimpleQueue(), context.Barrier(processes + 1))
    with ProcessPoolExecutor(processes, mp_context=context, initializer=begun, initargs=(begin,)) as pool:
        pool.submit(os.getpid)  # forks them all
        begin_together(session, engine, begin, processes)
        yield lambda pieces: in_order(pool, pieces)


def begin_together(session: Session, engine: Engine, begin: Beginning, processes: int) -> None:
    """Let all begin at one moment: while nobody can write, or by a snapshot."""
    with engine.connect() as still:
        if engine.dialect.name == "sqlite":
            still.execution_options(**WRITES).execute(text("SELECT 1"))
        one_moment(session)
        session.scalar(select(Store.id))
        exported = text("SELECT pg_export_snapshot()")
        snapshot = session.scalar(exported) if engine.dialect.name == "postgresql" else None
        for _ in range(processes):
            begin.snapshots.put(snapshot)
        begin.met.wait(PATIENCE)


def begun(begin: Beginning) -> None:
    """In a new process: a session of its own that has begun to read."""
    engine = create_engine(begin.url, **engine_options(begin.url, statement_timeout_ms=0))
    prepare(engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", keep_pages)
    session = Session(engine)
    one_moment(session, begin.snapshots.get())
    session.scalar(select(Store.id))
    begin.met.wait(PATIENCE)
    HERE.append(session)


def keep_pages(connection: Any, record: Any) -> None:
    """Let SQLite keep what it read: a log's lines lie apart, and with its own 2 MB most would be read again."""
    connection.execute(f"PRAGMA cache_size=-{PAGES}")


HERE: list[Session] = []


def looked(look: Look) -> Seen:
    """In such a process: one piece of the work."""
    return look(HERE[0])


def in_order(pool: ProcessPoolExecutor, pieces: Iterable[Look]) -> Iterator[Seen]:
    """What came of each piece, in the order of the pieces."""
    return pool.map(looked, list(pieces))
