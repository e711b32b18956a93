"""Edit a note about an order."""

from typing import Any

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from dashboard.actions.edit_note import edit_note, note_of
from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.notes import require_change
from dashboard.core.refusals import NotPermitted, Refused, Vanished
from dashboard.extensions import db
from dashboard.models.order_facts import facts
from dashboard.pages import verb, who
from dashboard.pages.add_note import for_customer, typed
from dashboard.pages.flash import Flash

pages = Blueprint("edit_note", __name__)


@pages.get("/orders/<code:code>/notes/<int18:note>/edit")
def show(code: str, note: int) -> ResponseReturnValue:
    """The form with the note as it is."""
    return page(code, note)


@pages.post("/orders/<code:code>/notes/<int18:note>/edit")
def submit(code: str, note: int) -> ResponseReturnValue:
    """Keep what was written, or say why not."""
    verb.wanted(code, Action.NOTE)
    by, once, text = who.person(), verb.submission(request.form), typed()
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: edit_note(code, note, text, by=by, for_customer=for_customer(), once=once),
        confirm,
        lambda refused: page(code, note, text, refused),
        going,
    )


def page(code: str, note: int, text: str | None = None, refused: Refused | None = None) -> str:
    """The form with what was written."""
    names = about(code, note, "edit")
    shown, shared = (names["note"].text, not names["note"].internal) if text is None else (text, for_customer())
    return verb.draw("orders/edit_note.html", code, text=shown, shared=shared, refused=refused, **names)


def about(code: str, note: int, deed: str) -> dict[str, Any]:
    """The order, its note and the conditions, for who may do this to it; else 403, or 404."""
    order = verb.wanted(code, Action.NOTE)
    try:
        found = note_of(db.session(), order, note)
        require_change(who.person(), found.staff_id, found.author, deed)
    except Vanished as gone:
        abort(404, gone.sentence)
    except NotPermitted as no:
        abort(403, no.sentence)
    return {
        "order": order,
        "note": found,
        "conditions": guards.conditions(Action.NOTE, facts(db.session(), order)),
    }


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The note about {result['code']} is changed")
