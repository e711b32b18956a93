"""Triggers: what the database itself refuses, and what keeps the SQLite search index in step.

Alembic's batch mode drops triggers silently with the table it rebuilds, so all of them are dropped and made anew
after every migration; `expected()` lets a test compare.
"""

from sqlalchemy import Connection

from dashboard.core.erasing import NOBODY
from dashboard.models.search_index import FTS

LOG_REFUSES = "The activity log is written once."
ORIGINAL_REFUSES = "The original order never changes."
ORIGINALS = ("original_quantity", "original_unit_price")
# Everything but the text and its salt, which only erasure may blank, and with them a buyer's name.
FROZEN = (
    "id order_id customer_id store_id seq at verb actor_kind actor_id from_customer_id "
    "to_customer_id digest previous_hash hash"
).split()

# A chain goes whole with a test order, and with an order of an import being undone that is as the import left it.
MAY_GO = (
    "EXISTS (SELECT 1 FROM orders WHERE id = OLD.order_id AND is_test) OR EXISTS (SELECT 1 FROM imported_orders i "
    "JOIN import_runs r ON r.id = i.run_id JOIN orders o ON o.id = i.order_id WHERE i.order_id = OLD.order_id "
    "AND i.outcome = 'made' AND r.state = 'undoing' AND o.version = i.version)"
)


def create_all(connection: Connection) -> None:
    """Drop and create every trigger (and, on PostgreSQL, its function)."""
    statements = sqlite() if connection.dialect.name == "sqlite" else postgresql()
    for statement in statements:
        connection.exec_driver_sql(statement.replace("%", "%%") if connection.dialect.name != "sqlite" else statement)


def names() -> set[str]:
    """The triggers that must exist on this kind of database after create_all, by name."""
    return {"activities_no_update", "activities_no_delete", "order_lines_original"}


def names_sqlite() -> set[str]:
    """As names(), with those that keep the full-text indexes."""
    return names() | {f"{table}_{when}" for table in FTS for when in ("insert", "update", "delete")}


def changed(old: str = "OLD", new: str = "NEW", distinct: str = "IS NOT") -> str:
    """A condition: the row's frozen columns changed, or its text became anything but blank."""
    frozen = " OR ".join(f"{old}.{column} {distinct} {new}.{column}" for column in FROZEN)
    blanked = f"{new}.text IS NULL AND {new}.salt IS NULL"
    same_actor = f"{old}.actor_name = {new}.actor_name"
    erased = f"{old}.actor_kind = 'buyer' AND {new}.actor_name = '{NOBODY}'"
    return f"({frozen} OR NOT ({blanked}) OR NOT ({same_actor} OR {erased}))"


def sqlite() -> list[str]:
    """The statements for SQLite."""
    original = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in ORIGINALS)
    triggers = {
        "activities_no_update": f"BEFORE UPDATE ON activities WHEN {changed()} "
        f"BEGIN SELECT RAISE(ABORT, '{LOG_REFUSES}'); END",
        "activities_no_delete": f"BEFORE DELETE ON activities WHEN NOT ({MAY_GO}) "
        f"BEGIN SELECT RAISE(ABORT, '{LOG_REFUSES}'); END",
        "order_lines_original": f"BEFORE UPDATE ON order_lines WHEN {original} "
        f"BEGIN SELECT RAISE(ABORT, '{ORIGINAL_REFUSES}'); END",
    }
    for table, fts in FTS.items():
        gone = f"INSERT INTO {fts}({fts}, rowid, doc) VALUES ('delete', OLD.key, OLD.doc);"
        here = f"INSERT INTO {fts}(rowid, doc) VALUES (NEW.key, NEW.doc);"
        triggers[f"{table}_insert"] = f"AFTER INSERT ON {table} BEGIN {here} END"
        triggers[f"{table}_delete"] = f"AFTER DELETE ON {table} BEGIN {gone} END"
        triggers[f"{table}_update"] = f"AFTER UPDATE ON {table} BEGIN {gone} {here} END"
    return [
        s
        for name, body in triggers.items()
        for s in (f"DROP TRIGGER IF EXISTS {name}", f"CREATE TRIGGER {name} {body}")
    ]


def postgresql() -> list[str]:
    """The statements for PostgreSQL."""
    original = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in ORIGINALS)
    return [
        refuse("refuse_log", LOG_REFUSES),
        refuse("refuse_original", ORIGINAL_REFUSES),
        # A trigger's WHEN may not look into other tables, so the exceptions are in the function.
        "CREATE OR REPLACE FUNCTION refuse_log_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {MAY_GO} THEN RETURN OLD; END IF; "
        f"RAISE EXCEPTION '{LOG_REFUSES}'; END $$",
        *trigger(
            "activities_no_update",
            "activities",
            f"BEFORE UPDATE ON activities FOR EACH ROW WHEN "
            f"({changed(distinct='IS DISTINCT FROM')}) EXECUTE FUNCTION refuse_log()",
        ),
        *trigger(
            "activities_no_delete",
            "activities",
            "BEFORE DELETE ON activities FOR EACH ROW EXECUTE FUNCTION refuse_log_delete()",
        ),
        *trigger(
            "order_lines_original",
            "order_lines",
            f"BEFORE UPDATE ON order_lines FOR EACH ROW WHEN ({original}) EXECUTE FUNCTION refuse_original()",
        ),
    ]


def refuse(name: str, sentence: str) -> str:
    """A PostgreSQL trigger function that refuses with this sentence."""
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{sentence}'; END $$"
    )


def trigger(name: str, table: str, body: str) -> list[str]:
    """Drop and create one PostgreSQL trigger."""
    return [f"DROP TRIGGER IF EXISTS {name} ON {table}", f"CREATE TRIGGER {name} {body}"]
