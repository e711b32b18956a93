"""The people who work here as the settings show them: who, in which role, in which state, last seen when."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from dashboard.core.person import Role
from dashboard.models.activity import Activity
from dashboard.models.order_view import LogLine, log_line
from dashboard.models.staff import Staff, StaffSession, running

NEWEST = 30


class Colleague(NamedTuple):
    """Somebody who works here, was invited, or did work here."""

    id: int
    name: str
    email: str
    role: Role
    active: bool
    has_password: bool
    created_at: datetime
    last_seen: datetime | None

    @property
    def state(self) -> str:
        """In a word: "Active", "Invited" (no password yet) or "Deactivated"."""
        if not self.active:
            return "Deactivated"
        return "Active" if self.has_password else "Invited"


def colleagues(session: Session) -> list[Colleague]:
    """Everybody: the active first, then by name."""
    query = query_rows().order_by(case((Staff.active, 0), else_=1), func.lower(Staff.name), Staff.id)
    return [Colleague(*row) for row in session.execute(query)]


def colleague(session: Session, number: int) -> Colleague | None:
    """The one of this id."""
    row = session.execute(query_rows().where(Staff.id == number)).first()
    return Colleague(*row) if row else None


def query_rows() -> Select[*tuple[Any, ...]]:
    """The columns of Colleague."""
    seen = select(func.max(StaffSession.last_seen_at)).where(StaffSession.staff_id == Staff.id).scalar_subquery()
    return select(
        Staff.id, Staff.name, Staff.email, Staff.role, Staff.active, Staff.password_hash.is_not(None),
        Staff.created_at, seen,
    )  # fmt: skip


def sessions_of(
    session: Session, staff_id: int, at: datetime, idle: timedelta, length: timedelta
) -> list[StaffSession]:
    """The running sessions of this colleague, the one seen last on top."""
    query = select(StaffSession).where(StaffSession.staff_id == staff_id, *running(at - idle, at - length))
    return list(session.scalars(query.order_by(StaffSession.last_seen_at.desc(), StaffSession.id.desc())))


def store_log(session: Session, verbs: Iterable[str]) -> list[LogLine]:
    """The newest lines of the store's own log that tell of these."""
    query = select(Activity).where(Activity.store_id.is_not(None), Activity.verb.in_(list(verbs)))
    return [log_line(line) for line in session.scalars(query.order_by(Activity.seq.desc()).limit(NEWEST))]
