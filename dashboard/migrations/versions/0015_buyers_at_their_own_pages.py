"""Buyers at their own pages: their sessions, and the codes that they ask for."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def key(length: int) -> sa.types.TypeEngine[str]:
    """Text that both databases sort alike."""
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "buyer_sessions",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("token_hash", key(64), nullable=False),
        sa.Column("customer_id", BigInt, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_buyer_sessions_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buyer_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_buyer_sessions_token_hash")),
    )
    op.create_index(op.f("ix_buyer_sessions_customer_id"), "buyer_sessions", ["customer_id"])
    codes()


def codes() -> None:
    """Create the one-time codes."""
    op.create_table(
        "one_time_codes",
        sa.Column("token_hash", key(64), nullable=False),
        sa.Column("purpose", key(32), nullable=False),
        sa.Column("way", key(8), nullable=False),
        sa.Column("contact", sa.String(length=320), nullable=False),
        sa.Column("contact_key", key(320), nullable=False),
        sa.Column("code_hash", key(64), nullable=False),
        sa.Column("customer_id", BigInt, nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.CheckConstraint("way IN ('email', 'sms')", name=op.f("ck_one_time_codes_way")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_one_time_codes_tries")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_one_time_codes_customer_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_one_time_codes")),
    )
    op.create_index(op.f("ix_one_time_codes_contact_key"), "one_time_codes", ["contact_key"])
    op.create_index(op.f("ix_one_time_codes_customer_id"), "one_time_codes", ["customer_id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("one_time_codes")
    op.drop_table("buyer_sessions")
