"""Reading by default, writing by intent, on both databases; and what columns give back of what they were given."""

import sqlite3
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import psycopg
import pytest
from sqlalchemy import func, make_url, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError, StatementError

from dashboard.core.statuses import OrderState
from dashboard.database import engine_options, writing
from dashboard.extensions import db
from dashboard.models import FailedAttempt, Order, OrderLine
from dashboard.models.by_driver import sent
from dashboard.models.time_box import time_box
from tests import world
from tests.kinds import only

REFUSAL = {"sqlite": sqlite3.SQLITE_READONLY, "postgresql": "25006"}  # 25006: read_only_sql_transaction


@contextmanager
def outside(url):
    """A connection of the driver's own, none of ours, that waits for nobody's lock; each statement is committed."""
    if make_url(url).get_backend_name() == "sqlite":
        connection = sqlite3.connect(make_url(url).database, timeout=0, isolation_level=None)
    else:
        connection = psycopg.connect(url, autocommit=True, options="-c lock_timeout=1ms")
    try:
        yield connection
    finally:
        connection.close()


def reason(caught):
    """What the database calls its refusal: SQLSTATE, or SQLite's code without its details."""
    error = caught.value.orig
    return error.sqlstate if hasattr(error, "sqlstate") else error.sqlite_errorcode & 0xFF


def names():
    """The keys of what was written here."""
    return db.session.scalars(select(FailedAttempt.key).order_by(FailedAttempt.key)).all()


def add(key):
    """Write a row."""
    with writing() as session:
        session.add(FailedAttempt(key=key))


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def test_a_reading_transaction_cannot_write(kind):
    for statement in (
        "UPDATE orders SET customer_name = 'x'",
        "DELETE FROM customer_spend",
        "INSERT INTO failed_attempts (key, at) VALUES ('x', '2026-11-24')",
        "DROP TABLE once",
    ):
        with pytest.raises(DBAPIError) as caught:
            db.session.execute(text(statement))
        assert reason(caught) == REFUSAL[kind]
        db.session.rollback()


def test_nor_can_a_forgotten_commit(kind):
    world.order(world.PAID).customer_name = "x"
    with pytest.raises(DBAPIError) as caught:
        db.session.commit()
    assert reason(caught) == REFUSAL[kind]
    db.session.rollback()
    assert world.order(world.PAID).customer_name == "Chloe"


def test_a_connection_that_wrote_reads_again(kind):
    add("one")
    with pytest.raises(DBAPIError) as caught:
        db.session.execute(text("DELETE FROM failed_attempts"))
    assert reason(caught) == REFUSAL[kind]
    db.session.rollback()
    add("two")
    assert names() == ["one", "two"]


def test_writing_trusts_nothing_seen_before(database):
    order = world.order(world.PAID)
    assert order.customer_name == "Chloe"
    with outside(database) as other:
        other.execute("UPDATE orders SET customer_name = 'Chloë' WHERE code = 'OD-1'")
    assert order.customer_name == "Chloe"
    order.customer_phone = "set before, so not written"
    with writing():
        assert (order.customer_name, order.customer_phone) == ("Chloë", "+49 151 2345 6789")


def test_an_error_undoes_all_and_the_next_transaction_reads(kind):
    for error in (ZeroDivisionError, KeyboardInterrupt):
        with pytest.raises(error), writing() as session:
            session.add(FailedAttempt(key="x"))
            session.flush()
            raise error
        assert names() == []
        with pytest.raises(DBAPIError) as caught:
            db.session.execute(text("DELETE FROM failed_attempts"))
        assert reason(caught) == REFUSAL[kind]
        db.session.rollback()


def test_writing_within_writing_is_a_savepoint():
    with writing() as session:
        add("outer")
        with pytest.raises(ZeroDivisionError), writing() as inner:
            inner.add(FailedAttempt(key="inner"))
            inner.flush()
            _ = 1 // 0
        session.add(FailedAttempt(key="outer again"))
    assert names() == ["outer", "outer again"]


def test_what_was_written_within_falls_with_the_whole():
    with pytest.raises(ZeroDivisionError), writing():
        add("inner")
        _ = 1 // 0
    assert names() == []


@only("sqlite")
def test_a_writer_has_sqlite_for_itself_from_its_first_moment(kind, database):
    with writing(), outside(database) as other, pytest.raises(sqlite3.OperationalError) as caught:
        other.execute("BEGIN IMMEDIATE")
    assert caught.value.sqlite_errorcode == sqlite3.SQLITE_BUSY
    with outside(database) as other:
        other.execute("BEGIN IMMEDIATE")


@only("sqlite")
def test_the_settings_of_a_sqlite_connection(kind):
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15000, "query_only": 1}
    assert {name: db.session.scalar(text(f"PRAGMA {name}")) for name in wanted} == wanted
    assert db.session.connection().connection.driver_connection.isolation_level is None
    with writing() as session:
        assert session.scalar(text("PRAGMA query_only")) == 0


@only("postgresql")
def test_the_settings_of_a_postgresql_connection(kind):
    wanted = {
        "lock_timeout": "3s",
        "statement_timeout": "15s",
        "jit": "off",
        "max_parallel_workers_per_gather": "0",
        "TimeZone": "UTC",
        "transaction_read_only": "on",
    }
    assert {name: db.session.scalar(text(f"SHOW {name}")) for name in wanted} == wanted
    with writing() as session:
        assert session.scalar(text("SHOW transaction_read_only")) == "off"


@only("postgresql")
def test_only_what_is_to_be_prepared_is_and_stays_so_after_reading(kind):
    db.session.remove()
    db.engine.dispose()  # from here on there is one connection, the same each time
    for _ in range(8):
        connection = db.session.connection()
        connection.exec_driver_sql("SELECT 1 + %(one)s", {"one": 1})
        assert sent(connection, "SELECT 2 + %(one)s", {"one": 1}, kept=True) == [(3,)]
        assert sent(connection, "SELECT 3 + %(one)s", {"one": 1}, kept=False) == [(4,)]
        with time_box(db.session()):
            pass
        db.session.rollback()
    names = text("SELECT statement, generic_plans > 0 FROM pg_prepared_statements")
    assert [tuple(row) for row in db.session.execute(names)] == [("SELECT 2 + $1", True)]


@only("postgresql")
def test_a_reading_transaction_that_failed_is_rolled_back(kind):
    with pytest.raises(ProgrammingError):
        db.session.execute(text("SELECT 1 FROM no_such_table"))
    db.session.rollback()
    assert db.session.scalar(text("SELECT 1")) == 1


def test_commands_have_the_time_they_need():
    assert "-c statement_timeout=0ms" in engine_options("postgresql://desk@/desk", 0)["connect_args"]["options"]


def test_a_moment_comes_back_in_utc_to_the_microsecond(database):
    moment = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)
    there = [moment.astimezone(timezone(timedelta(hours=hours))) for hours in (0, 5.5, -9)]
    with writing() as session:
        session.add_all(FailedAttempt(key="x", at=at) for at in there)
    for at in there:
        found = db.session.scalars(select(FailedAttempt.at).where(FailedAttempt.at == at)).all()
        assert found == [moment] * 3
        assert {back.utcoffset() for back in found} == {timedelta(0)}
    with outside(database) as other:
        stored = [row[0][:26] for row in other.execute("SELECT CAST(at AS text) FROM failed_attempts").fetchall()]
    assert stored == ["2026-03-29 01:30:00.123456"] * 3


def test_no_moment_is_none():
    assert world.customer(world.KATE).phone_verified_at is None


def test_an_exact_number_keeps_its_digits(database):
    line = world.order(world.PAID).lines[0]
    query = f"SELECT unit_price FROM order_lines WHERE id = {line.id}"
    for number in map(Decimal, ("0.001", "1E+3", "12345678901234567890.123456789", "-0.10", "0")):
        with writing():
            line.unit_price = number
        assert line.unit_price == number
        with outside(database) as other:
            assert other.execute(query).fetchone() == (format(number, "f"),)


def test_no_number_is_none():
    order = world.order(world.PAID).id
    with writing() as session:
        session.add(OrderLine(order_id=order, position=9, name="x", quantity=1, unit_price=Decimal(1), total=1))
    assert world.order(world.PAID).lines[-1].original_unit_price is None


def test_a_word_comes_back_as_its_member():
    assert world.order(world.CANCELED).state is OrderState.CANCELED
    assert db.session.scalars(select(Order.code).where(Order.state == "canceled")).all() == [world.CANCELED]
    assert world.order(world.PAID).cancel_reason is None


def test_an_unknown_word_is_not_stored_and_not_read(database):
    with pytest.raises(StatementError, match="'lost' is not a valid OrderState"), writing():
        world.order(world.PAID).state = "lost"
    with outside(database) as other:
        other.execute("UPDATE orders SET state = 'lost' WHERE code = 'OD-1'")
    db.session.rollback()
    with pytest.raises(ValueError, match="'lost' is not a valid OrderState"):
        world.order(world.PAID)


def test_keys_are_compared_byte_by_byte(kind):
    wanted = ["A-1", "B-1", "Z", "a-1", "a1", "a_1", "ß", "ä"]
    for key in reversed(wanted):
        add(key)
    assert names() == wanted
    if kind == "postgresql":  # whatever the locale of the server, which in tests sorts so by itself
        assert db.session.scalar(select(func.pg_collation_for(FailedAttempt.key)).limit(1)) == '"C"'
