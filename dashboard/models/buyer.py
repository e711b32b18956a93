"""Buyers at their own pages: their sessions, and the one-time codes that they asked for."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dashboard.core.codes import Purpose
from dashboard.core.logins import Login
from dashboard.database import BigInt, Key, Moment, Word, now
from dashboard.extensions import db
from dashboard.models.customer import Customer


class BuyerSession(db.Model):
    """A browser that a buyer signed in with. Its cookie holds a token, this row only the SHA-256 of it."""

    __tablename__ = "buyer_sessions"

    id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    token_hash: Mapped[str] = mapped_column(Key(64), unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    last_seen_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    device: Mapped[str] = mapped_column(String(200), default="")


class OneTimeCode(db.Model):
    """A code on its way to `contact`, for whoever holds the token that it was asked for with.

    `customer_id` None: nobody is known by the contact, or the account does not exist yet; `name` and `password_hash`
    are those of the account to be. `tries`: how often other digits were entered.
    """

    __tablename__ = "one_time_codes"
    __table_args__ = (
        CheckConstraint("way IN ('email', 'sms')", name="way"),
        CheckConstraint("tries >= 0", name="tries"),
    )

    token_hash: Mapped[str] = mapped_column(Key(64), primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(Word(Purpose))
    way: Mapped[str] = mapped_column(Key(8))
    contact: Mapped[str] = mapped_column(String(320))
    contact_key: Mapped[str] = mapped_column(Key(320), index=True)
    code_hash: Mapped[str] = mapped_column(Key(64))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)


def running(seen: Any, begun: Any) -> tuple[ColumnElement[bool], ...]:
    """Conditions: a session neither ended, nor last seen before one moment, nor begun before another."""
    return (BuyerSession.ended_at.is_(None), BuyerSession.last_seen_at > seen, BuyerSession.created_at > begun)


def may_sign_in() -> tuple[ColumnElement[bool], ...]:
    """Conditions: an account that somebody can sign in to."""
    gone = Customer.merged_into_id, Customer.deactivated_at, Customer.erased_at
    return (Customer.offline_buyer.is_(False), *(column.is_(None) for column in gone))


def account_of(session: Session, login: Login) -> Customer | None:
    """The account that is known by this address, or by this number once verified; open or not."""
    if login.way == "email":
        return session.scalar(select(Customer).where(Customer.email_key == login.key))
    verified = Customer.phone_key == login.key, Customer.phone_verified_at.is_not(None)
    return session.scalar(select(Customer).where(*verified)) if login.way else None


def sessions_of(session: Session, customer_id: int, seen: datetime, begun: datetime) -> list[BuyerSession]:
    """The account's running sessions, the one last seen first; 50 at most."""
    query = select(BuyerSession).where(BuyerSession.customer_id == customer_id, *running(seen, begun))
    return list(session.scalars(query.order_by(BuyerSession.last_seen_at.desc(), BuyerSession.id.desc()).limit(50)))
