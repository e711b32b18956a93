"""the people of the desk: the store's own log, one-time links of staff, the logo."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = {
    length: sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")
    for length in (8, 16, 64)
}
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TWO_CHAINS = "(order_id IS NULL) <> (customer_id IS NULL)"
ONE_CHAIN = (
    "CASE WHEN order_id IS NULL THEN 0 ELSE 1 END + CASE WHEN customer_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN store_id IS NULL THEN 0 ELSE 1 END = 1"
)


def upgrade() -> None:
    """Create and extend the tables."""
    op.create_table(
        "logos",
        sa.Column("digest", KEY[64], nullable=False),
        sa.Column("kind", KEY[16], nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_logos")),
    )
    op.create_table(
        "staff_links",
        sa.Column("token_hash", KEY[64], nullable=False),
        sa.Column("staff_id", BIG, nullable=False),
        sa.Column("kind", KEY[8], nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('invite', 'reset')", name=op.f("ck_staff_links_kind")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_links_staff_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_links")),
    )
    with op.batch_alter_table("staff_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_links_staff_id"), ["staff_id"], unique=False)
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.alter_column("password_hash", existing_type=sa.String(length=200), nullable=True)
    extend_store()
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("store_id", sa.Integer(), nullable=True))
        batch_op.drop_constraint(op.f("ck_activities_one_chain"), type_="check")
        batch_op.create_check_constraint(op.f("ck_activities_one_chain"), ONE_CHAIN)
        batch_op.create_foreign_key(op.f("fk_activities_store_id"), "store", ["store_id"], ["id"])
        batch_op.create_index("uq_activities_store", ["store_id", "seq"], unique=True)


def extend_store() -> None:
    """Give the store its logo and its version, which begins at 1."""
    with op.batch_alter_table("store", schema=None) as batch_op:
        batch_op.add_column(sa.Column("logo", KEY[64], nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=True))
    op.execute("UPDATE store SET version = 1")
    with op.batch_alter_table("store", schema=None) as batch_op:
        batch_op.alter_column("version", existing_type=sa.Integer(), nullable=False)
        batch_op.create_check_constraint(op.f("ck_store_version"), "version > 0")
        batch_op.create_foreign_key(op.f("fk_store_logo"), "logos", ["logo"], ["digest"])


def downgrade() -> None:
    """Take it all away again. The store's log and whoever has no password yet go with it."""
    op.execute("DELETE FROM messages WHERE activity_id IN (SELECT id FROM activities WHERE store_id IS NOT NULL)")
    for trigger in ("activities_no_delete", "activities_no_update"):  # made anew when all is done
        op.execute(f"DROP TRIGGER IF EXISTS {trigger}{on_activities()}")
    op.execute("DELETE FROM activities WHERE store_id IS NOT NULL")
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_index("uq_activities_store")
        batch_op.drop_constraint(op.f("fk_activities_store_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f("ck_activities_one_chain"), type_="check")
        batch_op.drop_column("store_id")
        batch_op.create_check_constraint(op.f("ck_activities_one_chain"), TWO_CHAINS)
    with op.batch_alter_table("store", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_store_logo"), type_="foreignkey")
        batch_op.drop_constraint(op.f("ck_store_version"), type_="check")
        batch_op.drop_column("version")
        batch_op.drop_column("logo")
    op.drop_table("staff_links")
    op.drop_table("logos")
    op.execute("UPDATE staff SET password_hash = '', active = false WHERE password_hash IS NULL")
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.alter_column("password_hash", existing_type=sa.String(length=200), nullable=False)


def on_activities() -> str:
    """Where PostgreSQL wants to be told whose trigger is meant."""
    return "" if op.get_context().dialect.name == "sqlite" else " ON activities"
