"""Give a colleague another role; it holds from their next request on."""

from datetime import datetime
from typing import Any

from dashboard.actions.active_owner import require_owner
from dashboard.actions.change_store import about, change_store
from dashboard.actions.once import Submission
from dashboard.core.person import Person, Role
from dashboard.core.refusals import Invalid


def change_role(
    number: int,
    role: str,
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Change the role of the colleague of this id. Returns name and role.

    Raises Replayed and the refusals of change_store(); Invalid for no new role; WrongState for the last owner.
    """
    if role not in set(Role):
        raise Invalid("Choose a role.", "role")
    with change_store("staff", by=by, seen=seen, minds=about(number), once=once, at=at) as change:
        staff, new = change.staff(number), Role(role)
        old = staff.role
        if new is old:
            raise Invalid(f"{staff.name} has this role already.", "role")
        staff.role = new
        require_owner(change.session, staff)
        change.record("role_changed", staff=staff.name, staff_id=staff.id, old=old.label, new=new.label)
        change.result = {"name": staff.name, "role": new.label}
    return change.result
