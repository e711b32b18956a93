"""Notes, tags and groups of customers, and who was told apart."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def key(length: int) -> sa.types.TypeEngine[str]:
    """Text that both databases sort alike."""
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def of_account(table: str, column: str = "customer_id") -> sa.ForeignKeyConstraint:
    """What goes with the account."""
    return sa.ForeignKeyConstraint([column], ["customers.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "customer_notes",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("customer_id", BigInt, nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("staff_id", BigInt, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        of_account("customer_notes"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_customer_notes_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_notes")),
    )
    op.create_index(op.f("ix_customer_notes_customer_id"), "customer_notes", ["customer_id"])
    op.create_table(
        "customer_tags",
        sa.Column("customer_id", BigInt, nullable=False),
        sa.Column("key", key(200), nullable=False),
        sa.Column("tag", sa.String(length=100), nullable=False),
        of_account("customer_tags"),
        sa.PrimaryKeyConstraint("customer_id", "key", name=op.f("pk_customer_tags")),
    )
    op.create_index("ix_customer_tags_key", "customer_tags", ["key", "customer_id"])
    groups()
    told_apart()


def groups() -> None:
    """Create the groups and who is in them."""
    op.create_table(
        "customer_groups",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_key", key(240), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_customer_groups_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_groups")),
        sa.UniqueConstraint("name_key", name=op.f("uq_customer_groups_name_key")),
    )
    op.create_table(
        "customer_group_members",
        sa.Column("group_id", BigInt, nullable=False),
        sa.Column("customer_id", BigInt, nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["customer_groups.id"], name=op.f("fk_customer_group_members_group_id"), ondelete="CASCADE"
        ),
        of_account("customer_group_members"),
        sa.PrimaryKeyConstraint("group_id", "customer_id", name=op.f("pk_customer_group_members")),
    )
    op.create_index("ix_customer_group_members_customer_id", "customer_group_members", ["customer_id"])


def told_apart() -> None:
    """Create the pairs that are not the same."""
    op.create_table(
        "customers_told_apart",
        sa.Column("one_id", BigInt, nullable=False),
        sa.Column("other_id", BigInt, nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("staff_id", BigInt, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_customers_told_apart_ordered")),
        of_account("customers_told_apart", "one_id"),
        of_account("customers_told_apart", "other_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_customers_told_apart_staff_id")),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_customers_told_apart")),
    )
    op.create_index("ix_customers_told_apart_other_id", "customers_told_apart", ["other_id"])
    op.create_index("ix_customers_told_apart_at", "customers_told_apart", ["at"])


def downgrade() -> None:
    """Drop them."""
    for table in (
        "customers_told_apart",
        "customer_group_members",
        "customer_groups",
        "customer_tags",
        "customer_notes",
    ):
        op.drop_table(table)
