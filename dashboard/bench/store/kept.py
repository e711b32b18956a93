"""Where the stores are kept, and whether what is kept is what would be made today."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg
from flask import Flask
from sqlalchemy import text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

import desk
from dashboard import create_app, settings
from dashboard.actions.merge_index import merge_index
from dashboard.bench import databases
from dashboard.bench.store import chunk
from dashboard.bench.store.chunk import Plan
from dashboard.bench.store.make import NONE, make
from dashboard.bench.store.people import Accounts
from dashboard.core.person import Person
from dashboard.database import writing
from dashboard.demo.draft import Setting
from dashboard.demo.products import CATALOGS, PRODUCTS
from dashboard.demo.shop import STAFF
from dashboard.extensions import db
from dashboard.models.search_index import create_indexes

SAMPLE = 60  # orders that the stamp is taken over
KINDS = ("sqlite", "postgresql")


class Kept(NamedTuple):
    """A store that is there: the kind of its database, its URL, the folder of its files, how many orders it has."""

    kind: str
    url: str
    instance: Path
    orders: int

    @property
    def app(self) -> Flask:
        """The application on it, with the limits that a web process has."""
        return application(self.url, self.instance)


@contextmanager
def stores(folder: Path, kinds: Sequence[str], orders: int) -> Iterator[list[Kept]]:
    """The stores of so many orders on these kinds of database, made together where they are missing or outdated."""
    instance = folder / "bench" / str(orders)
    instance.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        found = []
        for kind in kinds:
            url = f"sqlite:///{instance / 'dashboard.sqlite'}"
            if kind == "postgresql":
                server = stack.enter_context(databases.cluster(programs(), instance / "postgresql"))
                url = server.replace("/postgres?", f"/orders_{orders}?")
            found.append(Kept(kind, url, instance, orders))
        ensure(found)
        yield found


def ensure(wanted: Sequence[Kept]) -> None:
    """Make those anew that are not as they would be made today."""
    today = stamp()
    missing = [store for store in wanted if made_from(store) != today]
    for store in missing:
        stamp_file(store).unlink(missing_ok=True)
        emptied(store)
    if missing:
        make([application(store.url, store.instance, web=False) for store in missing], missing[0].orders)
    for store in missing:
        index_file(store).write_text(json.dumps(indexes(store.kind)))
        stamp_file(store).write_text(today)
    for store in wanted:
        index(store)


def index(store: Kept) -> None:
    """Give a store that is kept the indexes of today, and no others: they change more often than what is in it.

    The search index is merged as far as a desk that is open merges its own.
    """
    today, made = indexes(store.kind), json.loads(index_file(store).read_text())
    with application(store.url, store.instance, web=False).app_context():
        with writing() as session:
            create_indexes(session.connection())
            for name in sorted(name for name, statement in made.items() if today.get(name) != statement):
                session.execute(text(f'DROP INDEX IF EXISTS "{name}"'))
            for name in sorted(name for name, statement in today.items() if made.get(name) != statement):
                session.execute(text(today[name]))
        while not merge_index():
            pass
    index_file(store).write_text(json.dumps(today))


def indexes(kind: str) -> dict[str, str]:
    """The statements for the indexes of today on this kind of database, by name."""
    dialect = {"sqlite": sqlite.dialect, "postgresql": postgresql.dialect}[kind]()
    found = [index for table in db.metadata.sorted_tables for index in table.indexes]
    return {str(index.name): str(CreateIndex(index).compile(dialect=dialect)) for index in found}


def made_from(store: Kept) -> str:
    """The stamp of a store that is there; "" for one that is not, or not whole."""
    return stamp_file(store).read_text() if stamp_file(store).exists() else ""


def index_file(store: Kept) -> Path:
    """The file that says which indexes a store has."""
    return store.instance / f"{store.kind}.indexes.json"


def stamp_file(store: Kept) -> Path:
    """The file that says what a store was made from."""
    return store.instance / f"{store.kind}.stamp"


def emptied(store: Kept) -> None:
    """An empty database in its place."""
    if store.kind == "sqlite":
        for file in store.instance.glob("dashboard.sqlite*"):
            file.unlink()
        return
    server, name = store.url.replace(f"/orders_{store.orders}?", "/postgres?"), f"orders_{store.orders}"
    with psycopg.connect(server, autocommit=True) as outside:
        outside.execute(f'DROP DATABASE IF EXISTS "{name}"'.encode())
        outside.execute(f'CREATE DATABASE "{name}" TEMPLATE template0'.encode())


def programs() -> Path:
    """PostgreSQL’s server programs, where they are known to be there."""
    found = desk.postgresql()
    if found is None:
        raise RuntimeError("PostgreSQL’s server programs (initdb, postgres) are not found.")
    return found


def application(url: str, instance: Path, web: bool = True) -> Flask:
    """The application on a database; as a command, it has no time limit."""
    environ = {"DATABASE_URL": url, "DESK_INSTANCE": str(instance)} | ({} if web else {"FLASK_RUN_FROM_CLI": "true"})
    return create_app(settings.load(environ))


def stamp() -> str:
    """What a store made today is: over its tables, and some of its rows."""
    total = hashlib.sha256()
    for table in db.metadata.sorted_tables:
        total.update(str(CreateTable(table)).encode())
    for rows in (chunk.accounts(1, sample()), chunk.orders(1, sample())):
        total.update(repr(rows).encode())
    return total.hexdigest()


def sample() -> Plan:
    """The plan of a small store on no database."""
    known = Setting(
        staff={one.role: Person("staff", number, one.name, one.role) for number, one in enumerate(STAFF, 1)},
        accounts=Accounts(SAMPLE),
        catalogs={name: number for number, name in enumerate(CATALOGS, 1)},
        products={thing.sku: number for number, thing in enumerate(PRODUCTS, 1)},
        numbers=NONE,
        region="DE",
        tax_rate=1900,
    )
    return Plan(SAMPLE, known, "OD-")
