"""Set a colleague's password by a one-time link. Its holder does it; nobody else ever sees the password."""

from datetime import datetime

from dashboard.actions.change_store import change_store
from dashboard.actions.create_customer import token_hash
from dashboard.actions.end_session import end_all
from dashboard.actions.staff_link import Unknown, refuse_ended, use_up
from dashboard.core.person import COMMAND
from dashboard.models.staff import Staff, StaffLink


def staff_password(token: str, password_hash: str, *, at: datetime | None = None) -> Staff:
    """Give the link's colleague this password, end all their sessions and links. Raises Unknown or Ended.

    Hashing is slow, so it is done before.
    """
    with change_store(None, by=COMMAND, at=at) as change:
        link = change.session.get(StaffLink, token_hash(token), populate_existing=True)
        if link is None:
            raise Unknown
        staff = change.staff(link.staff_id)
        refuse_ended(link, staff, change.at)
        staff.password_hash = password_hash
        end_all(change.session, staff.id, change.at)
        use_up(change.session, staff, change.at)
        change.by = staff.person
        change.record("staff_password_set")
    return staff
