"""Staff, their sessions and one-time links, and the failed attempts that lock an address for a while."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from dashboard.core.person import Person, Role
from dashboard.database import BigInt, Key, Moment, Word, now
from dashboard.extensions import db


class Staff(db.Model):
    """Somebody who works at the desk. Without a password: invited, and not here yet."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[str] = mapped_column(Key(320), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(Word(Role))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    order_columns: Mapped[str | None] = mapped_column(Key(200))  # words of core.columns; None: as the desk has them

    @property
    def person(self) -> Person:
        """Who this is, as actions and rules want to know it."""
        return Person("staff", self.id, self.name, self.role)


class StaffSession(db.Model):
    """A signed-in browser. The cookie holds a token, this row only its SHA-256; ending the row ends the session."""

    __tablename__ = "staff_sessions"

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    token_hash: Mapped[str] = mapped_column(Key(64), unique=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    last_seen_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    device: Mapped[str] = mapped_column(String(200), default="")

    staff: Mapped[Staff] = relationship()


def running(seen: Any, begun: Any) -> tuple[ColumnElement[bool], ...]:
    """Conditions: a session neither ended, nor last seen before one moment, nor begun before another."""
    return (
        StaffSession.ended_at.is_(None),
        StaffSession.last_seen_at > seen,
        StaffSession.created_at > begun,
    )


class StaffLink(db.Model):
    """A link that lets a colleague set a password, once. Only the token's SHA-256 is kept."""

    __tablename__ = "staff_links"
    __table_args__ = (CheckConstraint("kind IN ('invite', 'reset')", name="kind"),)

    token_hash: Mapped[str] = mapped_column(Key(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    kind: Mapped[str] = mapped_column(Key(8))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class FailedAttempt(db.Model):
    """A failed sign-in, once for its address ("email:…", known or not) and once for its device ("host:…")."""

    __tablename__ = "failed_attempts"
    __table_args__ = (Index(None, "key", "at"),)

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    key: Mapped[str] = mapped_column(Key(330))
    at: Mapped[datetime] = mapped_column(Moment, default=now)


def failures_since(session: Session, key: str, since: datetime) -> list[datetime]:
    """When attempts failed for this key since then, the earliest first."""
    query = select(FailedAttempt.at).where(FailedAttempt.key == key, FailedAttempt.at > since)
    return list(session.scalars(query.order_by(FailedAttempt.at)))
