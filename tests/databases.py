"""The prepared databases that tests start from: migrated and filled once, then handed out as new each time."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import flask_migrate
import psycopg
from filelock import FileLock
from flask import Flask
from psycopg import sql

from dashboard import create_app
from dashboard.extensions import db
from dashboard.importers.reading import Here
from dashboard.models import time_box

time_box.MILLISECONDS = 60_000  # what a busy machine takes is no matter here; tests of the bound set their own
Populate = Callable[[Flask], None]  # fills an empty database


def prepare(url: str, instance: Path, populate: Populate) -> None:
    """Migrate the empty database at `url` and fill it."""
    with application(url, instance) as app, app.app_context():
        flask_migrate.upgrade()
        populate(app)
        db.session.remove()
        db.engine.dispose()  # nobody copies a database that somebody has open


@contextmanager
def application(url: str, instance: Path, made_anew: bool = False) -> Iterator[Flask]:
    """The application on the database at `url`, its settings as they come.

    A file's connections are closed afterwards; a server's stay, since each new one has all to learn again.
    `made_anew`: for tests that change what it is made of, and for them alone.
    """
    app, settings = made.__wrapped__(url) if made_anew else made(url)
    app.config.clear()
    app.config.update(settings, INSTANCE=instance)
    try:
        yield app
    finally:
        if made_anew or url.startswith("sqlite"):
            with app.app_context():
                db.engine.dispose()


@cache
def made(url: str) -> tuple[Flask, dict[str, Any]]:
    """The application on this database and its settings, once per run: its routes, templates and SQL stay compiled."""
    settings = {
        "TESTING": True,
        "SECRET_KEY": "tests",
        "SQLALCHEMY_DATABASE_URI": url,
        "IMPORT_READER": Here(),  # a process for each file takes half a second; what wants one says so
    }
    app = create_app(settings)
    return app, dict(app.config)


@contextmanager
def empty(kind: str, name: str, folder: Path, template: str = "template0") -> Iterator[str]:
    """The URL of a database without any table, `name` being its own; it is gone afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / f'{name}.sqlite'}"
        return
    command("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    command("CREATE DATABASE {} TEMPLATE {}", name, template)
    try:
        yield url_of(name)
    finally:
        command("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@contextmanager
def filled(kind: str, what: str, populate: Populate, name: str, folder: Path) -> Iterator[str]:
    """The URL of a copy, `name` being its own, of a database that is filled once per run, by whoever asks first."""
    run = Path(os.environ["TEST_RUN"])
    original, ready = f"{what}_{run.name.lower()}", run / f"{what}-{kind}"
    with ExitStack() as kept:
        with FileLock(run / f"{what}-{kind}.lock"):
            if kind == "postgresql" and not ready.exists():
                command("CREATE DATABASE {} TEMPLATE template0", original)
            at = url_of(original) if kind == "postgresql" else f"sqlite:///{run / what}.sqlite"
            if not ready.exists():
                prepare(at, folder, populate)
                ready.touch()
            url = kept.enter_context(empty(kind, name, folder, template=original))
            if kind == "sqlite":
                shutil.copyfile(run / f"{what}.sqlite", folder / f"{name}.sqlite")
        yield url


def url_of(name: str) -> str:
    """The URL of this database on the tests' PostgreSQL."""
    return urlunsplit(urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{name}"))


def command(text: str, *names: str) -> None:
    """Run a command about databases from outside them."""
    with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as outside:
        outside.execute(sql.SQL(text).format(*map(sql.Identifier, names)))


def forget_originals() -> None:
    """Drop what `filled` was copied from in this run."""
    run = Path(os.environ["TEST_RUN"])
    for ready in run.glob("*-postgresql"):
        command("DROP DATABASE IF EXISTS {} WITH (FORCE)", f"{ready.name.partition('-')[0]}_{run.name.lower()}")


class Sqlite:
    """A prepared file, copied for each test."""

    def __init__(self, url: str) -> None:
        self.master = Path(url.removeprefix("sqlite:///"))

    @contextmanager
    def fresh(self, instance: Path) -> Iterator[str]:
        """The URL of a copy, which has the same place in every test."""
        copy = self.master.with_suffix(".copy")
        for left_over in copy.parent.glob(f"{copy.name}*"):
            left_over.unlink()
        shutil.copyfile(self.master, copy)
        yield f"sqlite:///{copy}"


class Postgresql:
    """A prepared database, put back after each test as it was."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.connection = psycopg.connect(url, autocommit=True)
        self.connection.execute("SET session_replication_role = replica")  # neither triggers nor foreign keys
        self.tables = self.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        self.sequences = self.rows("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
        self.content = {table: self.copy_out(table) for table in self.tables}
        self.told = sql.SQL(" UNION ALL ").join(map(digest, self.tables))
        self.as_it_was = self.digests()
        counters = [self.connection.execute(last_value(name)).fetchone() for name in self.sequences]
        counted = zip(self.sequences, counters, strict=True)
        self.recount = sql.SQL("SELECT {}").format(sql.SQL(", ").join(set_value(*one) for one in counted))

    @contextmanager
    def fresh(self, instance: Path) -> Iterator[str]:
        """The URL of the database; its content is restored afterwards."""
        try:
            yield self.url
        finally:
            self.restore()

    def restore(self) -> None:
        """End whatever a test left open, and put back every row and counter."""
        self.connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        touched = {table for table, told in self.digests().items() if told != self.as_it_was[table]}
        with self.connection.transaction():
            for table in touched:
                self.connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
                if self.content[table]:
                    self.copy_in(table, self.content[table])
            self.connection.execute(self.recount)

    def digests(self) -> dict[str, str]:
        """What each table holds, as one short text."""
        return dict(self.connection.execute(self.told, prepare=True).fetchall())

    def rows(self, query: str) -> list[str]:
        """The first column of a query."""
        return [name for (name,) in self.connection.execute(query)]

    def copy_out(self, table: str) -> bytes:
        """All rows of a table, as COPY writes them."""
        with self.connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
            return b"".join(bytes(part) for part in copy)

    def copy_in(self, table: str, rows: bytes) -> None:
        """Put rows back as copy_out gave them."""
        with self.connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
            copy.write(rows)


def digest(table: str) -> sql.Composed:
    """The query for a table's name and the digest of its rows as they lie."""
    text = "SELECT {}, coalesce(md5(string_agg(t::text, '')), '') FROM {} t"
    return sql.SQL(text).format(sql.Literal(table), sql.Identifier(table))


def set_value(sequence: str, stands: tuple[int, bool]) -> sql.Composed:
    """The call that lets a sequence go on from there."""
    return sql.SQL("setval({}, {}, {})").format(*map(sql.Literal, (sequence, *stands)))


def last_value(sequence: str) -> sql.Composed:
    """The query for where a sequence stands."""
    return sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(sequence))


KINDS = {"sqlite": Sqlite, "postgresql": Postgresql}
