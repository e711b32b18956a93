"""Delete a note about an order."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.delete_note import delete_note
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused
from dashboard.pages import verb, who
from dashboard.pages.edit_note import about
from dashboard.pages.flash import Flash

pages = Blueprint("delete_note", __name__)


@pages.get("/orders/<code:code>/notes/<int18:note>/delete")
def show(code: str, note: int) -> ResponseReturnValue:
    """The question."""
    return page(code, note)


@pages.post("/orders/<code:code>/notes/<int18:note>/delete")
def submit(code: str, note: int) -> ResponseReturnValue:
    """Delete it, or say why not."""
    verb.wanted(code, Action.NOTE)
    by, once = who.person(), verb.submission(request.form)
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: delete_note(code, note, by=by, once=once),
        confirm,
        lambda refused: page(code, note, refused),
        going,
    )


def page(code: str, note: int, refused: Refused | None = None) -> str:
    """The question with the note."""
    return verb.draw("orders/delete_note.html", code, refused=refused, **about(code, note, "delete"))


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The note about {result['code']} is deleted")
