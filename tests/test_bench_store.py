"""The store that pages are measured on is a whole one: every invariant holds, and it is the same every time."""

import os
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, inspect, select
from sqlalchemy.dialects import sqlite

from dashboard.bench.store import chunk, columns, kept, people
from dashboard.bench.store.make import make
from dashboard.bench.store.people import Accounts
from dashboard.checks.run import run
from dashboard.database import Moment, writing
from dashboard.demo.open_draft import given
from dashboard.demo.past import Party
from dashboard.extensions import db
from dashboard.models import Activity, Customer, Order, OrderLine, Shipment
from dashboard.models.ids import take_ids
from tests import databases
from tests.kinds import DATABASES

ORDERS = 400
# Columns that the store leaves to what they are by themselves; each of any other has a value that was thought about.
LEFT = {
    "customers": {
        "phone_verified_at", "offline_buyer", "password_hash", "deactivated_at", "erased_at", "merged_into_id",
        "order_count", "last_order_at", "spend_sort",
    },
    "orders": {"source", "source_id", "placed_offset", "packed_at", "reordered_from_id", "tax_included", "difference"},
    "payments": {"reference", "failure"},
    "refunds": {"provider", "reference", "source_id", "answer", "asked_by_id", "sent_by"},
    "refund_lines": {"restocked"},
    "goods_return_lines": {"condition"},
    "notes": {"internal", "edited_at"},
}  # fmt: skip


@pytest.fixture(scope="module", params=DATABASES)
def made(request, scratch, worker_id):
    """The application on a store of so many orders, made once: the tests of this module only read it."""
    with (
        databases.empty(request.param, f"bench_{worker_id}_{os.getpid()}", scratch) as url,
        databases.application(url, scratch) as app,
    ):
        make([app], ORDERS)
        yield app


@pytest.fixture
def filled(made):
    """The same, its context entered."""
    with made.app_context():
        yield made


def test_it_keeps_every_invariant_and_is_as_large_as_was_asked(filled):
    report = run(db.session())
    assert report.broken == []
    assert report.orders == ORDERS
    count = {kind: db.session.scalar(select(func.count()).select_from(kind)) for kind in (Customer, Order, OrderLine)}
    assert count[Customer] == ORDERS * 0.3
    assert 2.2 < count[OrderLine] / ORDERS < 2.8
    assert 0.2 < db.session.scalar(select(func.count()).where(Order.account_id.is_(None))) / ORDERS < 0.4
    assert db.session.scalar(select(func.count()).where(Order.customer_name.like("% %"))) > ORDERS * 0.9


def test_one_order_is_as_busy_as_the_page_of_an_order_is_measured_with(filled):
    number = db.session.scalar(select(Order.id).where(Order.code == "OD-1"))
    parts = {
        kind: db.session.scalar(select(func.count()).where(kind.order_id == number))
        for kind in (OrderLine, Shipment, Activity)
    }
    assert parts == {OrderLine: 3, Shipment: 2, Activity: 20}


def test_it_can_be_worked_with_afterwards(filled):
    with writing() as session:
        for table in map(db.metadata.tables.get, ("orders", "activities", "shipments", "customers")):
            assert next(take_ids(session, table, 1)) > session.scalar(select(func.max(table.c.id)))


def test_it_is_the_same_every_time_and_says_so():
    assert chunk.orders(1, kept.sample()) == chunk.orders(1, kept.sample())
    assert kept.stamp() == kept.stamp()


def test_a_column_that_nobody_thought_of_is_found():
    plan = kept.sample()._replace(total=1_000)
    rows = {**chunk.accounts(1, plan), **chunk.orders(1, plan)}
    for table, found in ((table, found) for table, found in rows.items() if found):
        said = {name for row in found for name in row}
        silent = {name for name in columns.names(table, found) if name not in said}
        assert silent == LEFT.get(table, set()), table


def test_the_keys_of_guests_are_those_of_their_contacts():
    for number in range(200):
        contact = people.contact(number)
        one = people.guest(Party(None, contact, {}))
        assert given(contact, "DE") == (one.name, one.email, one.email_key, one.phone, one.phone_key)
    with pytest.raises(ValueError, match="needs its contact"):
        people.guest(Party(None, None, {}))


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, "\\N"), (1, "1"), ("a\tb\\c\nd", "a\\tb\\\\c\\nd"), ('{"ü": "\\\\"}', '{"ü": "\\\\\\\\"}'), ("", "")],
)
def test_a_value_is_written_as_copy_reads_it(value, cell):
    assert columns.cells([value]) == [cell]
    assert columns.cells([value, None, "x", value]) == [cell, "\\N", "x", cell]


def test_a_moment_is_written_as_its_type_writes_it():
    dialect = sqlite.dialect()
    write = Moment().dialect_impl(dialect).bind_processor(dialect)
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    for at in (noon, noon.replace(microsecond=7), noon.astimezone(timezone(timedelta(hours=-5)))):
        assert columns.moment(at) == write(at)


def test_accounts_are_made_from_their_number_alone():
    accounts = Accounts(3)
    assert list(accounts) == ["1", "2", "3"]
    assert accounts["2"] == people.account(2)
    assert accounts == Accounts(3) != Accounts(4)
    assert {accounts, Accounts(3)} == {accounts}


def test_a_store_is_kept_and_gets_the_indexes_of_today(instance, monkeypatch):
    store = kept.Kept("sqlite", f"sqlite:///{instance / 'dashboard.sqlite'}", instance, 20)
    kept.ensure([store])
    monkeypatch.setattr(kept, "make", lambda apps, orders: pytest.fail("It was there already."))
    kept.ensure([store])
    wanted = kept.indexes("sqlite")
    wanted.pop("ix_orders_owner")
    wanted |= {"ix_orders_newest": "CREATE INDEX ix_orders_newest ON orders (id)"}
    wanted |= {"ix_orders_more": "CREATE INDEX ix_orders_more ON orders (total)"}
    monkeypatch.setattr(kept, "indexes", lambda kind: wanted)
    kept.ensure([store])
    with store.app.app_context():
        there = {one["name"]: one["column_names"] for one in inspect(db.engine).get_indexes("orders")}
        db.engine.dispose()
    assert (there["ix_orders_newest"], there["ix_orders_more"]) == (["id"], ["total"])
    assert "ix_orders_owner" not in there
    monkeypatch.setattr(kept, "stamp", lambda: "another")
    with pytest.raises(pytest.fail.Exception, match="there already"):
        kept.ensure([store])
    assert kept.made_from(store) == ""
