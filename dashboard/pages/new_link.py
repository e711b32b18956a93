"""A new link for a colleague who lost theirs, or their password."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.new_link import new_link
from dashboard.core.refusals import Refused
from dashboard.pages import settings, staff, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("new_link", __name__)


@pages.get("/settings/staff/<int18:number>/new-link")
def show(number: int) -> ResponseReturnValue:
    """The question."""
    return page(number)


@pages.post("/settings/staff/<int18:number>/new-link")
def submit(number: int) -> ResponseReturnValue:
    """Make it and show it once, or say why not."""
    staff.wanted(number)

    def act() -> dict[str, Any]:
        made = new_link(number, by=who.person(), shop=who.shop(), once=verb.submission(request.form))
        staff.show_once(made)
        return {"name": made.name}

    return verb.answer(act, confirm, lambda refused: page(number, refused), settings.lands("staff.show", number=number))


def page(number: int, refused: Refused | None = None) -> str:
    """The question in its layout."""
    going = settings.lands("staff.show", number=number)
    return verb.draw_at("settings/new_link.html", going, settings.PART, who=staff.wanted(number), refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"There is a new link for {result['name']}", "The old ones have ended. It waits in the outbox, too.")
