"""Sign staff in and out: sessions are rows, so that they can be ended; failures are counted, successes are not."""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from dashboard.core.refusals import Refused
from dashboard.database import now, writing
from dashboard.models.staff import FailedAttempt, Staff, StaffSession, failures_since

WINDOW = timedelta(minutes=5)
LIMITS = {"email": 10, "host": 100, "code": 5, "guess": 20}  # a shop's tablets share one address
WINDOWS = {"guess": timedelta(days=1)}  # six digits are guessed sooner than a password
HASHER = PasswordHasher()


class WrongPassword(Refused):
    """The address or the password is wrong; which of them is not said."""


class Locked(Refused):
    """Too many failures: `.until` when to try again."""

    def __init__(self, until: datetime) -> None:
        super().__init__("Too many attempts.")
        self.until = until


def sign_in(session: Session, email_key: str, password: str, *, host: str, device: str) -> str:
    """Start a session for these credentials and return its token. Raises WrongPassword or Locked."""
    keys = {"email": f"email:{email_key}", "host": f"host:{host}"}
    refuse_locked(session, keys)
    staff = session.scalar(select(Staff).where(Staff.email_key == email_key, Staff.active))
    known = staff.password_hash if staff else None  # none either for who was invited and is not here yet
    if not matches(known or nobody(), password) or known is None or staff is None:
        fail(keys)
        raise WrongPassword("E-mail or password is wrong.")
    return start(staff.id, keys["email"], device)


def start(staff_id: int, attempts_key: str, device: str) -> str:
    """A new session of this person; the failures before it are forgotten."""
    token = secrets.token_urlsafe(32)
    with writing() as session:
        session.execute(delete(FailedAttempt).where(FailedAttempt.key == attempts_key))
        session.execute(delete(FailedAttempt).where(FailedAttempt.at < now() - timedelta(days=1)))
        session.add(StaffSession(token_hash=token_hash(token), staff_id=staff_id, device=device[:200]))
    return token


def sign_out(token: str) -> None:
    """End the session of this token; an unknown one is already ended."""
    with writing() as session:
        rows = update(StaffSession).where(StaffSession.token_hash == token_hash(token), StaffSession.ended_at.is_(None))
        session.execute(rows.values(ended_at=now()))


def refuse_locked(session: Session, keys: dict[str, str]) -> None:
    """Raise Locked if one of these keys has used up its failures."""
    for kind, key in keys.items():
        window = WINDOWS.get(kind, WINDOW)
        failed = failures_since(session, key, now() - window)
        if len(failed) >= LIMITS[kind]:
            raise Locked(failed[-LIMITS[kind]] + window)


def fail(keys: dict[str, str]) -> None:
    """Count a failure for each of these keys."""
    with writing() as session:
        session.add_all(FailedAttempt(key=key) for key in keys.values())


def hashed(password: str) -> str:
    """What is stored of a password. It takes a tenth of a second: never inside a transaction that writes."""
    return HASHER.hash(password)


@cache
def nobody() -> str:
    """What is verified where there is no such account, so that an unknown address takes as long as a known one."""
    return HASHER.hash(secrets.token_hex())


def matches(password_hash: str, password: str) -> bool:
    """Whether the password is the one behind the hash."""
    try:
        return HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def token_hash(token: str) -> str:
    """What is stored of a session's token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
