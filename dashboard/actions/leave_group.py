"""Take a customer's account out of a group."""

from typing import Any

from dashboard.actions.change_customer import change_customer
from dashboard.actions.change_group import group_of
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid, Vanished
from dashboard.models.customer_group import Membership


def leave_group(number: int, group: int | None, *, by: Person, once: Submission | None = None) -> dict[str, Any]:
    """Take the account of this id out of that group. Returns the names of both.

    Raises Replayed, the refusals of change_customer(), Invalid and Vanished beside "group".
    """
    if group is None:
        raise Invalid("Choose a group.", "group")
    with change_customer(number, by=by, once=once) as change:
        out_of = group_of(change.session, group)
        found = change.session.get(Membership, (group, number))
        if found is None:
            raise Vanished(f"{change.customer.name} is not in the group “{out_of.name}” any more.", "group")
        change.session.delete(found)
        change.record("group_left", group=out_of.name, group_id=group)
        change.result = {"name": change.customer.name, "group": out_of.name}
    return change.result
