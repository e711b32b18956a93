"""Every invariant of `flask check` is seen to fail when it is broken, and all hold in the tests' world."""

import sqlite3
from collections.abc import Callable, Iterator

import psycopg
import pytest
from sqlalchemy import make_url

from dashboard.checks.processes import shared_out
from dashboard.checks.run import INVARIANTS, run
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import triggers

LINE_OF_OD_1 = "(SELECT min(id) FROM order_lines WHERE order_id = (SELECT id FROM orders WHERE code = 'OD-1'))"
OF_OD_1 = "order_id = (SELECT id FROM orders WHERE code = 'OD-1')"
SHIPMENT_OF_OD_7 = (
    "shipment_id = (SELECT id FROM shipments WHERE order_id = (SELECT id FROM orders WHERE code = 'OD-7'))"
)


def an_import(state: str, made: int, warned: int, by: str) -> str:
    """The statement for a run over two orders that got as far as the first."""
    names = (
        "state kind source filename size digest choices count position made orders_made changed unchanged refused "
        "warned lines sums by_kind by_name uploaded_at started_at tries paced_from"
    )
    at = "2026-11-24 09:48:00"
    values = (state, "orders", "shopify", "x.csv", 0, "", "{}", 2, 1, made, made, 0, 1 - made, 0)
    values += (warned, 0, "{}", "staff", by, at, at, 0, 0)
    return f"INSERT INTO import_runs ({', '.join(names.split())}) VALUES ({', '.join(map(repr, values))})"


def a_message(**values: object) -> str:
    """The statement for a letter that OD-1’s first line caused."""
    at = "2026-11-24 09:48:00"
    given = {"event": "reassigned", "way": "email", "recipient": "a@b.example", "recipient_key": "a@b.example"}
    given |= {"subject": "Hello", "text": "Hello", "message_id": "<1@x>", "secret": "FALSE", "state": "held"}
    given |= {"created_at": at, "send_after": at, "attempts": 0, "failure": "", "edits": 0}
    given |= values
    plain = ", ".join(str(value) if value in ("FALSE", "TRUE") else repr(value) for value in given.values())
    first = "(SELECT id FROM activities WHERE seq = 1 AND " + OF_OD_1 + ")"
    order = "(SELECT id FROM orders WHERE code = 'OD-1')"
    return f"INSERT INTO messages (activity_id, order_id, {', '.join(given)}) VALUES ({first}, {order}, {plain})"


# What is done to the rows, behind the application's back, and exactly which invariants then break.
BREAKS = (
    (a_message(state="sent"), {"message_states"}),
    (a_message(state="failed"), {"message_states"}),
    (a_message(edits=1), {"message_states"}),
    (
        a_message() + "; UPDATE messages SET order_id = (SELECT id FROM orders WHERE code = 'OD-2')",
        {"message_causes"},
    ),
    (a_message(secret="TRUE", state="sent", sent_at="2026-11-24 09:48:00"), {"message_secrets"}),
    (
        "INSERT INTO order_links (token_hash, order_id, created_at) "
        "SELECT 'plain', id, placed_at FROM orders WHERE code = 'OD-1'",
        {"order_links"},
    ),
    ("UPDATE orders SET payment_status = 'unpaid' WHERE code = 'OD-1'", {"statuses"}),
    ("UPDATE orders SET fulfilment_status = 'delivered' WHERE code = 'OD-2'", {"statuses"}),
    ("UPDATE payments SET state = 'open' WHERE " + OF_OD_1, {"statuses", "sums"}),
    ("UPDATE orders SET paid = paid + 100 WHERE code = 'OD-8'", {"sums"}),
    ("UPDATE orders SET total_sort = total_sort + 1 WHERE code = 'OD-1'", {"total_sort"}),
    ("UPDATE orders SET item_count = 9 WHERE code = 'OD-1'", {"item_count"}),
    ("UPDATE orders SET difference = 1 WHERE code = 'OD-1'", {"total"}),
    ("UPDATE order_lines SET total = total + 1 WHERE id = " + LINE_OF_OD_1, {"total"}),
    ("UPDATE refunds SET amount = 9900, items = 9900", {"refunded_within_paid", "statuses", "sums", "refund_parts"}),
    ("UPDATE refund_lines SET quantity = 5", {"refunded_within_ordered"}),
    (
        "UPDATE refunds SET amount = 9900, items = 9900, state = 'awaiting_approval'",
        {"reserved_within_left", "statuses", "sums", "refund_parts"},
    ),
    (f"UPDATE refund_lines SET line_id = {LINE_OF_OD_1}", {"refund_lines"}),
    ("UPDATE shipment_lines SET quantity = 9 WHERE " + SHIPMENT_OF_OD_7, {"shipped_within_ordered"}),
    (
        "INSERT INTO goods_returns (id, order_id, reason, at) "
        "SELECT 1, id, '', placed_at FROM orders WHERE code = 'OD-1';"
        "INSERT INTO goods_return_lines (goods_return_id, line_id, quantity, restocked, condition) "
        f"SELECT 1, {LINE_OF_OD_1}, 1, 0, 'as_new'",
        {"returned_within_delivered", "statuses"},
    ),
    (f"UPDATE shipment_lines SET line_id = {LINE_OF_OD_1} WHERE {SHIPMENT_OF_OD_7}", {"own_lines", "statuses"}),
    (
        "UPDATE order_lines SET original_quantity = NULL, original_unit_price = NULL "
        "WHERE order_id = (SELECT id FROM orders WHERE code = 'OD-3')",
        {"original"},
    ),
    ("UPDATE order_doc SET doc = 'nothing of the kind' WHERE " + OF_OD_1, {"order_document"}),
    ("UPDATE order_doc SET key = key + 1 WHERE " + OF_OD_1, {"order_document"}),
    ("UPDATE order_lines SET sku = 'ANOTHER' WHERE id = " + LINE_OF_OD_1, {"order_document"}),
    ("UPDATE customer_doc SET doc = 'nothing of the kind'", {"customer_document"}),
    ("UPDATE orders SET state = 'lost' WHERE code = 'OD-1'", {"words"}),
    ("UPDATE shipments SET status = 'lost'", {"words"}),
    ("UPDATE staff SET active = false WHERE role = 'owner'", {"active_owner"}),
    ("UPDATE refund_lines SET amount = amount + 1", {"refund_parts"}),
    ("UPDATE products SET stock = stock + 1 WHERE sku = 'MUG-SG-300'", {"stock"}),
    ("DELETE FROM stock_moves", {"stock"}),
    ("UPDATE orders SET paid = 100 WHERE code = 'OD-6'", {"returned_to_cart", "sums"}),
    (
        "UPDATE orders SET reordered_from_id = (SELECT id FROM orders WHERE code = 'OD-1') WHERE code = 'OD-3'",
        {"reorders"},
    ),
    ("UPDATE customer_spend SET amount = amount + 1", {"spend"}),
    ("UPDATE customer_spend SET orders = orders + 1", {"spend"}),
    ("DELETE FROM customer_spend", {"spend"}),
    ("INSERT INTO customer_spend SELECT id, 'JPY', 0, 1 FROM customers WHERE name = 'Kate Wong'", {"spend"}),
    (
        "UPDATE customers SET merged_into_id = (SELECT id FROM customers WHERE name = 'Kenji Watanabe') "
        "WHERE name = 'Chloe Lee'",
        {"merged", "customer_document"},
    ),
    ("UPDATE customers SET order_count = order_count + 1", {"listed"}),
    ("UPDATE customers SET spend_sort = 1 WHERE name = 'Kenji Watanabe'", {"listed"}),
    ("UPDATE customers SET last_order_at = created_at WHERE name = 'Chloe Lee'", {"listed"}),
    ("UPDATE customers SET email_key = 'other@mail.example' WHERE name = 'Kate Wong'", {"keys"}),
    (
        "UPDATE customers SET phone_key = NULL WHERE name = 'Chloe Lee'",
        {"keys", "customer_document", "order_document"},
    ),
    ("UPDATE customers SET name_key = 'Kate Wong' WHERE name = 'Kate Wong'", {"keys"}),
    ("UPDATE orders SET version = version + 1 WHERE code = 'OD-1'", {"version"}),
    ("UPDATE customers SET version = version + 1", {"version"}),
    (f"DELETE FROM activities WHERE {OF_OD_1} AND seq = 2", {"gaps", "chain", "version"}),
    (f"UPDATE activities SET seq = 99 WHERE {OF_OD_1} AND seq = 2", {"gaps", "chain"}),
    (f"""UPDATE activities SET text = '{{"amount": "1.00 EUR"}}' WHERE {OF_OD_1} AND verb = 'paid'""", {"chain"}),
    (f"UPDATE activities SET actor_name = 'Somebody Else' WHERE {OF_OD_1} AND seq = 1", {"chain"}),
    (f"UPDATE activities SET text = NULL WHERE {OF_OD_1} AND seq = 1", {"chain"}),
    (f"UPDATE activities SET hash = digest WHERE {OF_OD_1} AND seq = 1", {"chain"}),
    (an_import("finished", made=0, warned=0, by="Mara"), {"import_counts"}),
    (an_import("stopped", made=0, warned=1, by="Mara"), {"import_problems"}),
    (an_import("stopped", made=1, warned=0, by="Mara"), {"imported_orders"}),
    (
        "INSERT INTO credits (source, code, placed_at, currency, amount, customer_name, customer_number, imported_at, "
        "imported_by) VALUES ('table', 'C1', '2026-11-01 08:00:00', 'EUR', 5, '', '', '2026-11-01 08:00:00', '')",
        {"credits"},
    ),
    (an_import("lost", made=1, warned=0, by="Mara"), {"words"}),
)
# What PostgreSQL itself does not let happen, or does not have.
BREAKS_SQLITE = (
    ("UPDATE notes SET staff_id = 999", {"references"}),
    ("DROP TRIGGER activities_no_delete", {"triggers"}),
    ("DROP INDEX uq_carts_open; INSERT INTO carts (customer_id, catalog_id, state, created_at) "
     "SELECT customer_id, catalog_id, state, created_at FROM carts", {"open_carts"}),
    ("CREATE TABLE bare AS SELECT * FROM orders; DROP TABLE orders; ALTER TABLE bare RENAME TO orders; "
     "CREATE UNIQUE INDEX orders_id ON orders (id); UPDATE orders SET code = 'OD-1' WHERE code = 'OD-3'",
     {"codes", "order_document"}),
    ("CREATE TABLE bare AS SELECT * FROM messages; DROP TABLE messages; ALTER TABLE bare RENAME TO messages; "
     + 2 * "INSERT INTO messages (activity_id, event, recipient_key) VALUES (1, 'reassigned', 'k@mail.example');",
     {"messages"}),
    ("INSERT INTO order_fts (order_fts, rowid, doc) SELECT 'delete', key, doc FROM order_doc LIMIT 1", {"full_text"}),
)  # fmt: skip
Damage = Callable[[str], None]


def brief(value: str | set[str]) -> str:
    return "" if isinstance(value, str) else "-".join(sorted(value))


@pytest.fixture
def damage(app, database) -> Iterator[Damage]:
    """Runs SQL that constraints and triggers would refuse; afterwards the triggers are back."""
    kind = make_url(database).get_backend_name()
    yield on_sqlite(database) if kind == "sqlite" else on_postgresql(database)
    with app.app_context(), writing() as session:
        triggers.create_all(session.connection())


def on_sqlite(url: str) -> Damage:
    def damage(statements: str) -> None:
        connection = sqlite3.connect(make_url(url).database)
        connection.execute("PRAGMA ignore_check_constraints = ON")
        guards = [name for name in triggers.names() if name not in statements]
        query = "SELECT sql FROM sqlite_master WHERE name = ?"
        kept = [connection.execute(query, [name]).fetchone()[0] for name in guards]
        for name in guards:
            connection.execute(f"DROP TRIGGER {name}")
        connection.executescript(statements)
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for statement in kept:
            if statement.split(" ON ")[1].split()[0] in there:
                connection.execute(statement)
        connection.commit()
        connection.close()

    return damage


def on_postgresql(url: str) -> Damage:
    def damage(statements: str) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(statements)

    return damage


def broken(app) -> set[str]:
    with app.app_context():
        return {finding.name for finding in run(db.session()).broken}


@pytest.mark.parametrize(("statements", "names"), BREAKS, ids=brief)
def test_a_broken_invariant_is_found(app, damage, statements, names):
    damage(statements)
    assert broken(app) == names


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("statements", "names"), BREAKS_SQLITE, ids=brief)
def test_a_broken_invariant_is_found_on_sqlite(app, damage, statements, names):
    damage(statements)
    assert broken(app) == names


def test_a_disabled_trigger_is_found(app, damage, database):
    if make_url(database).get_backend_name() == "sqlite":
        damage("DROP TRIGGER order_lines_original")
    else:
        damage("ALTER TABLE order_lines DISABLE TRIGGER order_lines_original")
    assert broken(app) == {"triggers"}


def test_several_processes_see_what_one_sees(app, damage):
    damage(f"UPDATE orders SET item_count = 99; UPDATE activities SET text = NULL WHERE {OF_OD_1} AND seq = 1")
    with app.app_context():
        alone = run(db.session())
        db.session.rollback()
        with shared_out(db.session(), 2) as work:
            together = run(db.session(), work=work)
    assert {finding.name for finding in alone.broken} == {"item_count", "chain"}
    assert together == alone


def test_several_processes_see_one_moment(app, damage):
    with app.app_context(), shared_out(db.session(), 2) as work:
        damage("UPDATE orders SET item_count = 99")
        assert run(db.session(), work=work).broken == []
    assert broken(app) == {"item_count"}


def test_each_invariant_is_broken_once():
    assert {invariant.name for invariant in INVARIANTS} == {
        name for _, names in (*BREAKS, *BREAKS_SQLITE) for name in names
    }


def test_no_two_invariants_share_a_name():
    assert len({invariant.name for invariant in INVARIANTS}) == len(INVARIANTS)


def test_all_hold_in_the_world(app):
    result = app.test_cli_runner().invoke(args=["check"])
    assert result.output == f"10 orders, {activities(app)} activities: all {len(INVARIANTS)} invariants hold.\n"
    assert result.exit_code == 0


def test_a_broken_one_is_told_with_its_orders(app, damage):
    damage("UPDATE orders SET item_count = 99 WHERE code IN ('OD-1', 'OD-3')")
    result = app.test_cli_runner().invoke(args=["check"])
    assert result.exit_code == 1
    assert "item_count: The count of items is the sum of the order’s lines.\n  broken by OD-1, OD-3\n" in result.output
    assert f"1 of {len(INVARIANTS)} invariants are broken" in result.output


def test_of_many_offenders_the_first_ten_are_named(app, damage):
    damage("UPDATE orders SET total_sort = total_sort + 1; UPDATE orders SET item_count = 99 WHERE code = 'OD-1'")
    with app.app_context():
        findings = {finding.name: finding for finding in run(db.session()).broken}
    assert findings["total_sort"].count == 10
    assert findings["total_sort"].first[:2] == ["OD-1", "OD-2"]
    assert findings["item_count"].first == ["OD-1"]


def test_erasing_a_text_keeps_the_chain(app, damage):
    damage("UPDATE activities SET text = NULL, salt = NULL WHERE " + OF_OD_1)
    assert broken(app) == set()


def test_check_changes_nothing(app):
    with app.app_context():
        before = [tuple(row) for row in db.session.execute(db.text("SELECT code, version FROM orders ORDER BY id"))]
        assert run(db.session()).orders == len(before)
        after = [tuple(row) for row in db.session.execute(db.text("SELECT code, version FROM orders ORDER BY id"))]
    assert after == before


def activities(app) -> int:
    with app.app_context():
        return db.session.scalar(db.text("SELECT count(*) FROM activities"))
