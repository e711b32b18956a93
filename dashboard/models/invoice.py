"""Issued invoices, and the marks of other systems that keep an order from going back to a cart."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database import BigInt, Key, Moment, now
from dashboard.extensions import db


class Invoice(db.Model):
    """The invoice issued for an order, as a fact; one at most."""

    __tablename__ = "invoices"

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), unique=True)
    number: Mapped[str] = mapped_column(Key(32), unique=True)
    issued_at: Mapped[datetime] = mapped_column(Moment, default=now)


class OrderMark(db.Model):
    """A backlog SKU made for an order, or partner inventory that it uses."""

    __tablename__ = "order_marks"
    __table_args__ = (CheckConstraint("kind IN ('backlog_sku', 'partner_inventory')", name="kind"),)

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(Key(20), primary_key=True)
    detail: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now)
