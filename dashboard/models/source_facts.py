"""What sources say of orders and customers that the desk has no place for: kept as they said it, never counted."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database import BigInt, Key, Moment, now
from dashboard.extensions import db


class OrderSource(db.Model):
    """Of an order: who its customer is at the source, and its other words. No account is linked by it."""

    __tablename__ = "order_sources"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True)
    customer_number: Mapped[str] = mapped_column(Key(80), default="", index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class CustomerSource(db.Model):
    """Of a customer: the id at the source, and its words and sums ("imported_total_spent"), never our total spend."""

    __tablename__ = "customer_sources"
    __table_args__ = (UniqueConstraint("source", "source_id"),)

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    source: Mapped[str] = mapped_column(Key(32))
    source_id: Mapped[str] = mapped_column(Key(80))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    imported_at: Mapped[datetime] = mapped_column(Moment, default=now)
