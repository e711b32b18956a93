"""Make a group of customers."""

from typing import Any

from dashboard.actions.change_group import GroupChange, refuse_many, refuse_name
from dashboard.actions.change_store import change_store
from dashboard.actions.once import Submission
from dashboard.core.groups import group_name
from dashboard.core.person import Person
from dashboard.models.customer_group import CustomerGroup


def create_group(name: str, *, by: Person, once: Submission | None = None) -> dict[str, Any]:
    """Make a group of this name. Returns its id and name.

    Raises Replayed, the refusals of change_store(), and Invalid beside "name".
    """
    key, line = group_name(name)
    with change_store("customer_group", by=by, once=once) as change:
        refuse_name(change.session, key)
        refuse_many(change.session)
        group = CustomerGroup(name=line, name_key=key, created_at=change.at)
        change.session.add(group)
        change.session.flush()
        GroupChange(change, group).record("group_created")
        change.result = {"id": group.id, "group": group.name}
    return change.result
