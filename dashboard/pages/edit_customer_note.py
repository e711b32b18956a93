"""Edit a note that one wrote about a customer."""

from typing import Any

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from dashboard.actions.edit_customer_note import edit_customer_note, note_of
from dashboard.core.guards import Action
from dashboard.core.notes import require_own
from dashboard.core.refusals import NotPermitted, Refused, Vanished
from dashboard.extensions import db
from dashboard.models.customer_note import CustomerNote
from dashboard.pages import customer, verb, who
from dashboard.pages.add_customer_note import LONGEST
from dashboard.pages.flash import Flash

pages = Blueprint("edit_customer_note", __name__)


@pages.get("/customers/<int18:number>/note/<int18:note>/edit")
def show(number: int, note: int) -> ResponseReturnValue:
    """The form with the note as it is."""
    return page(number, note)


@pages.post("/customers/<int18:number>/note/<int18:note>/edit")
def submit(number: int, note: int) -> ResponseReturnValue:
    """Keep what was written, or say why not."""
    customer.wanted(number, Action.NOTE)
    by, once, text = who.person(), verb.submission(request.form), request.form.get("note", "")[:LONGEST]
    return verb.answer(
        lambda: edit_customer_note(number, note, text, by=by, once=once),
        confirm,
        lambda refused: page(number, note, text, refused),
        customer.lands(number),
    )


def page(number: int, note: int, text: str | None = None, refused: Refused | None = None) -> str:
    """The form with what was written."""
    customer.wanted(number, Action.NOTE)
    found = here(number, note)
    try:
        require_own(who.person(), found.staff_id, found.author)
    except NotPermitted as no:
        abort(403, no.sentence)
    shown = found.text if text is None else text
    return customer.draw("edit_customer_note", number, Action.NOTE, note=found, text=shown, refused=refused)


def here(number: int, note: int) -> CustomerNote:
    """The note of this address; else 404."""
    try:
        return note_of(db.session(), number, note)
    except Vanished as gone:
        abort(404, gone.sentence)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The note about {result['name']} is changed")
