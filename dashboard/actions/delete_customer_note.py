"""Delete a note about a customer: one's own; the owner and managers anybody's. The log keeps that there was one."""

from typing import Any

from dashboard.actions.change_customer import change_customer
from dashboard.actions.edit_customer_note import note_of
from dashboard.actions.once import Submission
from dashboard.core.guards import Action
from dashboard.core.notes import require_delete
from dashboard.core.person import Person


def delete_customer_note(number: int, note: int, *, by: Person, once: Submission | None = None) -> dict[str, Any]:
    """Delete the note of this id, of the account of that number. Returns the account's name.

    Raises Replayed, the refusals of change_customer(), and NotPermitted for a note that is not this person's to delete.
    """
    with change_customer(number, by=by, permission=Action.NOTE, once=once) as change:
        found = note_of(change.session, number, note)
        require_delete(by, found.staff_id, found.author)
        change.session.delete(found)
        change.record("note_deleted", author=found.author)
        change.result = {"name": change.customer.name}
    return change.result
