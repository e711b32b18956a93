"""Unarchive an order: back into the list, open to everything that its state allows."""

from typing import Any

from dashboard.actions.change import change
from dashboard.actions.once import Submission
from dashboard.core.guards import Action
from dashboard.core.person import Person


def unarchive(code: str, *, by: Person, seen: int | None = None, once: Submission | None = None) -> dict[str, Any]:
    """Fetch the order back. Returns its code and the activity to undo. Raises Replayed and the refusals of change()."""
    with change(code, Action.UNARCHIVE, by=by, seen=seen, once=once) as under_way:
        since, under_way.order.archived_at = under_way.order.archived_at, None
        activity = under_way.record("unarchived", since=since.isoformat() if since else None)
        under_way.result = {"code": code, "undo": activity.seq}
    return under_way.result
