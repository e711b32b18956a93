"""A bound on how long a reading query may take: a search is worth a tenth of a second, not a page that hangs."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import thread_time
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

MILLISECONDS = 90  # a page has a hundred; ten are for what else it asks
STEPS = 20_000  # of SQLite's virtual machine, between two looks at the clock: under a millisecond
INTERRUPTED, CANCELED = 9, "57014"  # SQLite's result code, PostgreSQL's state


class TooLong(Exception):
    """The query was given up. The transaction goes on."""


@contextmanager
def time_box(session: Session, times: float = 1) -> Iterator[Connection]:
    """The session's connection, on which queries may take so many times MILLISECONDS. Raises TooLong.

    Only for reading.
    """
    connection = session.connection()
    bound = int(MILLISECONDS * times)
    driver: Any = connection.connection.driver_connection
    box = sqlite_box if connection.dialect.name == "sqlite" else postgresql_box
    try:
        with box(driver, bound):
            yield connection
    except OperationalError as error:
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        if code == INTERRUPTED or getattr(error.orig, "sqlstate", "") == CANCELED:
            raise TooLong from error
        raise


@contextmanager
def sqlite_box(driver: Any, milliseconds: int) -> Iterator[None]:
    """SQLite asks now and then whether to go on; all queries share the time, which is the processor's.

    A machine that is busy with other things makes a query slow, but no worse.
    """
    end = thread_time() + milliseconds / 1_000
    driver.set_progress_handler(lambda: thread_time() >= end, STEPS)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)


@contextmanager
def postgresql_box(driver: Any, milliseconds: int) -> Iterator[None]:
    """PostgreSQL cancels by itself; going back to the savepoint mends the transaction and the time limit of before.

    Only after an error: the driver forgets all that is prepared then.
    """
    driver.execute(f"SAVEPOINT time_box; SET LOCAL statement_timeout = {max(milliseconds, 1)}")
    back = "ROLLBACK TO SAVEPOINT time_box; RELEASE SAVEPOINT time_box"
    try:
        yield
        back = "RELEASE SAVEPOINT time_box; SET LOCAL statement_timeout TO DEFAULT"
    finally:
        driver.execute(back)
