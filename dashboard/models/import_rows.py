"""What came of an import, row by row: its problems, and the orders that it made or changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import JSON

from dashboard.database import BigInt, Key, Moment, now
from dashboard.extensions import db
from dashboard.models.order import Order


class ImportProblem(db.Model):
    """Something in the file to know of; `rows` are all the rows of what was refused, "7,8,9"."""

    __tablename__ = "import_problems"
    __table_args__ = (Index("ix_import_problems_run", "run_id", "refused", "id"),)

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id", ondelete="CASCADE"))
    row: Mapped[int]
    refused: Mapped[bool] = mapped_column(default=False)
    sentence: Mapped[str] = mapped_column(Text)
    rows: Mapped[str] = mapped_column(Text, default="")


class ImportedOrder(db.Model):
    """An order that an import made or changed, with its version afterwards: a later one was touched since."""

    __tablename__ = "imported_orders"
    __table_args__ = (UniqueConstraint("run_id", "order_id"), Index("ix_imported_orders_order", "order_id"))

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id", ondelete="CASCADE"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"))
    row: Mapped[int]
    outcome: Mapped[str] = mapped_column(Key(16))
    version: Mapped[int]

    order: Mapped[Order] = relationship()


class ImportMapping(db.Model):
    """What the columns of a table of one's own become, kept under a name: {column: field}."""

    __tablename__ = "import_mappings"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    source: Mapped[str] = mapped_column(Key(32))
    mapping: Mapped[dict[str, str]] = mapped_column(JSON)
    saved_by: Mapped[str] = mapped_column(String(200))
    saved_at: Mapped[datetime] = mapped_column(Moment, default=now)
