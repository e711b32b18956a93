"""Let a deactivated colleague in again, with the password and role they had."""

from datetime import datetime
from typing import Any

from dashboard.actions.change_store import about, change_store
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.refusals import WrongState


def reactivate(
    number: int, *, by: Person, seen: int | None = None, once: Submission | None = None, at: datetime | None = None
) -> dict[str, Any]:
    """Open the account of the colleague of this id again. Returns the name and whether a password is set.

    Raises Replayed and the refusals of change_store(), and WrongState if it is open already.
    """
    with change_store("staff", by=by, seen=seen, minds=about(number), once=once, at=at) as change:
        staff = change.staff(number)
        if staff.active:
            raise WrongState(f"{staff.name} is active already.")
        staff.active = True
        change.record("reactivated", staff=staff.name, staff_id=staff.id)
        change.result = {"name": staff.name, "has_password": staff.password_hash is not None}
    return change.result
