"""Delete a group of customers. The accounts in it stay as they are."""

from typing import Any

from dashboard.actions.change_group import change_group
from dashboard.actions.once import Submission
from dashboard.core.person import Person


def delete_group(number: int, *, by: Person, seen: int | None = None, once: Submission | None = None) -> dict[str, Any]:
    """Delete the group of this id; the database itself takes everybody out. Returns its name.

    Raises as change_group().
    """
    with change_group(number, by=by, seen=seen, once=once) as under_way:
        under_way.record("group_deleted")
        under_way.session.delete(under_way.group)
        under_way.change.result = {"group": under_way.group.name}
    return under_way.change.result
