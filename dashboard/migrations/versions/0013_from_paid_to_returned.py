"""From paid to returned: who asked for a refund and what became of it, stock and its moves, notices, who has an order open."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def key(length: int) -> sa.types.TypeEngine[str]:
    """Text that both databases sort alike."""
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


# Table -> new columns, what they are in the rows that are here, or None where they may be empty.
ADDED: dict[str, list[tuple[str, Any, str | None]]] = {
    "goods_return_lines": [("condition", key(32), "as_new")],
    "payments": [("failure", sa.String(length=200), "")],
    "products": [("archived_at", sa.DateTime(timezone=True), None), ("version", sa.Integer(), "1")],
    "refund_lines": [("restocked", sa.Integer(), "0")],
    "refunds": [
        ("answer", sa.String(length=500), ""),
        ("asked_by_id", BigInt, None),
        ("sent_by", sa.String(length=200), ""),
    ],
    "store": [("notices_to", sa.String(length=1000), "")],
}


def upgrade() -> None:
    """Add the columns, then the tables."""
    for table, columns in ADDED.items():
        with op.batch_alter_table(table) as batch:
            for name, kind, was in columns:
                batch.add_column(sa.Column(name, kind, nullable=was is None, server_default=was))
    for table, columns in ADDED.items():
        with op.batch_alter_table(table) as batch:
            for name, kind, was in columns:
                if was is not None:
                    batch.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)
            constrain(table, batch)
    op.create_index("ix_refunds_state_at_id", "refunds", ["state", "at", "id"])
    create_stock_moves()
    create_notices()
    create_presences()


def constrain(table: str, batch: Any) -> None:
    """What the columns of this table must keep to; stock may go below zero, where that is said."""
    if table == "refund_lines":
        batch.create_check_constraint(op.f("ck_refund_lines_restocked"), "restocked BETWEEN 0 AND quantity")
    elif table == "refunds":
        batch.create_foreign_key(op.f("fk_refunds_asked_by_id"), "staff", ["asked_by_id"], ["id"])
    elif table == "products":
        batch.drop_constraint(op.f("ck_products_stock"), type_="check")


def create_stock_moves() -> None:
    """Create the moves of stock."""
    op.create_table(
        "stock_moves",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("product_id", BigInt, nullable=False),
        sa.Column("order_id", BigInt, nullable=True),
        sa.Column("shipment_id", BigInt, nullable=True),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("reason", key(32), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("pieces <> 0", name=op.f("ck_stock_moves_pieces")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_stock_moves_product_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_stock_moves_order_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipments.id"], name=op.f("fk_stock_moves_shipment_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_moves")),
    )
    for column in ("order_id", "product_id", "shipment_id"):
        op.create_index(op.f(f"ix_stock_moves_{column}"), "stock_moves", [column])
    # What is there was counted once: from here on a product's stock is the sum of its moves.
    op.execute(
        "INSERT INTO stock_moves (product_id, pieces, reason, by_name, at) "
        "SELECT id, stock, 'counted', '', CURRENT_TIMESTAMP FROM products WHERE stock <> 0"
    )


def create_notices() -> None:
    """Create what the shop chose for each event."""
    op.create_table(
        "notices",
        sa.Column("event", key(40), nullable=False),
        sa.Column("by_email", sa.Boolean(), nullable=False),
        sa.Column("by_sms", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sms", sa.String(length=480), nullable=False),
        sa.PrimaryKeyConstraint("event", name=op.f("pk_notices")),
    )


def create_presences() -> None:
    """Create who has which order open."""
    op.create_table(
        "presences",
        sa.Column("order_id", BigInt, nullable=False),
        sa.Column("session_id", BigInt, nullable=False),
        sa.Column("doing", key(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_presences_order_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["staff_sessions.id"], name=op.f("fk_presences_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("order_id", "session_id", name=op.f("pk_presences")),
    )
    op.create_index(op.f("ix_presences_session_id"), "presences", ["session_id"])


def downgrade() -> None:
    """Drop them; what stock fell below zero is none left."""
    for table in ("presences", "notices", "stock_moves"):
        op.drop_table(table)
    op.drop_index("ix_refunds_state_at_id", "refunds")
    op.execute("UPDATE products SET stock = 0 WHERE stock < 0")
    for table, columns in ADDED.items():
        with op.batch_alter_table(table) as batch:
            release(table, batch)
            for name, _, _ in columns:
                batch.drop_column(name)


def release(table: str, batch: Any) -> None:
    """Drop what would outlive its columns, and bind stock again."""
    if table == "refund_lines":
        batch.drop_constraint(op.f("ck_refund_lines_restocked"), type_="check")
    elif table == "refunds":
        batch.drop_constraint(op.f("fk_refunds_asked_by_id"), type_="foreignkey")
    elif table == "products":
        batch.create_check_constraint(op.f("ck_products_stock"), "stock >= 0")
