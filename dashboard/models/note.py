"""Notes and tags of an order."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database import BigInt, Key, Moment, now
from dashboard.extensions import db


class Note(db.Model):
    """What somebody wrote about an order; internal, or for the customer."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    author: Mapped[str] = mapped_column(String(200))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    text: Mapped[str] = mapped_column(Text)
    internal: Mapped[bool] = mapped_column(default=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)


class OrderTag(db.Model):
    """A tag on an order; `key` is the tag folded, so that Gift and gift are one."""

    __tablename__ = "order_tags"
    __table_args__ = (Index("ix_order_tags_key", "key", "order_id"),)

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(Key(200), primary_key=True)
    tag: Mapped[str] = mapped_column(String(100))
