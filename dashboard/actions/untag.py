"""Take a tag off an order."""

from typing import Any

from dashboard.actions.change import change
from dashboard.actions.once import Submission
from dashboard.core import search
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.refusals import Vanished


def untag(code: str, text: str, *, by: Person, once: Submission | None = None) -> dict[str, Any]:
    """Remove the tag, named by its key or however it is spelled. Returns code, tag and the activity to undo.

    Raises Replayed, the refusals of change(), and Vanished where the order has no such tag.
    """
    with change(code, Action.TAG, by=by, once=once) as under_way:
        order, keys = under_way.order, {text, search.fold(text)}
        found = next((one for one in order.tags if one.key in keys), None)
        if found is None:
            raise Vanished(f"{code} has no tag “{text.strip()[:50]}” any more.", "tag")
        order.tags.remove(found)
        activity = under_way.record("untagged", tag=found.tag, key=found.key)
        under_way.result = {"code": code, "tag": found.tag, "undo": activity.seq}
    return under_way.result
