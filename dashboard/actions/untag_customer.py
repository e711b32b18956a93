"""Take a tag off a customer's account."""

from typing import Any

from dashboard.actions.change_customer import change_customer
from dashboard.actions.once import Submission
from dashboard.core import search
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.refusals import Vanished
from dashboard.models.customer_note import CustomerTag


def untag_customer(number: int, text: str, *, by: Person, once: Submission | None = None) -> dict[str, Any]:
    """Remove the tag, named by its key or however it is spelled. Returns the account's name and the tag.

    Raises Replayed, the refusals of change_customer(), and Vanished where the account has no such tag.
    """
    with change_customer(number, by=by, permission=Action.TAG, once=once) as change:
        places = ({"customer_id": number, "key": key[:200]} for key in (text, search.fold(text)))
        found = next(filter(None, (change.session.get(CustomerTag, place) for place in places)), None)
        if found is None:
            raise Vanished(f"{change.customer.name} has no tag “{text.strip()[:50]}” any more.", "tag")
        change.session.delete(found)
        change.record("untagged", tag=found.tag, key=found.key)
        change.result = {"name": change.customer.name, "tag": found.tag}
    return change.result
