"""Who has which order open: told by the pages that ask again, forgotten soon after they stop."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database import Key, Moment, now
from dashboard.extensions import db


class Presence(db.Model):
    """One session with one order open, last seen `at`; `doing` is the verb whose dialog is open there, or empty."""

    __tablename__ = "presences"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True)
    session_id: Mapped[int] = mapped_column(
        ForeignKey("staff_sessions.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    doing: Mapped[str] = mapped_column(Key(32), default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now)
