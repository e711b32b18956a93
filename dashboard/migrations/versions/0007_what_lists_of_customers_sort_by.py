"""What lists of customers sort by, whose guest orders are one guest's, and orders to be found under new details."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SHELF = (
    "CASE WHEN merged_into_id IS NOT NULL THEN 8 ELSE CASE WHEN offline_buyer THEN 1 ELSE 0 END + "
    "CASE WHEN deactivated_at IS NOT NULL OR erased_at IS NOT NULL THEN 2 ELSE 0 END + "
    "CASE WHEN email_key IS NULL THEN 4 ELSE 0 END END"
)
GUEST_KEY = (
    "CASE WHEN account_id IS NULL THEN CASE WHEN customer_email_key IS NOT NULL THEN 'e:' || customer_email_key "
    "WHEN customer_phone_key IS NOT NULL THEN 'p:' || customer_phone_key ELSE 'o:' || CAST(id AS TEXT) END END"
)
OF_GUESTS = {"sqlite_where": sa.text("guest_key IS NOT NULL"), "postgresql_where": sa.text("guest_key IS NOT NULL")}
SORTS = {
    "name": "name_key",
    "spend": "spend_sort",
    "orders": "order_count",
    "last_order": "last_order_at",
    "age": "created_at",
}
# A table that SQLite builds anew keeps its checks only if they are said again.
CUSTOMER_CHECKS = (
    sa.CheckConstraint("length(name) > 0", name=conv("ck_customers_named")),
    sa.CheckConstraint("version > 0", name=conv("ck_customers_version")),
    sa.CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name=conv("ck_customers_merged_elsewhere")),
)
ORDER_CHECKS = (
    sa.CheckConstraint("total >= 0", name=conv("ck_orders_total")),
    sa.CheckConstraint("refunded >= 0 AND refunded <= paid", name=conv("ck_orders_refunded_within_paid")),
    sa.CheckConstraint("version > 0", name=conv("ck_orders_version")),
    sa.CheckConstraint("(state = 'canceled') = (cancel_reason IS NOT NULL)", name=conv("ck_orders_cancel_reason")),
    sa.CheckConstraint("is_test = (code LIKE 'TEST-%')", name=conv("ck_orders_test_series")),
)


def upgrade() -> None:
    """Add the columns, fill them from the orders that are here, and index them."""
    op.add_column("customers", sa.Column("order_count", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "customers",
        sa.Column(
            "last_order_at", sa.DateTime(timezone=True), nullable=False, server_default="1970-01-01 00:00:00.000000"
        ),
    )
    op.add_column("customers", sa.Column("spend_sort", BigInt, nullable=False, server_default="0"))
    fill()
    with op.batch_alter_table("customers", recreate="auto", table_args=CUSTOMER_CHECKS) as batch_op:
        for column in ("order_count", "last_order_at", "spend_sort"):
            batch_op.alter_column(column, server_default=None)
        batch_op.add_column(sa.Column("shelf", sa.Integer(), sa.Computed(SHELF, persisted=True), nullable=False))
        for name, column in SORTS.items():
            batch_op.create_index(f"ix_customers_by_{name}", ["shelf", column, "id"])
    guest_key = sa.String(length=322).with_variant(sa.String(length=322, collation="C"), "postgresql")
    with op.batch_alter_table("orders", recreate="auto", table_args=ORDER_CHECKS) as batch_op:
        batch_op.add_column(sa.Column("guest_key", guest_key, sa.Computed(GUEST_KEY, persisted=True), nullable=True))
        batch_op.create_index("ix_orders_guest_key", ["guest_key", "placed_at", "id"], **OF_GUESTS)
    op.create_table(
        "reindexing",
        sa.Column("customer_id", BigInt, autoincrement=False, nullable=False),
        sa.Column("before_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("before_id", BigInt, nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_reindexing_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_reindexing")),
    )


def fill() -> None:
    """Count the orders of every account that owns one."""
    op.execute(
        "UPDATE customers SET "
        "order_count = (SELECT count(*) FROM orders WHERE orders.account_id = customers.id), "
        "last_order_at = (SELECT max(placed_at) FROM orders WHERE orders.account_id = customers.id), "
        "spend_sort = coalesce((SELECT amount FROM customer_spend WHERE customer_id = customers.id "
        "AND currency = (SELECT currency FROM store)), 0) "
        "WHERE id IN (SELECT account_id FROM orders)"
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("reindexing")
    with op.batch_alter_table("orders", table_args=ORDER_CHECKS) as batch_op:
        batch_op.drop_index("ix_orders_guest_key")
        batch_op.drop_column("guest_key")
    with op.batch_alter_table("customers", table_args=CUSTOMER_CHECKS) as batch_op:
        for name in SORTS:
            batch_op.drop_index(f"ix_customers_by_{name}")
        for column in ("shelf", "spend_sort", "last_order_at", "order_count"):
            batch_op.drop_column(column)
