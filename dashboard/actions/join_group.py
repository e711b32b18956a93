"""Put a customer's account into a group. It may be in several."""

from typing import Any

from dashboard.actions.change_customer import change_customer
from dashboard.actions.change_group import group_of
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.models.customer_group import Membership


def join_group(number: int, group: int | None, *, by: Person, once: Submission | None = None) -> dict[str, Any]:
    """Put the account of this id into that group. Returns the names of both.

    Raises Replayed, the refusals of change_customer(), Invalid and Vanished beside "group".
    """
    if group is None:
        raise Invalid("Choose a group.", "group")
    with change_customer(number, by=by, once=once) as change:
        into = group_of(change.session, group)
        if change.session.get(Membership, (group, number)):
            raise Invalid(f"{change.customer.name} is in the group “{into.name}” already.", "group")
        change.session.add(Membership(group_id=group, customer_id=number))
        change.record("group_joined", group=into.name, group_id=group)
        change.result = {"name": change.customer.name, "group": into.name}
    return change.result
