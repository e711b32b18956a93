"""Send oneself a test of an event's letter."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from dashboard.actions.try_notice import try_notice
from dashboard.core.notices import EVENTS
from dashboard.core.refusals import Refused
from dashboard.pages import settings, verb, who
from dashboard.pages.edit_notice import chosen, wanted
from dashboard.pages.flash import Flash

pages = Blueprint("try_notice", __name__)


@pages.get("/settings/notifications/<string(maxlength=40):event>/test")
def show(event: str) -> ResponseReturnValue:
    """The question: which order it is shown with, and where it goes."""
    wanted(event)
    return page(event)


@pages.post("/settings/notifications/<string(maxlength=40):event>/test")
def submit(event: str) -> ResponseReturnValue:
    """Queue it, or say why not."""
    wanted(event)
    _, order = chosen()
    by, shop, once = who.person(), who.shop(), verb.submission(request.form)
    return verb.answer(
        lambda: try_notice(event, order, by=by, shop=shop, once=once),
        confirm,
        lambda refused: page(event, refused),
        settings.lands("notifications.show"),
    )


def page(event: str, refused: Refused | None = None) -> str:
    """The question in its layout."""
    code, order = chosen()
    going, mine = settings.lands("notifications.show"), current_user.row.staff.email
    names: dict[str, Any] = {"event": EVENTS[event], "order": order, "code": code, "mine": mine, "refused": refused}
    return verb.draw_at("settings/try_notice.html", going, settings.PART, **names)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"A test of “{result['notice']}” goes to {result['to']}", "It waits in the outbox, as every letter.")
