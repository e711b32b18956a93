"""Export orders: that it was done, how many and as what, is a line of the store's log."""

from typing import Any

from dashboard.actions.change_store import change_store
from dashboard.actions.once import Submission
from dashboard.core.exports import Form, require_count, told
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.roles import require_permission


def export(count: int, form: Form, *, by: Person, once: Submission | None = None) -> dict[str, Any]:
    """Record it. Raises Replayed, Invalid for none or too many, and the refusals of change_store()."""
    require_permission(by, Action.EXPORT)
    require_count(count)
    with change_store(Action.EXPORT, by=by, once=once) as change:
        change.record("orders_exported", orders=told(count), form=form.label)
        change.result = {"count": count}
    return change.result
