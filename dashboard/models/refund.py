"""Refunds: money given back, or promised, with the pieces it is for."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dashboard.core.statuses import RefundState
from dashboard.database import BigInt, Key, Moment, Word, now
from dashboard.extensions import db


class Refund(db.Model):
    """One refund: its amount is its parts, in minor units of the order's currency.

    `asked_by_id`: the member of staff who made it, whom approval by another person is about. `answer`: why it was
    declined, or what the provider said when it failed. `sent_by`: who sent the money, by name.
    """

    __tablename__ = "refunds"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("amount = items + shipping + adjustment - fee", name="parts"),
        Index(None, "state", "at", "id"),
        CheckConstraint("items >= 0 AND shipping >= 0 AND adjustment >= 0 AND fee >= 0", name="not_negative"),
    )

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    items: Mapped[int] = mapped_column(BigInt, default=0)
    shipping: Mapped[int] = mapped_column(BigInt, default=0)
    adjustment: Mapped[int] = mapped_column(BigInt, default=0)
    fee: Mapped[int] = mapped_column(BigInt, default=0)
    amount: Mapped[int] = mapped_column(BigInt)
    state: Mapped[RefundState] = mapped_column(Word(RefundState))
    provider: Mapped[str] = mapped_column(String(100), default="manual")
    reason: Mapped[str] = mapped_column(String(500), default="")
    reference: Mapped[str] = mapped_column(String(200), default="")
    answer: Mapped[str] = mapped_column(String(500), default="")
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    sent_by: Mapped[str] = mapped_column(String(200), default="")
    source_id: Mapped[str | None] = mapped_column(Key(80))
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)

    lines: Mapped[list["RefundLine"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class RefundLine(db.Model):
    """Pieces of one line that a refund pays back.

    `withdrawn` of them will not be sent, `restocked` went back to the shelf.
    """

    __tablename__ = "refund_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("withdrawn BETWEEN 0 AND quantity", name="withdrawn"),
        CheckConstraint("restocked BETWEEN 0 AND quantity", name="restocked"),
    )

    refund_id: Mapped[int] = mapped_column(ForeignKey("refunds.id", ondelete="CASCADE"), primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id", ondelete="CASCADE"), primary_key=True, index=True)
    quantity: Mapped[int]
    amount: Mapped[int] = mapped_column(BigInt)
    withdrawn: Mapped[int] = mapped_column(default=0)
    restocked: Mapped[int] = mapped_column(default=0)
