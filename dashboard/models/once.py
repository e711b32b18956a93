"""One-time keys: what a submitted form has already done."""

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database import Key, Moment, now
from dashboard.extensions import db


class Once(db.Model):
    """A used key, the digest of what was submitted with it, and the result as JSON."""

    __tablename__ = "once"

    key: Mapped[str] = mapped_column(Key(64), primary_key=True)
    digest: Mapped[str] = mapped_column(Key(64))
    result: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
