"""Delete a saved view."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.delete_view import delete_view
from dashboard.core.refusals import Refused
from dashboard.pages import verb, view_verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("delete_view", __name__)


@pages.get("/views/<int18:number>/delete")
def show(number: int) -> ResponseReturnValue:
    """The question whether to delete it."""
    return page(number)


@pages.post("/views/<int18:number>/delete")
def submit(number: int) -> ResponseReturnValue:
    """Do it, or say why not."""

    def act() -> dict[str, Any]:
        return delete_view(number, by=who.person(), seen=verb.seen(), once=verb.submission(request.form))

    return verb.answer(act, confirm, lambda refused: page(number, refused), view_verb.lands()[0])


def page(number: int, refused: Refused | None = None) -> str:
    """The question in its layout."""
    return view_verb.draw("delete_view", view=view_verb.changeable(number), refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The view {result['name']} is deleted", "The orders are as they were.")
