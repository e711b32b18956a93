"""Documents of every field, each on a line of its own; an index for each sort and filter of the orders list."""

import logging
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from dashboard.core.documents import customer_document, order_document

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FILTERED = [
    "payment_status",
    "fulfilment_status",
    "state",
    "route",
    "catalog_id",
    "account_id",
    "is_test",
    "archived_at",
]
WIDE = {
    "ix_orders_newest": ["placed_at", "id", *FILTERED, "total_sort"],
    "ix_orders_payment": ["payment_status", "placed_at", "id", *FILTERED[1:], "total_sort"],
    "ix_orders_fulfilment": ["fulfilment_status", "placed_at", "id", FILTERED[0], *FILTERED[2:], "total_sort"],
}
NARROW = {
    "ix_orders_newest": ["placed_at", "id"],
    "ix_orders_payment": ["payment_status", "placed_at", "id"],
    "ix_orders_fulfilment": ["fulfilment_status", "placed_at", "id"],
}
ADDED = {
    "ix_orders_total": ["total_sort", "id", *FILTERED, "placed_at"],
    "ix_orders_route": ["route", "placed_at", "id"],
    "ix_orders_catalog": ["catalog_id", "placed_at", "id"],
}
SOME = {
    "ix_orders_guest": (["placed_at", "id"], "account_id IS NULL"),
    "ix_orders_test": (["is_test", "placed_at", "id"], "is_test"),
    "ix_orders_archived": (["archived_at", "placed_at", "id"], "archived_at IS NOT NULL"),
    "ix_orders_closed": (["state", "placed_at", "id"], "state <> 'open'"),
}
CHUNK = 2_000
TOLD = 50_000  # orders between two lines of progress
log = logging.getLogger("alembic.runtime.migration")


def upgrade() -> None:
    """Make the indexes, and write all documents anew."""
    for name, columns in {**WIDE, **ADDED}.items():
        if name in WIDE:
            op.drop_index(name, table_name="orders")
        op.create_index(name, "orders", columns)
    for name, (columns, where) in SOME.items():
        condition = sa.text(where)
        flag = sa.text("is_test = 1") if where == "is_test" else condition
        op.create_index(name, "orders", columns, sqlite_where=flag, postgresql_where=condition)
    connection = op.get_bind()
    if (
        connection.dialect.name == "postgresql"
    ):  # a hundred times faster than keeping them in step; made anew at the end
        for name in ("order_doc_trgm", "customer_doc_trgm"):
            connection.exec_driver_sql(f"DROP INDEX IF EXISTS {name}")
    rewrite(connection, "order_doc", "order_id", orders)
    rewrite(connection, "customer_doc", "key", customers)
    if connection.dialect.name == "sqlite":
        rebuild(connection)


def downgrade() -> None:
    """Put the indexes back. The documents stay: those of before are a part of them, and every change writes its own."""
    for name in [*WIDE, *ADDED, *SOME]:
        op.drop_index(name, table_name="orders")
    for name, columns in NARROW.items():
        op.create_index(name, "orders", columns)


def rewrite(connection: sa.Connection, name: str, by: str, documents: Any) -> None:
    """Write the documents of one kind, a chunk at a time."""
    doc = sa.table(name, sa.column(by), sa.column("doc"))
    statement = sa.update(doc).where(doc.c[by] == sa.bindparam("id")).values(doc=sa.bindparam("text"))
    after, done = 0, 0
    while chunk := list(documents(connection, after)):
        connection.execute(statement, [{"id": number, "text": text} for number, text in chunk])
        after, before, done = chunk[-1][0], done, done + len(chunk)
        if done // TOLD > before // TOLD:
            log.info("%s: %s documents written", name, f"{done:,}")


def rebuild(connection: sa.Connection) -> None:
    """Read the documents into SQLite's full-text indexes, whose triggers are away during a migration."""
    known = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    for fts in {"order_fts", "customer_fts"} & known:
        connection.exec_driver_sql(f"INSERT INTO {fts}({fts}) VALUES ('rebuild')")  # noqa: S608


def orders(connection: sa.Connection, after: int) -> Iterator[tuple[int, str]]:
    """The next orders after this id, each with its document."""
    query = sa.text(
        "SELECT o.id, o.code, o.customer_name, o.customer_email, o.customer_phone, o.customer_phone_key, "
        "o.shipping_address, o.billing_address, c.id AS owner, c.name, c.email, c.phone, c.phone_key "
        "FROM orders o LEFT JOIN customers c ON c.id = o.account_id WHERE o.id > :after ORDER BY o.id LIMIT :chunk"
    ).columns(shipping_address=sa.JSON, billing_address=sa.JSON)
    rows = connection.execute(query, {"after": after, "chunk": CHUNK}).all()
    ids = {"first": rows[0].id, "last": rows[-1].id} if rows else {"first": 0, "last": 0}
    lines = parts(connection, "SELECT order_id, sku, name, variant FROM order_lines {} ORDER BY position", ids)
    numbers = parts(
        connection, "SELECT order_id, tracking_number FROM shipments {} AND tracking_number <> '' ORDER BY id", ids
    )
    notes = parts(connection, "SELECT order_id, text FROM notes {} ORDER BY at DESC, text DESC", ids)
    for row in rows:
        yield (
            row.id,
            order_document(
                code=row.code,
                customer=row.customer_name,
                email=row.customer_email,
                phone=row.customer_phone_key or row.customer_phone,
                owner=row if row.owner else None,
                lines=lines[row.id],
                tracking=[part.tracking_number for part in numbers[row.id]],
                notes=[part.text for part in notes[row.id]],
                delivery=row.shipping_address,
                billing=row.billing_address,
            ),
        )


def parts(connection: sa.Connection, query: str, ids: dict[str, int]) -> dict[int, list[Any]]:
    """Rows that belong to orders of these ids, by order."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(sa.text(query.format("WHERE order_id BETWEEN :first AND :last")), ids):
        found[row.order_id].append(row)
    return found


def customers(connection: sa.Connection, after: int) -> Iterator[tuple[int, str]]:
    """The next accounts after this id, each with its document."""
    query = sa.text(
        "SELECT id, name, email, phone, phone_key FROM customers WHERE id > :after ORDER BY id LIMIT :chunk"
    )
    for row in connection.execute(query, {"after": after, "chunk": CHUNK}):
        yield row.id, customer_document(row)
