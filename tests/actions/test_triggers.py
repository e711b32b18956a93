"""What the database itself refuses, whoever asks: a log rewritten, an original order changed, sums that cannot be."""

import sqlite3

import psycopg
import pytest

from dashboard.core.erasing import NOBODY
from dashboard.models import triggers
from tests import world
from tests.actions.test_database import outside
from tests.actions.test_place import placed

OF_OD_1 = "order_id = (SELECT id FROM orders WHERE code = 'OD-1')"
CHLOE, KATE, KENJI = (
    f"(SELECT id FROM customers WHERE name = '{name}')" for name in (world.CHLOE, world.KATE, world.KENJI)
)
BY_TRIGGER = (sqlite3.IntegrityError, psycopg.errors.RaiseException)
BY_CHECK = (sqlite3.IntegrityError, psycopg.errors.CheckViolation)
BY_UNIQUE = (sqlite3.IntegrityError, psycopg.errors.UniqueViolation)
# Another value for each frozen column of the log.
OTHERS = {
    "id": "id + 1000",
    "order_id": "(SELECT id FROM orders WHERE code = 'OD-2')",
    "customer_id": KATE,
    "store_id": "1",
    "seq": "seq + 100",
    "at": "'2020-01-01 00:00:00'",
    "verb": "'refunded'",
    "actor_kind": "'buyer'",
    "actor_id": "999",
    "actor_name": "'Somebody Else'",
    "from_customer_id": KATE,
    "to_customer_id": KATE,
    "digest": "hash",
    "previous_hash": "hash",
    "hash": "digest",
}


@pytest.fixture
def sent(database, app):
    """Sends one statement from outside the application, with triggers and constraints on, and returns its rows."""

    def send(statement):
        with outside(database) as connection:
            if isinstance(connection, sqlite3.Connection):
                connection.execute("PRAGMA foreign_keys = ON")
            done = connection.execute(statement)
            return done.fetchall() if done.description else None

    with app.app_context():
        yield send


def rows(sent, where=OF_OD_1):
    """The log's rows, whole."""
    return sent(f"SELECT * FROM activities WHERE {where} ORDER BY id")


def test_every_column_but_the_text_is_frozen(sent):
    assert set(OTHERS) == {*triggers.FROZEN, "actor_name"}  # which only erasure may touch, if a buyer’s
    before = rows(sent, "1 = 1")
    for column, value in OTHERS.items():
        with pytest.raises(BY_TRIGGER, match="The activity log is written once"):
            sent(f"UPDATE activities SET {column} = {value} WHERE {OF_OD_1} AND seq = 2")
        with pytest.raises(BY_TRIGGER, match="The activity log is written once"):
            sent(f"UPDATE activities SET {column} = {value}, text = NULL, salt = NULL WHERE {OF_OD_1} AND seq = 2")
    assert rows(sent, "1 = 1") == before


def test_a_text_is_blanked_whole_or_not_at_all(sent):
    before = rows(sent)
    for change in ("text = '{}'", "text = ''", "text = NULL", "salt = NULL", "salt = 'x', text = NULL"):
        with pytest.raises(BY_TRIGGER, match="The activity log is written once"):
            sent(f"UPDATE activities SET {change} WHERE {OF_OD_1}")
    assert rows(sent) == before


def test_erasure_may_blank_text_and_salt(sent):
    sent(f"UPDATE activities SET text = NULL, salt = NULL WHERE {OF_OD_1} AND seq = 2")
    query = f"SELECT seq, text IS NULL, salt IS NULL FROM activities WHERE {OF_OD_1} AND seq < 4 ORDER BY seq"
    assert [tuple(map(bool, row)) for row in sent(query)] == [(True, gone, gone) for gone in (False, True, False)]
    with pytest.raises(BY_TRIGGER):
        sent(f"UPDATE activities SET text = '{{}}', salt = 'x' WHERE {OF_OD_1} AND seq = 2")  # and nobody may fill it


def test_a_buyers_name_goes_with_the_text_and_staffs_never(sent):
    sent(f"UPDATE activities SET text = NULL, salt = NULL, actor_name = '{NOBODY}' WHERE {OF_OD_1} AND seq = 1")
    assert sent(f"SELECT actor_kind, actor_name FROM activities WHERE {OF_OD_1} AND seq = 1") == [("buyer", NOBODY)]
    for change in (f"actor_name = '{NOBODY}'", f"text = NULL, salt = NULL, actor_name = '{NOBODY}'"):
        with pytest.raises(BY_TRIGGER, match="The activity log is written once"):
            sent(f"UPDATE activities SET {change} WHERE {OF_OD_1} AND seq = 3")


def test_no_line_is_deleted_nor_the_order_with_its_log(sent):
    before = rows(sent, "1 = 1")
    for statement in (
        f"DELETE FROM activities WHERE {OF_OD_1} AND seq = 1",
        "DELETE FROM activities WHERE customer_id IS NOT NULL",
        "DELETE FROM activities",
        "DELETE FROM orders WHERE code = 'OD-1'",
    ):
        with pytest.raises(BY_TRIGGER, match="The activity log is written once"):
            sent(statement)
    assert rows(sent, "1 = 1") == before


def test_the_log_of_a_test_order_may_go_and_the_order_after_it(sent):
    placed("TEST-7", total=100, is_test=True)
    of_test = "order_id = (SELECT id FROM orders WHERE code = 'TEST-7')"
    assert len(rows(sent, of_test)) == 1
    sent(f"DELETE FROM activities WHERE {of_test}")
    sent("DELETE FROM orders WHERE code = 'TEST-7'")
    assert sent("SELECT count(*) FROM order_lines WHERE order_id NOT IN (SELECT id FROM orders)") == [(0,)]


def test_the_original_order_never_changes(sent):
    query = f"SELECT original_quantity, original_unit_price FROM order_lines WHERE {OF_OD_1} ORDER BY position"
    before = sent(query)
    for change in (
        "original_quantity = 9",
        "original_unit_price = '0.01'",
        "original_quantity = NULL, original_unit_price = NULL",
    ):
        with pytest.raises(BY_TRIGGER, match="The original order never changes"):
            sent(f"UPDATE order_lines SET {change} WHERE {OF_OD_1}")
    sent(
        f"UPDATE order_lines SET quantity = 9, unit_price = '0.01', original_quantity = original_quantity "
        f"WHERE {OF_OD_1}"
    )
    assert sent(query) == before


def test_a_line_added_by_the_merchant_does_not_become_original(sent):
    sent(
        "INSERT INTO order_lines "
        "(order_id, position, sku, name, variant, quantity, unit_price, discount, tax_rate, tax, total) "
        "SELECT id, 9, '', 'Added', '', 1, '1', 0, 0, 0, 100 FROM orders WHERE code = 'OD-1'"
    )
    with pytest.raises(BY_TRIGGER, match="The original order never changes"):
        sent("UPDATE order_lines SET original_quantity = 1, original_unit_price = '1' WHERE name = 'Added'")


# Constraints, and what each of them refuses.
IMPOSSIBLE = (
    ("refunded_within_paid", "UPDATE orders SET refunded = paid + 1 WHERE code = 'OD-1'"),
    ("refunded_within_paid", "UPDATE orders SET refunded = -1 WHERE code = 'OD-1'"),
    ("total", "UPDATE orders SET total = -1 WHERE code = 'OD-1'"),
    ("cancel_reason", "UPDATE orders SET state = 'canceled' WHERE code = 'OD-1'"),
    ("cancel_reason", "UPDATE orders SET cancel_reason = 'fraud' WHERE code = 'OD-1'"),
    ("test_series", "UPDATE orders SET is_test = true WHERE code = 'OD-1'"),
    ("test_series", "UPDATE orders SET is_test = false WHERE code = 'TEST-1'"),
    ("version", "UPDATE orders SET version = 0 WHERE code = 'OD-1'"),
    ("parts", "UPDATE refunds SET amount = amount + 1"),
    ("not_negative", "UPDATE refunds SET fee = -1, adjustment = adjustment - 1"),
    ("amount", "UPDATE customer_spend SET amount = -1"),
    ("orders", "UPDATE customer_spend SET orders = 0"),
    ("merged_elsewhere", "UPDATE customers SET merged_into_id = id"),
    ("named", "UPDATE customers SET name = ''"),
    ("quantity", "UPDATE shipment_lines SET quantity = 0"),
    ("withdrawn", "UPDATE refund_lines SET withdrawn = quantity + 1"),
)


def test_sums_and_states_that_cannot_be(sent):
    for name, statement in IMPOSSIBLE:
        with pytest.raises(BY_CHECK, match=f"ck_[a-z_]+_{name}"):
            sent(statement)


def cart(sent, owner, catalog, state="open"):
    """Give this owner a cart of a catalog, or of "Other"."""
    sent(
        "INSERT INTO carts (customer_id, catalog_id, state, created_at) "
        f"SELECT {owner}, {catalog}, '{state}', '2026-11-24 09:48:00'"
    )


def test_one_open_cart_per_buyer_and_catalog(sent):
    winter = "(SELECT id FROM catalogs WHERE name = 'Winter')"
    for catalog in ("NULL", winter):
        cart(sent, KATE, catalog)
        with pytest.raises(BY_UNIQUE, match="uq_carts_open"):
            cart(sent, KATE, catalog)
        cart(sent, KATE, catalog, "closed")
        cart(sent, CHLOE, catalog)
    with pytest.raises(BY_UNIQUE, match="uq_carts_open"):
        cart(sent, KENJI, winter)  # the order OD-6 went back to it
    with pytest.raises(BY_UNIQUE, match="uq_carts_open"):
        sent(f"UPDATE carts SET state = 'open' WHERE customer_id = {KATE}")


@pytest.mark.feature("R12")
def test_a_verified_number_is_one_accounts_alone(sent):
    number = f"(SELECT phone_key FROM customers WHERE id = {KENJI})"
    sent(f"UPDATE customers SET phone_key = {number} WHERE id IN ({CHLOE}, {KATE})")  # to claim it is free
    with pytest.raises(BY_UNIQUE, match=r"uq_customers_verified_phone|customers\.phone_key"):
        sent(f"UPDATE customers SET phone_verified_at = '2026-11-24 09:48:00' WHERE id = {CHLOE}")


def test_codes_and_addresses_are_one_of_a_kind(sent):
    for statement in (
        "UPDATE orders SET code = 'OD-2' WHERE code = 'OD-1'",
        "UPDATE customers SET email_key = 'kate.wong@mail.example' WHERE name = 'Chloe Lee'",
        "INSERT INTO customer_spend SELECT * FROM customer_spend",
    ):
        with pytest.raises(BY_UNIQUE):
            sent(statement)
