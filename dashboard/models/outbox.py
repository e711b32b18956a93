"""The outbox: e-mails and texts written in the transaction of the action that caused them, sent afterwards."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from dashboard.database import BigInt, Key, Moment, now
from dashboard.extensions import db


class Message(db.Model):
    """One e-mail or SMS to one recipient; one per activity, event and recipient.

    `secret`: its text holds a link that lets whoever has it in, so nobody at the desk sees it, and it is blank once
    sent. `source` is an e-mail as the mail server took it, byte by byte. `first_subject` and `first_text` are what
    stood in it before somebody edited it, `edits` times. `leased_by` sends it until `leased_until`.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("activity_id", "event", "recipient_key"),
        CheckConstraint("way IN ('email', 'sms')", name="way"),
        CheckConstraint("state IN ('held', 'sending', 'sent', 'failed', 'dropped')", name="state"),
        CheckConstraint("(state = 'sending') = (leased_by IS NOT NULL)", name="leased"),
        Index(None, "state", "send_after", "id"),
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
    secret: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(Key(10), default="held")
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    send_after: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None] = mapped_column(Moment)
    failure: Mapped[str] = mapped_column(String(500), default="")
    leased_by: Mapped[str | None] = mapped_column(Key(32))
    leased_until: Mapped[datetime | None] = mapped_column(Moment)
    edits: Mapped[int] = mapped_column(default=0)
    first_subject: Mapped[str | None] = mapped_column(String(300))
    first_text: Mapped[str | None] = mapped_column(Text)
    source: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
