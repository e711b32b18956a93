"""Rows taken for oneself: fresh, in one order everywhere, and nobody else's until the end."""

import sqlite3

import psycopg
import pytest
from sqlalchemy import event, text

from dashboard.actions.lock import lock_customers, lock_order
from dashboard.core.refusals import Vanished
from dashboard.database import writing
from dashboard.extensions import db
from tests import world
from tests.actions.test_database import outside
from tests.kinds import only

BUSY = (sqlite3.OperationalError, psycopg.errors.LockNotAvailable)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def sent_while(act):
    """The SQL that this sends."""
    sent = []

    def listener(*about):
        sent.append(" ".join(about[2].split()))

    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    return sent


def test_an_order_that_is_not_there():
    with pytest.raises(Vanished, match="There is no order OD-999 any more"), writing() as session:
        lock_order(session, "OD-999")


def test_what_was_seen_before_is_not_what_is_locked():
    kate, order = world.customer(world.KATE), world.order(world.PAID)
    with writing() as session:
        assert (kate.name, order.customer_name) == (world.KATE, "Chloe")
        session.execute(text("UPDATE customers SET name = 'Kate Miller' WHERE name = 'Kate Wong'"))
        session.execute(text("UPDATE orders SET customer_name = 'Chloë' WHERE code = 'OD-1'"))
        assert (kate.name, order.customer_name) == (world.KATE, "Chloe")  # the session does not know yet
        assert lock_customers(session, [kate.id])[kate.id].name == "Kate Miller"
        assert lock_order(session, world.PAID).customer_name == "Chloë"


def test_accounts_by_ascending_id_without_the_missing_ones():
    kate, chloe = world.customer(world.KATE).id, world.customer(world.CHLOE).id
    with writing() as session:
        found = lock_customers(session, [kate, None, 999, chloe, kate])
    assert list(found) == sorted({kate, chloe})


def test_nobody_to_lock_asks_nothing():
    with writing() as session:
        assert sent_while(lambda: lock_customers(session, [None])) == []
        assert lock_customers(session, []) == {}


@only("postgresql")
def test_postgresql_is_asked_for_key_share_in_order_of_id(kind):
    with writing() as session:
        (orders,) = sent_while(lambda: lock_order(session, world.PAID))
        (customers,) = sent_while(lambda: lock_customers(session, [2, 1]))
    assert orders.endswith("FOR NO KEY UPDATE")
    assert "ORDER BY customers.id FOR NO KEY UPDATE" in customers


def test_a_locked_row_is_nobody_elses_until_the_end(database):
    kate = world.customer(world.KATE).id
    taking = f"UPDATE customers SET name_key = 'taken' WHERE id = {kate}"
    with outside(database) as other:
        with writing() as session:
            lock_customers(session, [kate])
            with pytest.raises(BUSY):
                other.execute(taking)
        other.execute(taking)
    assert world.customer(world.KATE).name_key == "taken"


@only("postgresql")
def test_orders_can_still_refer_to_a_locked_account(kind, database):
    kate = world.customer(world.KATE).id
    with outside(database) as other, writing() as session:
        lock_customers(session, [kate])
        other.execute(f"UPDATE orders SET account_id = {kate} WHERE code = 'OD-1'")
