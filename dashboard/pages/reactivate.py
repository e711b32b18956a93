"""Let a deactivated colleague in again."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.reactivate import reactivate
from dashboard.core.refusals import Refused
from dashboard.pages import settings, verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.staff import wanted

pages = Blueprint("reactivate", __name__)


@pages.get("/settings/staff/<int18:number>/reactivate")
def show(number: int) -> ResponseReturnValue:
    """The question."""
    return page(number)


@pages.post("/settings/staff/<int18:number>/reactivate")
def submit(number: int) -> ResponseReturnValue:
    """Do it, or say why not."""
    wanted(number)

    def act() -> dict[str, Any]:
        return reactivate(number, by=who.person(), seen=verb.seen(), once=verb.submission(request.form))

    return verb.answer(act, confirm, lambda refused: page(number, refused), settings.lands("staff.show", number=number))


def page(number: int, refused: Refused | None = None) -> str:
    """The question in its layout."""
    names = {"who": wanted(number), "version": settings.version(), "refused": refused}
    going = settings.lands("staff.show", number=number)
    return verb.draw_at("settings/reactivate.html", going, settings.PART, **names)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    how = "They sign in as before." if result["has_password"] else "They have no password yet: make a new link."
    return Flash(f"{result['name']} is active again", how)
