"""Give a saved view another name."""

from datetime import datetime
from typing import Any

from dashboard.actions.change_view import change_view, free_name
from dashboard.actions.once import Submission
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid


def rename_view(
    number: int,
    name: str,
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Rename the view of this id. Returns name and query. Raises as change_view(), and Invalid beside "name"."""
    with change_view(number, by=by, seen=seen, once=once, at=at) as under_way:
        view, old = under_way.view, under_way.view.name
        line, key = free_name(under_way.session, name, view.staff_id, view.id)
        if line == old:
            raise Invalid("The view has this name already.", "name")
        view.name, view.name_key = line, key
        under_way.record("view_renamed", old=old)
    return under_way.change.result
