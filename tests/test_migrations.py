"""The migrations make exactly the tables of the models, in one piece, and lose nothing on the way."""

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine

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
