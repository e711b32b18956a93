"""Take a shared view back from the others: it is its maker's own again."""

from datetime import datetime
from typing import Any

from dashboard.actions.change_view import change_view, end
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid


def unshare_view(
    number: int,
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Make the shared view of this id its maker's own. Returns name and query. Raises as change_view(), and Invalid."""
    with change_view(number, by=by, seen=seen, once=once, at=at) as under_way:
        view = under_way.view
        if not view.shared:
            raise Invalid("This view is not shared.")
        _, view.position = end(under_way.session, view.staff_id, shared=False)
        view.shared = False
        under_way.record("view_unshared")
    return under_way.change.result
