"""The log’s indexes by customer and store hold the lines that name one, a few of a hundred, instead of all."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INDEXES = (
    ("uq_activities_customer", "customer_id", "seq", True),
    ("uq_activities_store", "store_id", "seq", True),
    ("ix_activities_from", "from_customer_id", "at", False),
    ("ix_activities_to", "to_customer_id", "at", False),
)


def upgrade() -> None:
    """Make each anew with those lines only."""
    for name, column, then, unique in INDEXES:
        there = sa.text(f"{column} IS NOT NULL")
        op.drop_index(name, "activities")
        op.create_index(name, "activities", [column, then], unique=unique, sqlite_where=there, postgresql_where=there)


def downgrade() -> None:
    """Make each anew with all lines."""
    for name, column, then, unique in INDEXES:
        op.drop_index(name, "activities")
        op.create_index(name, "activities", [column, then], unique=unique)
