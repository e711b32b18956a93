"""One-time codes inside a running change: counted, kept as a hash, and sent."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from dashboard.actions import sign_in as door
from dashboard.actions.record import record
from dashboard.core.codes import LASTS, Purpose, code_hash, new_code, token_hash
from dashboard.core.logins import Login
from dashboard.core.person import COMMAND
from dashboard.letters.letter import Recipient, header, one_address
from dashboard.models.buyer import OneTimeCode
from dashboard.models.customer import Customer
from dashboard.models.outbox import Message

KEPT = timedelta(days=1)


def count(session: Session, login: Login, host: str) -> None:
    """Count this request as a failure is counted at the door, and do a password's work. Raises Locked."""
    keys = {"code": f"code:{login.key}", "host": f"buyer-host:{host}"}
    door.refuse_locked(session, keys)
    door.fail(keys)
    # The few milliseconds by which a letter that goes differs from one that does not are lost in it.
    door.matches(door.nobody(), secrets.token_hex())


def issue(
    session: Session,
    token: str,
    purpose: Purpose,
    login: Login,
    *,
    at: datetime,
    customer: Customer | None = None,
    name: str = "",
    password_hash: str | None = None,
) -> str:
    """Keep a new code and return it. Those before it, for the same, work no more; old ones are forgotten."""
    code, kept = new_code(), token_hash(token)
    same = OneTimeCode.purpose == purpose, OneTimeCode.contact_key == login.key
    session.execute(update(OneTimeCode).where(*same, OneTimeCode.used_at.is_(None)).values(used_at=at))
    session.execute(delete(OneTimeCode).where(or_(OneTimeCode.token_hash == kept, OneTimeCode.expires_at < at - KEPT)))
    session.add(
        OneTimeCode(
            token_hash=kept,
            purpose=purpose,
            way=login.way,
            contact=login.typed,
            contact_key=login.key,
            code_hash=code_hash(token, code),
            customer_id=customer.id if customer else None,
            name=name,
            password_hash=password_hash,
            created_at=at,
            expires_at=at + LASTS,
        )
    )
    return code


def send(session: Session, account: Customer, message: Message | None, *, at: datetime) -> None:
    """Queue a letter with a code for the holder of this account, whose row is ours."""
    caused = record(session, account, "code_asked", {}, by=COMMAND, at=at)
    if message is not None:
        message.activity_id, message.customer_id = caused.id, account.id
        session.add(message)


def recipient(login: Login, account: Customer | None) -> Recipient:
    """Where a letter to whoever this is goes: as the account has it, else as it was typed."""
    if login.way == "email":
        return Recipient("email", one_address(account.email if account and account.email else login.typed), login.key)
    return Recipient("sms", header(account.phone if account and account.phone else login.typed), login.key)
