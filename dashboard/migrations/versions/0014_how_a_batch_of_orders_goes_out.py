"""How the orders of a batch go out, where they are fulfilled."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, empty in the batches there are. On SQLite the table is made anew, as from the models."""
    anew: Any = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    with op.batch_alter_table("batches", recreate=anew) as batch:
        batch.add_column(sa.Column("way", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("batches") as batch:
        batch.drop_column("way")
