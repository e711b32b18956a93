"""Share a view of one's own with everyone at the store."""

from datetime import datetime
from typing import Any

from dashboard.actions.change_view import change_view, free_name, room
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.core.roles import require_permission


def share_view(
    number: int,
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Share the view of this id. Returns name and query. Raises as change_view(), and Invalid."""
    require_permission(by, "view_share")
    with change_view(number, by=by, seen=seen, once=once, at=at) as under_way:
        view = under_way.view
        if view.shared:
            raise Invalid("This view is shared already.")
        free_name(under_way.session, view.name, view.staff_id, view.id)
        view.position = room(under_way.session, view.staff_id, shared=True)
        view.shared = True
        under_way.record("view_shared")
    return under_way.change.result
