"""Give an event's letter its original words again."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.restore_notice import restore_notice
from dashboard.core.notice_words import original
from dashboard.core.notices import EVENTS
from dashboard.core.refusals import Refused
from dashboard.pages import settings, verb, who
from dashboard.pages.edit_notice import wanted
from dashboard.pages.flash import Flash

pages = Blueprint("restore_notice", __name__)


@pages.get("/settings/notifications/<string(maxlength=40):event>/restore")
def show(event: str) -> ResponseReturnValue:
    """The question, with the words as they would be."""
    wanted(event)
    return page(event)


@pages.post("/settings/notifications/<string(maxlength=40):event>/restore")
def submit(event: str) -> ResponseReturnValue:
    """Restore them, or say why not."""
    wanted(event)
    by, seen, once = who.person(), verb.seen(), verb.submission(request.form)
    return verb.answer(
        lambda: restore_notice(event, by=by, seen=seen, once=once),
        confirm,
        lambda refused: page(event, refused),
        settings.lands("notifications.show"),
    )


def page(event: str, refused: Refused | None = None) -> str:
    """The question in its layout."""
    going, version = settings.lands("notifications.show"), settings.version()
    names: dict[str, Any] = {"event": EVENTS[event], "words": original(event), "version": version, "refused": refused}
    return verb.draw_at("settings/restore_notice.html", going, settings.PART, **names)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"“{result['notice']}” has its original words again", "They hold from the next letter on.")
