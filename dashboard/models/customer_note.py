"""Notes and tags of a customer's account. They are internal: no letter and no buyer's page has them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database import BigInt, Key, Moment, now
from dashboard.extensions import db


class CustomerNote(db.Model):
    """What somebody wrote about a customer."""

    __tablename__ = "customer_notes"

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    author: Mapped[str] = mapped_column(String(200))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)


class CustomerTag(db.Model):
    """A tag on an account; `key` is the tag folded, so that Trade and trade are one."""

    __tablename__ = "customer_tags"
    __table_args__ = (Index("ix_customer_tags_key", "key", "customer_id"),)

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(Key(200), primary_key=True)
    tag: Mapped[str] = mapped_column(String(100))
