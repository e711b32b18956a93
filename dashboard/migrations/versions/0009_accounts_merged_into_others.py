"""The parts of an account are found by it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

AWAY = sa.text("merged_into_id IS NOT NULL")


def upgrade() -> None:
    """Index the accounts that were merged into another."""
    op.create_index(
        "ix_customers_merged_into", "customers", ["merged_into_id"], sqlite_where=AWAY, postgresql_where=AWAY
    )


def downgrade() -> None:
    """Drop the index."""
    op.drop_index("ix_customers_merged_into", table_name="customers")
