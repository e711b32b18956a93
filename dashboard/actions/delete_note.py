"""Delete a note about an order: one's own; the owner and managers anybody's. The log keeps that there was one."""

from typing import Any

from dashboard.actions.change import change
from dashboard.actions.edit_note import note_of
from dashboard.actions.once import Submission
from dashboard.core.guards import Action
from dashboard.core.notes import require_change
from dashboard.core.person import Person


def delete_note(code: str, note: int, *, by: Person, once: Submission | None = None) -> dict[str, Any]:
    """Delete the order's note of this id. Returns the order's code. Never stale.

    Raises Replayed, the refusals of change(), and NotPermitted for a note that is not this person's to delete.
    """
    with change(code, Action.NOTE, by=by, once=once) as under_way:
        found = note_of(under_way.session, under_way.order, note)
        require_change(by, found.staff_id, found.author, "delete")
        under_way.session.delete(found)
        under_way.record("note_deleted", author=found.author)
        under_way.result = {"code": under_way.order.code}
    return under_way.result
