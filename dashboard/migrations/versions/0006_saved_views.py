"""Views of the order list, and the columns that each person chose for it."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table, add the column."""
    op.create_table(
        "saved_views",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column(
            "name_key",
            sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("query", sa.String(length=2000), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_saved_views_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
    )
    op.create_index(op.f("ix_saved_views_staff_id"), "saved_views", ["staff_id"], unique=False)
    for name, columns, where in (
        ("uq_saved_views_shared", ["name_key"], sa.text("shared")),
        ("uq_saved_views_own", ["staff_id", "name_key"], sa.text("NOT shared")),
    ):
        op.create_index(name, "saved_views", columns, unique=True, sqlite_where=where, postgresql_where=where)
    # Made anew on SQLite, so that the table's text is the model's; PostgreSQL could not, for its foreign keys.
    anew: Any = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("staff", schema=None, recreate=anew) as batch_op:
        batch_op.add_column(
            sa.Column(
                "order_columns",
                sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
                nullable=True,
            )
        )


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_column("order_columns")
    op.drop_table("saved_views")
