"""Give a saved view another place among the tabs."""

from datetime import datetime
from typing import Any

from dashboard.actions.change_view import change_view
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.models.saved_view import beside


def move_view(
    number: int,
    after: int,
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Put the view of this id behind the view `after` of the same kind, or first for 0. Returns name and query.

    Raises as change_view(), and Invalid beside "after".
    """
    with change_view(number, by=by, seen=seen, once=once, at=at) as under_way:
        view = under_way.view
        others = [other for other in beside(under_way.session, view) if other.id != view.id]
        places = {0: 0, **{other.id: place for place, other in enumerate(others, 1)}}
        if after not in places:
            raise Invalid("Choose where the view shall stand.", "after")
        others.insert(places[after], view)
        for place, other in enumerate(others, 1):
            other.position = place
        under_way.record("view_moved")
    return under_way.change.result
