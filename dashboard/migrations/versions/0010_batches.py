"""Batches: the same done to many orders, and what became of each.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OUTCOMES = ("done", "refused", "stale", "gone", "undone", "kept")


def key(length: int) -> sa.types.TypeEngine:
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "batches",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("verb", key(32), nullable=False),
        sa.Column("state", key(32), nullable=False),
        sa.Column("query", sa.String(length=2000), nullable=True),
        sa.Column("customer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("tag", sa.String(length=100), nullable=True),
        sa.Column("notify", sa.Boolean(), nullable=False),
        sa.Column("as_of", BigInt, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in OUTCOMES),
        sa.Column("letter_id", BigInt, nullable=True),
        sa.Column("failure", sa.String(length=1000), nullable=True),
        sa.Column("by_kind", key(10), nullable=False),
        sa.Column("by_id", BigInt, nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("undone_by_kind", key(10), nullable=True),
        sa.Column("undone_by_id", BigInt, nullable=True),
        sa.Column("undone_by_name", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", key(40), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.CheckConstraint("done + refused + stale + gone + undone + kept <= count", name=op.f("ck_batches_counts")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_batches_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    op.create_index("ix_batches_state", "batches", ["state", "id"])
    op.create_table(
        "batch_orders",
        sa.Column("batch_id", BigInt, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("order_id", BigInt, nullable=False),
        sa.Column("code", key(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("outcome", key(32), nullable=False),
        sa.Column("sentence", sa.String(length=500), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.id"], name=op.f("fk_batch_orders_batch_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("batch_id", "position", name=op.f("pk_batch_orders")),
    )
    op.create_index("ix_batch_orders_outcome", "batch_orders", ["batch_id", "outcome", "position"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("batch_orders")
    op.drop_table("batches")
