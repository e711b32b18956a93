"""Delete a saved view. The orders stay as they are."""

from datetime import datetime
from typing import Any

from dashboard.actions.change_view import change_view
from dashboard.actions.once import Submission
from dashboard.core.person import Person


def delete_view(
    number: int,
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Delete the view of this id. Returns name and query. Raises as change_view()."""
    with change_view(number, by=by, seen=seen, once=once, at=at) as under_way:
        under_way.record("view_deleted")
        under_way.session.delete(under_way.view)
    return under_way.change.result
