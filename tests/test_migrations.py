"""The migrations make exactly the tables of the models, in one piece, and lose nothing on the way."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import Connection, MetaData, create_engine

from dashboard.checks import storage
from dashboard.extensions import db
from dashboard.models import triggers
from dashboard.models.search_index import create_indexes
from tests.databases import application

POSTGRESQL = """
SELECT table_name || '.' || column_name || ' ' || concat_ws(' ', data_type, character_maximum_length, is_nullable,
    collation_name, is_identity) FROM information_schema.columns WHERE table_schema = 'public'
UNION SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
UNION SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
"""


@pytest.fixture
def empty_app(empty_database: str, instance: Path) -> Iterator[Flask]:
    """The application on a database without tables, its context open."""
    with application(empty_database, instance) as app, app.app_context():
        yield app


def schema() -> set[str]:
    """The database's structure, a line for each column, constraint, index and trigger."""
    own = create_engine(db.engine.url)
    with own.connect() as connection:
        lines = sqlite(connection) if own.dialect.name == "sqlite" else connection.exec_driver_sql(POSTGRESQL).scalars()
        found = {line for line in lines if "alembic_version" not in line}
    own.dispose()
    return found


def sqlite(connection: Connection) -> list[str]:
    """The lines of all CREATE statements, each with its table's name; a table rebuilt by a migration is quoted."""
    rows = connection.exec_driver_sql("SELECT name, replace(sql, '\"', '') FROM sqlite_master WHERE sql IS NOT NULL")
    return [f"{name}: {line.strip(' ,')}" for name, sql in rows for line in sql.splitlines() if line.strip()]


def create_fresh() -> None:
    """Make the schema straight from the models."""
    own = create_engine(db.engine.url)
    with own.begin() as connection:
        db.metadata.create_all(connection)
        create_indexes(connection)
        triggers.create_all(connection)
    own.dispose()


def test_upgraded_schema_is_the_models(app: Flask, empty_app: Flask) -> None:
    create_fresh()
    fresh = schema()
    with app.app_context():
        upgraded = schema()
    assert upgraded == fresh
    assert any("TRIGGER" in line for line in fresh)


def test_upgrade_again_changes_nothing(app: Flask) -> None:
    with app.app_context():
        before = schema()
        flask_migrate.upgrade()
        assert schema() == before


def test_downgrade_removes_all_tables(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    flask_migrate.downgrade(revision="base")
    assert not schema()


def test_sqlite_file_is_kept_before_a_change_and_only_then(empty_app: Flask, instance: Path) -> None:
    for _ in range(2):
        flask_migrate.upgrade()
    assert not list(instance.glob("*.before-change-of-*"))
    flask_migrate.downgrade(revision="base")
    assert len(list(instance.glob("*.before-change-of-*"))) == (db.engine.dialect.name == "sqlite")


def test_imports_from_before_keep_their_history(empty_app: Flask) -> None:
    flask_migrate.upgrade(revision="0001")
    own = create_engine(db.engine.url)
    with own.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO import_runs "
            "(source, filename, digest, started_at, finished_at, made, changed, unchanged, problems) VALUES "
            "('shopify', 'old.csv', 'd', '2026-11-01 08:00:00', '2026-11-01 08:01:00', 3, 1, 2, '[[4, \"odd\"]]')"
        )
    flask_migrate.upgrade()
    with own.begin() as connection:
        runs = connection.exec_driver_sql("SELECT filename, state, made, count, warned FROM import_runs").fetchall()
        told = connection.exec_driver_sql("SELECT row, sentence FROM import_problems").fetchall()
    own.dispose()
    assert [tuple(run) for run in runs] == [("old.csv", "finished", 3, 6, 1)]
    assert [tuple(row) for row in told] == [(4, "odd")]


def test_documents_from_before_hold_every_field_afterwards(app: Flask) -> None:
    """The world's documents, written anew by the migration alone, are those that the actions write."""
    with app.app_context():
        kept = documents()
        own = create_engine(db.engine.url)
        with own.begin() as connection:
            connection.exec_driver_sql("UPDATE order_doc SET doc = 'od'")
            connection.exec_driver_sql("UPDATE customer_doc SET doc = 'of old'")
        own.dispose()
        flask_migrate.downgrade(revision="0004")
        flask_migrate.upgrade()
        assert documents() == kept
        assert not list(storage.full_text(db.session()))


def documents() -> list[tuple[int, str]]:
    """All search documents by key."""
    own = create_engine(db.engine.url)
    with own.connect() as connection:
        query = "SELECT key, doc FROM order_doc UNION ALL SELECT key, doc FROM customer_doc ORDER BY key, doc"
        found = [tuple(row) for row in connection.exec_driver_sql(query)]
    own.dispose()
    return found


def test_lists_of_customers_find_what_was_here_before(empty_app: Flask) -> None:
    flask_migrate.upgrade(revision="0004")
    own = create_engine(db.engine.url)
    at = datetime(2026, 11, 1, 8, tzinfo=UTC)
    account = {"id": 1, "name": "Ada", "name_key": "ada", "offline_buyer": True, "created_at": at, "version": 1}
    plain = dict.fromkeys(
        ("discount", "shipping", "shipping_tax", "tax", "difference", "refunded", "total_sort", "item_count"), 0
    )
    order = {
        "source": "desk", "placed_at": at, "route": "api", "is_test": False, "customer_name": "", "state": "open",
        "currency": "EUR", "tax_included": True, "discount_code": "", "shipping_method": "", "total": 5, "paid": 5,
        "payment_status": "paid", "fulfilment_status": "unfulfilled", "version": 1, **plain,
    }  # fmt: skip
    with own.begin() as connection:
        tables = MetaData()
        tables.reflect(connection, only=["store", "customers", "orders", "customer_spend"])
        rows: dict[str, list[dict[str, Any]]] = {
            "store": [{"id": 1, "name": "S", "address": "", "currency": "EUR", "zone": "UTC", "region": "DE",
                       "tax_included": True, "tax_rate": 0, "code_prefix": "OD-", "test_orders": False, "version": 1}],
            "customers": [account, account | {"id": 2, "name": "Bob", "name_key": "bob", "offline_buyer": False}],
            "customer_spend": [{"customer_id": 1, "currency": "EUR", "amount": 5, "orders": 1}],
            "orders": [order | {"code": "A-1", "account_id": 1, "customer_email_key": None},
                       order | {"code": "A-2", "account_id": None, "customer_email_key": "g@x.example"}],
        }  # fmt: skip
        for name, found in rows.items():
            connection.execute(tables.tables[name].insert(), found)
    flask_migrate.upgrade()
    with own.begin() as connection:
        query = "SELECT order_count, spend_sort, shelf FROM customers ORDER BY id"
        listed = connection.exec_driver_sql(query).fetchall()
        guests = connection.exec_driver_sql("SELECT guest_key FROM orders ORDER BY code").scalars().all()
        dated = connection.exec_driver_sql(
            "SELECT count(*) FROM customers WHERE last_order_at >= '2026-01-01'"
        ).scalar()
    own.dispose()
    assert [tuple(row) for row in listed] == [(1, 5, 5), (0, 0, 4)]
    assert (list(guests), dated) == ([None, "e:g@x.example"], 1)


def test_letters_from_before_wait_on_and_links_stay_hidden(empty_app: Flask) -> None:
    flask_migrate.upgrade(revision="0004")
    own = create_engine(db.engine.url)
    with own.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO store (id, name, address, currency, zone, region, tax_included, tax_rate, code_prefix, "
            "test_orders, version) VALUES (1, 'Q', '', 'EUR', 'UTC', 'DE', TRUE, 0, 'OD-', FALSE, 2)"
        )
        connection.exec_driver_sql(
            "INSERT INTO activities (store_id, seq, at, verb, actor_kind, actor_name, digest, previous_hash, hash) "
            "VALUES (1, 1, '2026-11-01 08:00:00', 'staff_invited', 'staff', 'Mara', 'd', 'p', 'h')"
        )
        for event, state in (("invited", "held"), ("reassigned", "sending")):
            connection.exec_driver_sql(
                "INSERT INTO messages (activity_id, event, way, recipient, recipient_key, subject, text, message_id, "
                f"state, created_at, send_after) VALUES (1, '{event}', 'email', 'a@b.x', 'a@b.x', 'S', 'T', "
                f"'<{event}>', '{state}', '2026-11-01 08:00:00', '2026-11-01 08:00:00')"
            )
    flask_migrate.upgrade()
    with own.begin() as connection:
        letters = connection.exec_driver_sql(
            "SELECT state, secret, attempts, edits FROM messages ORDER BY id"
        ).fetchall()
        hold = connection.exec_driver_sql("SELECT message_hold FROM store").scalar()
    own.dispose()
    assert [(row[0], bool(row[1]), *row[2:]) for row in letters] == [("held", True, 0, 0), ("held", False, 0, 0)]
    assert hold == 60
