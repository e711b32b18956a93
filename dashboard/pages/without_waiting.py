"""What is written once an answer is on its way: on a connection of its own, and skipped where somebody else is busy.

A power cut may take it back, so that the disk is not waited for; what others write is as safe as ever.
"""

from collections.abc import Mapping
from typing import Any

from flask import Response
from sqlalchemy import Engine, Executable, text
from sqlalchemy.exc import OperationalError

from dashboard.database import WRITES
from dashboard.extensions import db

Statement = tuple[Executable, Mapping[str, Any]]  # with its parameters


def write_afterwards(response: Response, *statements: Statement) -> None:
    """Run these statements as one once the response is closed; whoever is busy matters more."""
    engine = db.engine
    response.call_on_close(lambda: write(engine, *statements))


def write(engine: Engine, *statements: Statement) -> None:
    """Run these statements as one, or none of them, without waiting for anybody."""
    with engine.connect() as connection:
        connection = connection.execution_options(**WRITES)
        lite = connection.dialect.name == "sqlite"
        driver: Any = connection.connection.dbapi_connection
        try:
            if lite:
                for pragma in ("busy_timeout=0", "synchronous=NORMAL"):
                    driver.execute(f"PRAGMA {pragma}")
            with connection.begin():
                if not lite:
                    for setting in ("lock_timeout = '1ms'", "synchronous_commit = off"):
                        connection.execute(text(f"SET LOCAL {setting}"))
                for statement, values in statements:
                    connection.execute(statement, values)
        except OperationalError:
            return
        finally:
            if lite:
                for pragma in ("synchronous=FULL", "busy_timeout=15000"):
                    driver.execute(f"PRAGMA {pragma}")
