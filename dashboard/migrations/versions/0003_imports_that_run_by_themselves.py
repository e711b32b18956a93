"""Imports that run by themselves: their state and lease, their problems and orders as rows, mappings by name.

Revision ID: 0003
Revises: 0002
"""

import json
from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def key(length: int) -> sa.types.TypeEngine:
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    before = op.get_bind().execute(sa.text("SELECT * FROM import_runs ORDER BY id")).mappings().all()
    op.drop_table("import_runs")
    runs = op.create_table(
        "import_runs",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("state", key(32), nullable=False),
        sa.Column("kind", key(32), nullable=False),
        sa.Column("source", key(32), nullable=False),
        sa.Column("filename", sa.String(length=300), nullable=False),
        sa.Column("stored", key(80), nullable=True),
        sa.Column("size", BigInt, nullable=False),
        sa.Column("digest", key(64), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("looked", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("first", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("orders_made", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("warned", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("sums", sa.JSON(), nullable=False),
        sa.Column("failure", sa.String(length=1000), nullable=True),
        sa.Column("by_kind", key(10), nullable=False),
        sa.Column("by_id", BigInt, nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("uploaded_at", moment(), nullable=False),
        sa.Column("started_at", moment(), nullable=True),
        sa.Column("finished_at", moment(), nullable=True),
        sa.Column("leased_by", key(40), nullable=True),
        sa.Column("leased_until", moment(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("paced_at", moment(), nullable=True),
        sa.Column("paced_from", sa.Integer(), nullable=False),
        sa.CheckConstraint("made + changed + unchanged + refused <= position", name=op.f("ck_import_runs_counts")),
        sa.CheckConstraint("position >= 0 AND position <= count", name=op.f("ck_import_runs_position")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_runs")),
    )
    op.create_index("ix_import_runs_state", "import_runs", ["state", "id"], unique=False)
    problems = op.create_table(
        "import_problems",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("run_id", BigInt, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["import_runs.id"], name=op.f("fk_import_problems_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_problems")),
    )
    op.create_index("ix_import_problems_run", "import_problems", ["run_id", "refused", "id"], unique=False)
    op.create_table(
        "imported_orders",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("run_id", BigInt, nullable=False),
        sa.Column("order_id", BigInt, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("outcome", key(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_imported_orders_order_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["import_runs.id"], name=op.f("fk_imported_orders_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_orders")),
        sa.UniqueConstraint("run_id", "order_id", name=op.f("uq_imported_orders_run_id_order_id")),
    )
    op.create_index("ix_imported_orders_order", "imported_orders", ["order_id"], unique=False)
    op.create_table(
        "import_mappings",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_key", key(200), nullable=False),
        sa.Column("columns_key", key(64), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("kept_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mappings")),
        sa.UniqueConstraint("name_key", name=op.f("uq_import_mappings_name_key")),
    )
    op.create_index(op.f("ix_import_mappings_columns_key"), "import_mappings", ["columns_key"], unique=False)
    for run in before:
        bring_over(runs, problems, run)
    if before and op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval(pg_get_serial_sequence('import_runs', 'id'), (SELECT max(id) FROM import_runs))")


def bring_over(runs: sa.Table, problems: sa.Table, run: sa.RowMapping) -> None:
    """A run from before, whose orders nobody wrote down: it cannot be undone."""
    told = json.loads(run["problems"])
    counts = {name: run[name] for name in ("made", "changed", "unchanged")}
    total = sum(counts.values())
    op.bulk_insert(
        runs,
        [
            {
                "id": run["id"],
                "state": "finished" if run["finished_at"] else "failed",
                "kind": "orders",
                "source": run["source"],
                "filename": run["filename"],
                "size": 0,
                "digest": run["digest"],
                "choices": {},
                "count": total,
                "position": total,
                **counts,
                "refused": 0,
                "orders_made": 0,
                "warned": len(told),
                "lines": 0,
                "sums": {},
                "by_kind": "command",
                "by_name": "",
                "uploaded_at": when(run["started_at"]),
                "started_at": when(run["started_at"]),
                "finished_at": when(run["finished_at"]),
                "tries": 0,
                "paced_from": 0,
            }
        ],
    )
    rows = [{"run_id": run["id"], "row": row, "refused": False, "sentence": said, "rows": ""} for row, said in told]
    if rows:
        op.bulk_insert(problems, rows)


def when(value: object) -> object:
    """A moment as this database's driver gave it, as it wants it back: SQLite gives text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def downgrade() -> None:
    op.drop_index(op.f("ix_import_mappings_columns_key"), table_name="import_mappings")
    op.drop_table("import_mappings")
    op.drop_index("ix_imported_orders_order", table_name="imported_orders")
    op.drop_table("imported_orders")
    op.drop_index("ix_import_problems_run", table_name="import_problems")
    op.drop_table("import_problems")
    op.drop_index("ix_import_runs_state", table_name="import_runs")
    op.drop_table("import_runs")
    op.create_table(
        "import_runs",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("source", key(32), nullable=False),
        sa.Column("filename", sa.String(length=300), nullable=False),
        sa.Column("digest", key(64), nullable=False),
        sa.Column("started_at", moment(), nullable=False),
        sa.Column("finished_at", moment(), nullable=True),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_runs")),
    )
