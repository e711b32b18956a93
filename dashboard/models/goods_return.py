"""Returns: pieces that came back. A refund is another fact."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dashboard.core.stock import GoodsCondition
from dashboard.database import BigInt, Moment, Word, now
from dashboard.extensions import db


class GoodsReturn(db.Model):
    """One return, with its reason."""

    __tablename__ = "goods_returns"

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now)

    lines: Mapped[list["GoodsReturnLine"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class GoodsReturnLine(db.Model):
    """Pieces of one order line that came back; `restocked` of them can be sold again."""

    __tablename__ = "goods_return_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("restocked BETWEEN 0 AND quantity", name="restocked"),
    )

    goods_return_id: Mapped[int] = mapped_column(ForeignKey("goods_returns.id", ondelete="CASCADE"), primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id", ondelete="CASCADE"), primary_key=True, index=True)
    quantity: Mapped[int]
    restocked: Mapped[int] = mapped_column(default=0)
    condition: Mapped[GoodsCondition] = mapped_column(Word(GoodsCondition), default=GoodsCondition.AS_NEW)
