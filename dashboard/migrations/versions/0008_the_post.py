"""What sending letters needs: attempts, leases, exact copies; links in order letters; the wait as a setting.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NEW = ("secret", "attempts", "tried_at", "failure", "leased_by", "leased_until", "edits", "first_subject", "first_text",
       "source")  # fmt: skip
OLD_INDEX, NEW_INDEX = "ix_messages_state_send_after", "ix_messages_state_send_after_id"


def key(length: int) -> sa.types.TypeEngine:
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("messages") as table:
        table.add_column(sa.Column("secret", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("attempts", sa.Integer(), nullable=True))
        table.add_column(sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("failure", sa.String(length=500), nullable=True))
        table.add_column(sa.Column("leased_by", key(32), nullable=True))
        table.add_column(sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("edits", sa.Integer(), nullable=True))
        table.add_column(sa.Column("first_subject", sa.String(length=300), nullable=True))
        table.add_column(sa.Column("first_text", sa.Text(), nullable=True))
        table.add_column(sa.Column("source", sa.LargeBinary(), nullable=True))
    # Nothing was ever sent before, so what claims to be under way waits again.
    op.execute(sa.text("UPDATE messages SET state = 'held' WHERE state = 'sending'"))
    op.execute(
        sa.text(
            "UPDATE messages SET attempts = 0, failure = '', edits = 0, "
            "secret = (event IN ('set_password', 'invited', 'new_password'))"
        )
    )
    with op.batch_alter_table("messages") as table:
        for name, kind in (("secret", sa.Boolean()), ("attempts", sa.Integer()), ("edits", sa.Integer())):
            table.alter_column(name, existing_type=kind, nullable=False)
        table.alter_column("failure", existing_type=sa.String(length=500), nullable=False)
        table.create_check_constraint("leased", "(state = 'sending') = (leased_by IS NOT NULL)")
        table.drop_index(OLD_INDEX)
        table.create_index(NEW_INDEX, ["state", "send_after", "id"])
    op.create_table(
        "order_links",
        sa.Column("token_hash", key(64), nullable=False),
        sa.Column("order_id", BigInt, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_links_order_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_order_links")),
    )
    op.create_index(op.f("ix_order_links_order_id"), "order_links", ["order_id"])
    with op.batch_alter_table("store") as table:
        table.add_column(sa.Column("message_hold", sa.Integer(), nullable=True))
    op.execute(sa.text("UPDATE store SET message_hold = 60"))
    with op.batch_alter_table("store") as table:
        table.alter_column("message_hold", existing_type=sa.Integer(), nullable=False)
        table.create_check_constraint("message_hold", "message_hold >= 0")


def downgrade() -> None:
    with op.batch_alter_table("store") as table:
        table.drop_constraint(op.f("ck_store_message_hold"), type_="check")
        table.drop_column("message_hold")
    op.drop_table("order_links")
    with op.batch_alter_table("messages") as table:
        table.drop_index(NEW_INDEX)
        table.create_index(OLD_INDEX, ["state", "send_after"])
        table.drop_constraint(op.f("ck_messages_leased"), type_="check")
        for name in NEW:
            table.drop_column(name)
