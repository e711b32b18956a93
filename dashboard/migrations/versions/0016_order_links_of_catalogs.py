"""A catalog's own address, by which its buyers order."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from dashboard.database import Key

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, empty in the catalogs there are. On SQLite the table is made anew, as from the models."""
    anew: Any = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    with op.batch_alter_table("catalogs", recreate=anew) as batch:
        batch.add_column(sa.Column("token", Key(64), nullable=True))
        batch.create_unique_constraint(batch.f("uq_catalogs_token"), ["token"])


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("catalogs") as batch:
        batch.drop_constraint(batch.f("uq_catalogs_token"), type_="unique")
        batch.drop_column("token")
