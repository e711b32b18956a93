"""Take a shared view back from the others."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.unshare_view import unshare_view
from dashboard.core.refusals import Refused
from dashboard.pages import verb, view_verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("unshare_view", __name__)


@pages.get("/views/<int18:number>/unshare")
def show(number: int) -> ResponseReturnValue:
    """The question whether to take it back."""
    return page(number)


@pages.post("/views/<int18:number>/unshare")
def submit(number: int) -> ResponseReturnValue:
    """Do it, or say why not."""

    def act() -> dict[str, Any]:
        return unshare_view(number, by=who.person(), seen=verb.seen(), once=verb.submission(request.form))

    return verb.answer(act, confirm, lambda refused: page(number, refused), view_verb.lands()[0])


def page(number: int, refused: Refused | None = None) -> str:
    """The question in its layout."""
    return view_verb.draw("unshare_view", view=view_verb.changeable(number), refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The view {result['name']} is not shared any more")
