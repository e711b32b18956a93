"""Change one's own password: the present one is needed, and every other session ends."""

from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.actions import sign_in
from dashboard.actions.change_store import change_store
from dashboard.actions.end_session import end_all
from dashboard.actions.once import Submission
from dashboard.actions.staff_link import use_up
from dashboard.core import passwords
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.models.staff import Staff


def change_password(
    password_hash: str, *, by: Person, session_hash: str, once: Submission | None = None, at: datetime | None = None
) -> None:
    """Give `by` this password; the session whose token has the hash `session_hash` stays. Links end.

    Hashing and the question for the present password (check_own) are slow, so they come before. Raises Replayed and
    the refusals of change_store().
    """
    with change_store(None, by=by, once=once, at=at) as change:
        staff = change.staff(by.id or 0)
        staff.password_hash = password_hash
        end_all(change.session, staff.id, change.at, keep=session_hash)
        use_up(change.session, staff, change.at)
        change.record("password_changed")


def check_own(session: Session, by: Person, current: str, new: str, host: str) -> None:
    """Raise Invalid beside "current" or "password" unless this change may be made.

    Wrong guesses count as at the door. Raises Locked.
    """
    staff = session.get_one(Staff, by.id)
    keys = {"email": f"email:{staff.email_key}", "host": f"host:{host}"}
    sign_in.refuse_locked(session, keys)
    if not sign_in.matches(staff.password_hash or sign_in.nobody(), current):
        sign_in.fail(keys)
        raise Invalid("This is not your present password.", "current")
    check_new(staff, new)
    if current == new:
        raise Invalid("This is the password that you have now. Choose another one.", "password")


def check_new(staff: Staff, password: str) -> None:
    """Raise Invalid beside "password" unless the colleague may have this one."""
    passwords.check(password, staff.email, staff.name, shortest=passwords.SHORTEST_OF_STAFF)
