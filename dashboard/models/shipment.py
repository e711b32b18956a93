"""Shipments: some pieces sent together, by hand or by a carrier."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dashboard.core.statuses import ShipmentStatus
from dashboard.database import BigInt, Key, Moment, Word, now
from dashboard.extensions import db


class Shipment(db.Model):
    """One parcel, or one bag at the counter. `tracking_key` is the number folded for search."""

    __tablename__ = "shipments"
    __table_args__ = (
        CheckConstraint("kind IN ('manual', 'carrier')", name="kind"),
        CheckConstraint("point IN ('local', 'international', 'pickup')", name="point"),
    )

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    number: Mapped[str] = mapped_column(Key(32), unique=True)
    kind: Mapped[str] = mapped_column(Key(10), default="manual")
    point: Mapped[str] = mapped_column(Key(16), default="local")
    carrier: Mapped[str] = mapped_column(String(100), default="")
    tracking_number: Mapped[str] = mapped_column(String(100), default="")
    tracking_key: Mapped[str | None] = mapped_column(Key(100), index=True)
    status: Mapped[ShipmentStatus] = mapped_column(Word(ShipmentStatus))
    label_printed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    shipped_at: Mapped[datetime | None] = mapped_column(Moment)
    delivered_at: Mapped[datetime | None] = mapped_column(Moment)
    expected_on: Mapped[date | None] = mapped_column(Date)

    lines: Mapped[list["ShipmentLine"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class ShipmentLine(db.Model):
    """Pieces of one order line in one shipment."""

    __tablename__ = "shipment_lines"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipments.id", ondelete="CASCADE"), primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id", ondelete="CASCADE"), primary_key=True, index=True)
    quantity: Mapped[int]
