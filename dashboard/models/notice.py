"""What the shop tells its customers of an order by itself: which events, by which way, in which words."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database import Key
from dashboard.extensions import db


class Notice(db.Model):
    """The shop's own choice for one event of core/notices; where there is no row, what that module says holds.

    Texts hold placeholders ({name}); empty ones mean the original.
    """

    __tablename__ = "notices"

    event: Mapped[str] = mapped_column(Key(40), primary_key=True)
    by_email: Mapped[bool]
    by_sms: Mapped[bool]
    subject: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    sms: Mapped[str] = mapped_column(String(480), default="")
