"""Sign buyers in: sessions of their own, rows as those of staff are, and limits counted the same way."""

import secrets
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from dashboard.actions import sign_in as door
from dashboard.actions.lock import lock_customers
from dashboard.core.logins import Login
from dashboard.database import now, writing
from dashboard.models.buyer import BuyerSession, account_of
from dashboard.models.customer import Customer
from dashboard.models.staff import FailedAttempt


def buyer_sign_in(session: Session, login: Login, password: str, *, host: str, device: str) -> str:
    """Start a session for these credentials and return its token. Raises WrongPassword or Locked.

    The same words and the same work for whoever is not known, has no password, or may not sign in.
    """
    keys = attempts_of(login, host)
    door.refuse_locked(session, keys)
    account = account_of(session, login)
    known = account.password_hash if account is not None and account.can_sign_in else None
    if not door.matches(known or door.nobody(), password) or account is None or known is None:
        door.fail(keys)
        raise wrong()
    number = account.id
    with writing() as session:
        customer = lock_customers(session, [number]).get(number)
        if customer is None or not customer.can_sign_in or customer.password_hash != known:
            raise wrong()
        return start(session, customer, keys["email"], device)


def start(session: Session, customer: Customer, attempts_key: str, device: str) -> str:
    """A new session of this account, whose row is ours; the failures before it are forgotten."""
    token = secrets.token_urlsafe(32)
    session.execute(delete(FailedAttempt).where(FailedAttempt.key == attempts_key))
    session.execute(delete(FailedAttempt).where(FailedAttempt.at < now() - timedelta(days=1)))
    session.add(BuyerSession(token_hash=door.token_hash(token), customer_id=customer.id, device=device[:200]))
    return token


def attempts_of(login: Login, host: str) -> dict[str, str]:
    """What failures are counted by."""
    return {"email": f"buyer:{login.key}", "host": f"buyer-host:{host}"}


def wrong() -> door.WrongPassword:
    """The refusal, whatever it was."""
    return door.WrongPassword("E-mail, mobile number or password is wrong.")
