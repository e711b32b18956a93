"""Change one's own name. The log keeps the old one where it stands."""

from datetime import datetime
from typing import Any

from dashboard.actions.change_store import change_store
from dashboard.actions.once import Submission
from dashboard.core import names
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid


def rename(name: str, *, by: Person, once: Submission | None = None, at: datetime | None = None) -> dict[str, Any]:
    """Call `by` by this name from now on. Returns it. Raises Replayed, Invalid beside "name"."""
    new = names.required(name, "name", "Enter the name that colleagues see.")
    with change_store(None, by=by, once=once, at=at) as change:
        staff = change.staff(by.id or 0)
        if staff.name == new:
            raise Invalid("This is your name already.", "name")
        staff.name = new
        change.record("renamed", new=new)
        change.result = {"name": new}
    return change.result
