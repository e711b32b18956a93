"""Save what the order list shows as a view."""

from datetime import datetime
from typing import Any

from dashboard.actions.change_store import change_store
from dashboard.actions.change_view import ViewChange, free_name, room
from dashboard.actions.once import Submission
from dashboard.core import views
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.core.roles import require_permission
from dashboard.models.saved_view import SavedView


def save_view(
    name: str,
    query: str,
    shared: bool,
    *,
    by: Person,
    once: Submission | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Save the list with this normalised query under a name; `shared`: for everyone. Returns name and query.

    Raises Replayed and the refusals of change_store(), and Invalid beside "name".
    """
    if shared:
        require_permission(by, "view_share")
    maker = by.id or 0
    with change_store(None, by=by, once=once, at=at) as change:
        line, key = free_name(change.session, name, maker)
        position = room(change.session, maker, shared)
        view = SavedView(
            staff_id=maker, name=line, name_key=key, query=bounded(query), shared=shared, position=position
        )
        change.session.add(view)
        change.session.flush()
        ViewChange(change, view).record("view_shared")
    return change.result


def bounded(query: str) -> str:
    """The query, if it is no longer than can be kept. Raises Invalid."""
    if len(query) > views.LONGEST_QUERY:
        raise Invalid("This list is narrowed by more than a view can keep. Take some filters off first.", "name")
    return query
