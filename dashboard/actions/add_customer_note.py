"""Write a note about a customer. The account's log says that there is one; its text stands in the note alone."""

from datetime import datetime
from typing import Any

from dashboard.actions.change_customer import change_customer
from dashboard.actions.once import Submission
from dashboard.core.guards import Action
from dashboard.core.notes import note_text
from dashboard.core.person import Person
from dashboard.models.customer_note import CustomerNote


def add_customer_note(
    number: int, text: str, *, by: Person, once: Submission | None = None, at: datetime | None = None
) -> dict[str, Any]:
    """Add the note. Returns the account's name and the note's id.

    Raises Replayed, the refusals of change_customer(), and Invalid beside "note".
    """
    kept = note_text(text)
    with change_customer(number, by=by, permission=Action.NOTE, once=once, at=at) as change:
        note = CustomerNote(customer_id=number, author=by.name, staff_id=by.id, text=kept, at=change.at)
        change.session.add(note)
        change.session.flush()
        change.record("note_added")
        change.result = {"name": change.customer.name, "note": note.id}
    return change.result
