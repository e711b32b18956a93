"""Give a group of customers another name."""

from typing import Any

from dashboard.actions.change_group import change_group, refuse_name
from dashboard.actions.once import Submission
from dashboard.core.groups import group_name
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid


def rename_group(
    number: int, name: str, *, by: Person, seen: int | None = None, once: Submission | None = None
) -> dict[str, Any]:
    """Call the group of this id so. Returns its name of before and now.

    Raises as change_group(), and Invalid beside "name".
    """
    key, line = group_name(name)
    with change_group(number, by=by, seen=seen, once=once) as under_way:
        old = under_way.group.name
        if old == line:
            raise Invalid("The group is called that already. Nothing was changed.", "name")
        refuse_name(under_way.session, key, number)
        under_way.group.name, under_way.group.name_key = line, key
        under_way.record("group_renamed", old=old)
        under_way.change.result = {"old": old, "group": line}
    return under_way.change.result
