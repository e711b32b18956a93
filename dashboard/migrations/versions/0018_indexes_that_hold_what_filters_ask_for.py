"""The indexes of what few orders have hold what filters ask for; the others whether an order is archived."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
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
PLACED = ["placed_at", "id"]
GUEST, ARCHIVED, CLOSED = "account_id IS NULL", "archived_at IS NOT NULL", "state <> 'open'"
# Name, leading columns, those that are new, for which orders.
INDEXES: tuple[tuple[str, list[str], list[str], str | None], ...] = (
    ("ix_orders_both", ["payment_status", "fulfilment_status", *PLACED], [*FILTERED[2:], "total_sort"], None),
    ("ix_orders_test", ["is_test", *PLACED], [*FILTERED[:6], "archived_at", "total_sort"], "is_test"),
    ("ix_orders_archived", ["archived_at", *PLACED], [*FILTERED[:7], "total_sort"], ARCHIVED),
    ("ix_orders_closed", ["state", *PLACED], [*FILTERED[:2], *FILTERED[3:], "total_sort"], CLOSED),
    ("ix_orders_owner", ["account_id", *PLACED], ["archived_at"], None),
    ("ix_orders_route", ["route", *PLACED], ["archived_at"], None),
    ("ix_orders_catalog", ["catalog_id", *PLACED], ["archived_at"], None),
    ("ix_orders_guest", PLACED, ["archived_at"], GUEST),
)


def made(name: str, table: str, columns: list[str], where: str | None = None) -> None:
    """Make an index anew."""
    flag = "is_test = 1" if where == "is_test" else where
    some: dict[str, Any] = {"sqlite_where": sa.text(flag), "postgresql_where": sa.text(where)} if where and flag else {}
    op.drop_index(name, table)
    op.create_index(name, table, columns, **some)


def upgrade() -> None:
    """Make each anew with what it shall hold."""
    for name, leading, new, where in INDEXES:
        made(name, "orders", [*leading, *new], where)
    made("ix_order_tags_key", "order_tags", ["key", "order_id"])


def downgrade() -> None:
    """Make each anew without."""
    made("ix_order_tags_key", "order_tags", ["key"])
    for name, leading, _, where in INDEXES:
        made(name, "orders", leading, where)
