"""Payments of an order: money received, or an attempt still open or failed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database import BigInt, Key, Moment, now
from dashboard.extensions import db


class Payment(db.Model):
    """One payment, in minor units of the order's currency. Only captured ones are money.

    `failure`: why an attempt came to nothing.
    """

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("state IN ('open', 'captured', 'failed')", name="state"),
    )

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    provider: Mapped[str] = mapped_column(String(100), default="manual")
    method: Mapped[str] = mapped_column(String(200), default="")
    reference: Mapped[str] = mapped_column(String(200), default="")
    failure: Mapped[str] = mapped_column(String(200), default="")
    amount: Mapped[int] = mapped_column(BigInt)
    state: Mapped[str] = mapped_column(Key(10), default="captured")
    at: Mapped[datetime] = mapped_column(Moment, default=now)
