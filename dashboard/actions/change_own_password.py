"""A buyer changes their password: the present one is needed where there is one, and every other session ends."""

from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.actions import sign_in as door
from dashboard.actions.buyer_sign_out import end_sessions
from dashboard.actions.change_customer import change_customer
from dashboard.core import passwords
from dashboard.core.refusals import Invalid
from dashboard.models.customer import Customer


def change_own_password(
    account: Customer, password_hash: str, *, session_hash: str, at: datetime | None = None
) -> None:
    """Give the account this password; the session whose token has the hash `session_hash` stays. Links end.

    Hashing and the question for the present password are slow, so they come before. Raises the refusals of
    change_customer().
    """
    with change_customer(account.id, by=account.person, permission=None, at=at) as change:
        change.customer.password_hash = password_hash
        end_sessions(change.session, [change.customer.id], change.at, keep=session_hash)
        change.end_links()
        change.record("password_set")


def check_own_password(session: Session, account: Customer, current: str, new: str, host: str) -> None:
    """Raise Invalid beside "current" or "password" unless this change may be made.

    Wrong guesses count as at the door. Raises Locked.
    """
    keys = {"email": f"buyer:{account.email_key or account.phone_key}", "host": f"buyer-host:{host}"}
    door.refuse_locked(session, keys)
    if account.password_hash is not None and not door.matches(account.password_hash, current):
        door.fail(keys)
        raise Invalid("This is not your present password.", "current")
    passwords.check(new, account.email, account.name, account.phone)
