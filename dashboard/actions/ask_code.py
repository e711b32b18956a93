"""Send a one-time code: to sign in, to register, or to make a new address or number count.

Whether or not anybody is known by the contact, the same rows are written and the same work is done; only the letter
differs, and nothing on the page tells.
"""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.actions.change_store import change_store
from dashboard.actions.issue_code import count, issue, recipient, send
from dashboard.actions.lock import lock_customers
from dashboard.core.codes import Purpose
from dashboard.core.logins import Login
from dashboard.core.person import COMMAND
from dashboard.database import now, writing
from dashboard.letters import account_exists, one_time_code
from dashboard.letters.shop import Shop
from dashboard.models.buyer import account_of


def ask_sign_in_code(session: Session, login: Login, *, host: str, shop: Shop, at: datetime | None = None) -> str:
    """Send a code to sign in with, if there is such an account. Returns the token to enter it with. Raises Locked."""
    at, token = at or now(), secrets.token_urlsafe(32)
    count(session, login, host)
    known = account_of(session, login)
    number = known.id if known else None
    with writing() as session:
        account = lock_customers(session, [number]).get(number or 0)
        account = account if account is not None and account.can_sign_in else None
        code = issue(session, token, Purpose.SIGN_IN, login, at=at, customer=account)
        letter = one_time_code.letter(recipient(login, account), code, shop, at=at)
        if account is not None:
            send(session, account, letter, at=at)
    return token


def ask_register_code(
    session: Session,
    login: Login,
    name: str,
    password_hash: str | None,
    *,
    host: str,
    shop: Shop,
    at: datetime | None = None,
) -> str:
    """Send a code that makes the account once it is entered; or, where the contact has one, a letter that says so.

    Hashing is slow, so it is done before. Returns the token to enter the code with. Raises Locked.
    """
    token = secrets.token_urlsafe(32)
    count(session, login, host)
    with change_store(None, by=COMMAND, at=at) as change:
        taken, at = account_of(change.session, login), change.at
        code = issue(change.session, token, Purpose.REGISTER, login, at=at, name=name, password_hash=password_hash)
        to = recipient(login, taken)
        change.record("registration_asked")
        letter = account_exists.letter(to, shop, at=at) if taken else one_time_code.letter(to, code, shop, at=at)
        if letter is not None and taken is not None:
            letter.customer_id = taken.id
        change.send(letter)
    return token


def ask_contact_code(
    session: Session, customer_id: int, token: str, login: Login, *, host: str, shop: Shop, at: datetime | None = None
) -> None:
    """Send a code to a new address or number of this account, to be entered with this token; or, where another has the
    contact, a letter that says so. Raises Locked."""
    at = at or now()
    count(session, login, host)
    purpose = Purpose.EMAIL if login.way == "email" else Purpose.PHONE
    with writing() as session:
        account, taken = lock_customers(session, [customer_id])[customer_id], account_of(session, login)
        code = issue(session, token, purpose, login, at=at, customer=account)
        to = recipient(login, taken)
        letter = account_exists.letter(to, shop, at=at) if taken else one_time_code.letter(to, code, shop, at=at)
        send(session, account, letter, at=at)
