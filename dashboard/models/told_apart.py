"""Pairs of accounts of which somebody said that they are not the same customer."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database import Moment, now
from dashboard.extensions import db


class ToldApart(db.Model):
    """Two accounts, the one of the smaller id first; who said so, and when."""

    __tablename__ = "customers_told_apart"
    __table_args__ = (
        CheckConstraint("one_id < other_id", name="ordered"),
        Index("ix_customers_told_apart_other_id", "other_id"),
        Index("ix_customers_told_apart_at", "at"),
    )

    one_id: Mapped[int] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True)
    by_name: Mapped[str] = mapped_column(String(200))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(Moment, default=now)
