"""Delete a note about a customer."""

from typing import Any

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from dashboard.actions.delete_customer_note import delete_customer_note
from dashboard.core.guards import Action
from dashboard.core.notes import require_delete
from dashboard.core.refusals import NotPermitted, Refused
from dashboard.pages import customer, verb, who
from dashboard.pages.edit_customer_note import here
from dashboard.pages.flash import Flash

pages = Blueprint("delete_customer_note", __name__)


@pages.get("/customers/<int18:number>/note/<int18:note>/delete")
def show(number: int, note: int) -> ResponseReturnValue:
    """The question."""
    return page(number, note)


@pages.post("/customers/<int18:number>/note/<int18:note>/delete")
def submit(number: int, note: int) -> ResponseReturnValue:
    """Delete it, or say why not."""
    customer.wanted(number, Action.NOTE)
    by, once = who.person(), verb.submission(request.form)
    return verb.answer(
        lambda: delete_customer_note(number, note, by=by, once=once),
        confirm,
        lambda refused: page(number, note, refused),
        customer.lands(number),
    )


def page(number: int, note: int, refused: Refused | None = None) -> str:
    """The question with the note."""
    customer.wanted(number, Action.NOTE)
    found = here(number, note)
    try:
        require_delete(who.person(), found.staff_id, found.author)
    except NotPermitted as no:
        abort(403, no.sentence)
    return customer.draw("delete_customer_note", number, Action.NOTE, note=found, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The note about {result['name']} is deleted")
