"""Edit a note about a customer, which only who wrote it may do."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dashboard.actions.change_customer import change_customer
from dashboard.actions.once import Submission
from dashboard.core.guards import Action
from dashboard.core.notes import note_text, require_own
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid, Vanished
from dashboard.models.customer_note import CustomerNote


def edit_customer_note(
    number: int, note: int, text: str, *, by: Person, once: Submission | None = None, at: datetime | None = None
) -> dict[str, Any]:
    """Give the note of this id, of the account of that number, another text. Returns the account's name.

    Raises Replayed, the refusals of change_customer(), NotPermitted for somebody else's note, Invalid beside "note".
    """
    kept = note_text(text)
    with change_customer(number, by=by, permission=Action.NOTE, once=once, at=at) as change:
        found = note_of(change.session, number, note)
        require_own(by, found.staff_id, found.author)
        if found.text == kept:
            raise Invalid("This is what the note says. Nothing was changed.", "note")
        found.text, found.edited_at = kept, change.at
        change.record("note_edited")
        change.result = {"name": change.customer.name}
    return change.result


def note_of(session: Session, number: int, note: int) -> CustomerNote:
    """The note of this id, if it is about this account. Raises Vanished."""
    found = session.get(CustomerNote, note)
    if found is None or found.customer_id != number:
        raise Vanished("There is no such note about this customer any more.")
    return found
