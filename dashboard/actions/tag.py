"""Tag an order. "Gift" and "gift" are one tag; a tag makes nobody's view stale."""

from typing import Any

from dashboard.actions.change import change
from dashboard.actions.once import Submission
from dashboard.actions.together import Together
from dashboard.core import tags
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.models.note import OrderTag


def tag(
    code: str, text: str, *, by: Person, once: Submission | None = None, within: Together | None = None
) -> dict[str, Any]:
    """Add the tag; `within` is as in change(). Returns code, tag and the activity to undo.

    Raises Replayed, the refusals of change(), and Invalid beside "tag".
    """
    key, line = tags.tag(text)
    with change(code, Action.TAG, by=by, once=once, within=within) as under_way:
        order = under_way.order
        if had := next((one.tag for one in order.tags if one.key == key), None):
            raise Invalid(f"{code} has the tag “{had}” already.", "tag")
        if len(order.tags) >= tags.MOST:
            raise Invalid(f"{code} has {tags.MOST} tags, and no more fit. Remove one first.", "tag")
        order.tags.append(OrderTag(key=key, tag=line))
        activity = under_way.record("tagged", tag=line, key=key)
        under_way.result = {"code": code, "tag": line, "undo": activity.seq}
    return under_way.result
