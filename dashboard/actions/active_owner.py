"""The desk is never without an owner: whoever takes an owner away asks here, inside the change."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from dashboard.core.person import Role
from dashboard.core.refusals import WrongState
from dashboard.models.staff import Staff

CAN_OWN = (Staff.role == Role.OWNER, Staff.active, Staff.password_hash.is_not(None))


def require_owner(session: Session, staff: Staff) -> None:
    """Raise WrongState unless an active owner with a password is left, as things stand now. `staff` was changed.

    The caller holds the store's lock, so nobody else takes another owner away meanwhile.
    """
    session.flush()
    if not session.scalar(select(exists().where(*CAN_OWN))):
        raise WrongState(f"{staff.name} is the only owner who can sign in. Make somebody else an owner first.")
