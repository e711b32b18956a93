"""The outbox: e-mails and texts written in the transaction of the action that caused them, sent afterwards."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database import BigInt, Key, Moment, now
from dashboard.extensions import db


class Message(db.Model):
    """One e-mail or SMS to one recipient; one per activity, event and recipient."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("activity_id", "event", "recipient_key"),
        CheckConstraint("way IN ('email', 'sms')", name="way"),
        CheckConstraint("state IN ('held', 'sending', 'sent', 'failed', 'dropped')", name="state"),
        Index(None, "state", "send_after"),
    )

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id", ondelete="CASCADE"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"), index=True)
    event: Mapped[str] = mapped_column(Key(40))
    way: Mapped[str] = mapped_column(Key(8))
    recipient: Mapped[str] = mapped_column(String(320))
    recipient_key: Mapped[str] = mapped_column(Key(320))
    subject: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(Key(200), unique=True)
    state: Mapped[str] = mapped_column(Key(10), default="held")
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    send_after: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
