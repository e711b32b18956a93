"""What came of an import, row by row: its problems, and the orders that it made or changed."""

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dashboard.database import BigInt, Key
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
