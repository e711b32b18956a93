"""How migrations run: on an engine of their own, in one transaction, with the triggers made anew at the end.

Foreign keys are off on SQLite meanwhile (batch mode drops and rebuilds tables) and checked before the commit.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Literal

from alembic import context, util
from flask import current_app
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.types import TypeDecorator

from dashboard.database import Word
from dashboard.extensions import db
from dashboard.models import triggers
from dashboard.models.search_index import FTS, create_indexes

ONE_AT_A_TIME = 0x436F756E  # advisory lock: several hosts may start at once


def engine() -> Engine:
    """An engine without pool, time limit or read-only default."""
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() != "sqlite":
        return create_engine(url, poolclass=NullPool, connect_args={"options": "-c statement_timeout=0"})
    own = create_engine(url, poolclass=NullPool, connect_args={"timeout": 15})
    event.listen(own, "connect", open_sqlite)
    event.listen(own, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return own


def open_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    """Driver settings of the one connection; WAL lets the backup read beside it."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def main() -> None:
    """Run what Alembic's command asks for."""
    if context.is_offline_mode():
        raise util.CommandError("Migrations are run on a database, not written as SQL (--sql).")
    own = engine()
    with own.begin() as connection:
        if own.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")
        configure(connection)
        current = context.get_context().get_current_heads()
        moves = is_move(current)
        if moves and current and own.dialect.name == "sqlite":
            back_up(own, current)
            drop_triggers(connection)
        context.run_migrations()
        if moves:
            finish(connection)


def configure(connection: Connection) -> None:
    """Tell Alembic about our tables, and what it must not see."""
    given = current_app.extensions["migrate"].configure_args
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        include_name=is_ours,
        render_item=plain_type,
        process_revision_directives=given.get("process_revision_directives") or drop_if_empty,
        **{name: value for name, value in given.items() if name != "process_revision_directives"},
    )


def is_ours(name: str | None, kind: str, _: Any) -> bool:
    """Whether autogenerate compares this table or index: the search structures are not in the metadata."""
    if name is None:
        return True
    if kind == "table":
        return not name.startswith(tuple(FTS.values()))
    return not (kind == "index" and name.endswith("_trgm"))


def plain_type(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Our column types as what the database sees, so that old migrations never import the application."""
    if kind != "type" or not isinstance(item, TypeDecorator):
        return False
    if isinstance(item, Word):
        return "sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql')"
    return f"sa.{item.impl_instance!r}"


def drop_if_empty(_: Any, __: Any, directives: list[Any]) -> None:
    """Make no migration file where autogenerate found nothing to change."""
    options = context.config.cmd_opts
    if getattr(options, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


def is_move(current: tuple[str, ...]) -> bool:
    """Whether this command may change the schema: others, as `current` and `check`, only look."""
    try:
        destination = context.get_revision_argument()
    except KeyError:
        return False
    return current != (destination,)


def back_up(own: Engine, current: tuple[str, ...]) -> None:
    """Copy the SQLite file to <name>.before-change-of-<its revision>."""
    file = Path(str(own.url.database))
    copy = file.with_name(f"{file.name}.before-change-of-{'-'.join(current)}")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def drop_triggers(connection: Connection) -> None:
    """SQLite renames no table while a trigger names a column that is not there yet; finish() makes them all anew."""
    for name in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def finish(connection: Connection) -> None:
    """What every migration ends with: search, triggers (batch mode loses them silently), foreign keys that hold.

    The triggers are those of today's tables. On the way to them the desk never opens.
    """
    heads = context.get_context().get_current_heads()
    if heads:
        create_indexes(connection)
    if heads == tuple(context.script.get_heads()):
        triggers.create_all(connection)
    if connection.dialect.name == "sqlite":
        check_sqlite(connection)


def check_sqlite(connection: Connection) -> None:
    """Refuse what foreign keys would have refused, had they been on; and leave no search index without its table."""
    if not context.get_context().get_current_heads():
        for fts in FTS.values():
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {fts}")
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        tables = ", ".join(sorted({row[0] for row in broken}))
        raise util.CommandError(f"The migration would break foreign keys in {tables}: nothing was changed.")


main()
