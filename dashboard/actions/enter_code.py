"""Enter a one-time code: it works once, for whoever asked, and few wrong ones are taken."""

from datetime import datetime
from hmac import compare_digest

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.actions import sign_in as door
from dashboard.actions.buyer_sign_in import start
from dashboard.actions.lock import lock_customers
from dashboard.actions.register import open_account
from dashboard.core.codes import TRIES, Over, Purpose, Unknown, Wrong, code_hash, entered, token_hash
from dashboard.core.logins import Login
from dashboard.core.refusals import Invalid
from dashboard.database import now, writing
from dashboard.models.buyer import OneTimeCode, account_of


def asked(session: Session, token: str) -> OneTimeCode:
    """What was asked for with this token. Raises Unknown."""
    row = session.get(OneTimeCode, token_hash(token))
    if row is None:
        raise Unknown
    return row


def enter_code(session: Session, token: str, typed: str, *, device: str, at: datetime | None = None) -> str:
    """Sign in, or register and sign in, with the code that was sent for this token. Returns the session's token.

    Raises Invalid for what is no code, Wrong with the tries that are left, Over for a code that works no more, Unknown
    where none was asked for, and Locked after too many wrong ones for one contact.
    """
    at, code = at or now(), digits(typed)
    row = asked(session, token)
    login, number = Login(row.way, row.contact_key, row.contact), row.customer_id
    keys = {"guess": f"guess:{login.key}"}
    door.refuse_locked(session, keys)
    with writing() as session:
        known = lock_customers(session, [number])
        row = use(session, token, code, (Purpose.SIGN_IN, Purpose.REGISTER), at)
        if row.used_at == at:
            account = known.get(number or 0)
            if row.purpose is Purpose.REGISTER:
                account = open_account(session, row, at=at)
            elif account is None or not account.can_sign_in or account_of(session, login) is not account:
                raise Over
            return start(session, account, keys["guess"], device)
        left = TRIES - row.tries
    door.fail(keys)
    raise Wrong(left)


def digits(typed: str) -> str:
    """The code that was typed. Raises Invalid beside "code"."""
    code = entered(typed)
    if not code:
        raise Invalid("Enter the six digits of the code.", "code")
    return code


def use(session: Session, token: str, code: str, purposes: tuple[Purpose, ...], at: datetime) -> OneTimeCode:
    """The row of this token, ours until commit: used up at this moment if the code is right, else with a try more.

    Raises Unknown or Over.
    """
    query = select(OneTimeCode).where(OneTimeCode.token_hash == token_hash(token)).with_for_update()
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None or row.purpose not in purposes:
        raise Unknown
    if row.used_at is not None or row.expires_at <= at or row.tries >= TRIES:
        raise Over
    if compare_digest(row.code_hash, code_hash(token, code)):
        row.used_at = at
    else:
        row.tries += 1
    return row
