"""Let a saved view show what the order list is narrowed to now."""

from datetime import datetime
from typing import Any

from dashboard.actions.change_view import change_view
from dashboard.actions.once import Submission
from dashboard.actions.save_view import bounded
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid


def update_view(
    number: int,
    query: str,
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Give the view of this id another normalised query. Returns name and query.

    Raises as change_view(), and Invalid beside "view".
    """
    with change_view(number, by=by, seen=seen, once=once, at=at) as under_way:
        if under_way.view.query == query:
            raise Invalid("The view shows this already.", "view")
        under_way.view.query = bounded(query)
        under_way.record("view_updated")
    return under_way.change.result
