"""Write a note about an order, for the desk alone or for the customer. The log says that there is one, not its text."""

from datetime import datetime
from typing import Any

from dashboard.actions.change import change
from dashboard.actions.once import Submission
from dashboard.core.guards import Action
from dashboard.core.notes import note_text
from dashboard.core.person import Person
from dashboard.models.note import Note


def add_note(
    code: str,
    text: str,
    *,
    by: Person,
    for_customer: bool = False,
    once: Submission | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Add the note; `for_customer`: who has the order's link reads it, too. Never stale.

    Returns the order's code and the note's id. Raises Replayed, the refusals of change(), and Invalid beside "note".
    """
    kept = note_text(text)
    with change(code, Action.NOTE, by=by, once=once, at=at) as under_way:
        note = Note(author=by.name, staff_id=by.id, text=kept, internal=not for_customer, at=under_way.at)
        note.order_id = under_way.order.id
        under_way.session.add(note)
        under_way.session.flush()
        under_way.record("note_added")
        under_way.result = {"code": under_way.order.code, "note": note.id}
    return under_way.result
