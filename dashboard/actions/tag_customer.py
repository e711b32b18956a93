"""Tag a customer's account. "Trade" and "trade" are one tag; a tag makes nobody's view stale."""

from typing import Any

from dashboard.actions.change_customer import change_customer
from dashboard.actions.once import Submission
from dashboard.core import tags
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.models.customer_facts import facts_of
from dashboard.models.customer_note import CustomerTag


def tag_customer(number: int, text: str, *, by: Person, once: Submission | None = None) -> dict[str, Any]:
    """Add the tag. Returns the account's name and the tag.

    Raises Replayed, the refusals of change_customer(), and Invalid beside "tag".
    """
    key, line = tags.tag(text)
    with change_customer(number, by=by, permission=Action.TAG, once=once) as change:
        has = facts_of(change.session, number).tags
        if had := next((one.tag for one in has if one.key == key), None):
            raise Invalid(f"{change.customer.name} has the tag “{had}” already.", "tag")
        if len(has) >= tags.MOST:
            raise Invalid(f"{change.customer.name} has {tags.MOST} tags, and no more fit. Remove one first.", "tag")
        change.session.add(CustomerTag(customer_id=number, key=key, tag=line))
        change.record("tagged", tag=line, key=key)
        change.result = {"name": change.customer.name, "tag": line}
    return change.result
