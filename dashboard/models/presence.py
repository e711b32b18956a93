"""Who has which order open: told by the pages that ask again, forgotten soon after they stop."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ForeignKey, and_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dashboard.database import Key, Moment, now
from dashboard.extensions import db
from dashboard.models.order import Order
from dashboard.models.staff import Staff, StaffSession

FORGOTTEN = timedelta(seconds=20)
Mine = tuple[str, datetime]  # what a session said that it does, and when


class Presence(db.Model):
    """One session with one order open, last seen `at`; `doing` is the verb whose dialog is open there, or empty."""

    __tablename__ = "presences"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True)
    session_id: Mapped[int] = mapped_column(
        ForeignKey("staff_sessions.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    doing: Mapped[str] = mapped_column(Key(32), default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class Other(NamedTuple):
    """Somebody else with the order open; `doing` as in Presence."""

    name: str
    doing: str


class Open(NamedTuple):
    """An order as an open page asks for it: how far it has come, who else has it open, and one's own row."""

    order_id: int
    version: int
    others: Sequence[Other]
    mine: Mine | None


def opened(session: Session, code: str, staff_id: int, session_id: int, at: datetime) -> Open | None:
    """Who has the order of this code open at this moment, beside oneself; None without such an order. One query."""
    seen = and_(Presence.order_id == Order.id, Presence.at > at - FORGOTTEN)
    query = (
        select(Order.id, Order.version, Presence.session_id, Presence.doing, Presence.at, Staff.id, Staff.name)
        .outerjoin(Presence, seen)
        .outerjoin(StaffSession, StaffSession.id == Presence.session_id)
        .outerjoin(Staff, Staff.id == StaffSession.staff_id)
        .where(Order.code == code)
        .order_by(Staff.name, Staff.id, Presence.doing.desc())
    )
    rows = session.execute(query).all()
    if not rows:
        return None
    others = {row[5]: Other(row[6], row[3]) for row in reversed(rows) if row[5] not in (None, staff_id)}
    mine = next(((row[3], row[4]) for row in rows if row[2] == session_id), None)
    return Open(rows[0][0], rows[0][1], list(others.values())[::-1], mine)
