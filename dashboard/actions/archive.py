"""Archive an order: out of the list, found by search, closed to all but tags and papers."""

from typing import Any

from dashboard.actions.change import change
from dashboard.actions.once import Submission
from dashboard.actions.together import Together
from dashboard.core.guards import Action
from dashboard.core.person import Person


def archive(
    code: str,
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
    within: Together | None = None,
) -> dict[str, Any]:
    """Put the order away; `within` is as in change().

    Returns its code and the activity to undo. Raises Replayed and the refusals of change().
    """
    with change(code, Action.ARCHIVE, by=by, seen=seen, once=once, within=within) as under_way:
        under_way.order.archived_at = under_way.at
        activity = under_way.record("archived")
        under_way.result = {"code": code, "undo": activity.seq}
    return under_way.result
