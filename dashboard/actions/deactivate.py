"""Deactivate a colleague: they are signed out at once and cannot come back. Their name stays in the log."""

from datetime import datetime
from typing import Any

from dashboard.actions.active_owner import require_owner
from dashboard.actions.change_store import about, change_store
from dashboard.actions.end_session import end_all
from dashboard.actions.once import Submission
from dashboard.actions.staff_link import use_up
from dashboard.core.person import Person
from dashboard.core.refusals import WrongState


def deactivate(
    number: int, *, by: Person, seen: int | None = None, once: Submission | None = None, at: datetime | None = None
) -> dict[str, Any]:
    """Close the account of the colleague of this id, end its sessions and links. Returns the name.

    Raises Replayed and the refusals of change_store(), and WrongState if it is closed already or the last owner's.
    """
    with change_store("staff", by=by, seen=seen, minds=about(number), once=once, at=at) as change:
        staff = change.staff(number)
        if not staff.active:
            raise WrongState(f"{staff.name} is deactivated already.")
        staff.active = False
        require_owner(change.session, staff)
        end_all(change.session, staff.id, change.at)
        use_up(change.session, staff, change.at)
        change.record("deactivated", staff=staff.name, staff_id=staff.id)
        change.result = {"name": staff.name}
    return change.result
