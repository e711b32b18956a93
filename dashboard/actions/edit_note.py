"""Edit a note about an order: one's own; the owner and managers anybody's."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dashboard.actions.change import change
from dashboard.actions.once import Submission
from dashboard.core.guards import Action
from dashboard.core.notes import note_text, require_change
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid, Vanished
from dashboard.models.note import Note
from dashboard.models.order import Order


def edit_note(
    code: str,
    note: int,
    text: str,
    *,
    by: Person,
    for_customer: bool = False,
    once: Submission | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Give the order's note of this id another text, or other readers. Returns the order's code. Never stale.

    Raises Replayed, the refusals of change(), NotPermitted for a note that is not theirs to edit, Invalid beside
    "note".
    """
    kept = note_text(text)
    with change(code, Action.NOTE, by=by, once=once, at=at) as under_way:
        found = note_of(under_way.session, under_way.order, note)
        require_change(by, found.staff_id, found.author, "edit")
        if (found.text, found.internal) == (kept, not for_customer):
            raise Invalid("This is what the note says. Nothing was changed.", "note")
        found.text, found.internal, found.edited_at = kept, not for_customer, under_way.at
        under_way.record("note_edited")
        under_way.result = {"code": under_way.order.code}
    return under_way.result


def note_of(session: Session, order: Order, note: int) -> Note:
    """The note of this id, if it is about this order. Raises Vanished."""
    found = session.get(Note, note)
    if found is None or found.order_id != order.id:
        raise Vanished("There is no such note about this order any more.")
    return found
