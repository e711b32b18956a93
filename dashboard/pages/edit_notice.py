"""The letter of an event: its words, what they become with a real order, and keeping them."""

import re
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.edit_notice import edit_notice
from dashboard.actions.notices import choices_of
from dashboard.core.filling import PLACEHOLDER, filled, length
from dashboard.core.notice_words import LONGEST_SMS, LONGEST_SUBJECT, Words
from dashboard.core.notices import EVENTS, PLACEHOLDERS
from dashboard.core.refusals import Refused
from dashboard.database import now
from dashboard.extensions import db
from dashboard.letters import notice
from dashboard.models.example_order import example_order
from dashboard.models.order import Order
from dashboard.pages import settings, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("edit_notice", __name__)
CODE = re.compile(r"[A-Za-z0-9._-]{1,40}")


@pages.get("/settings/notifications/<string(maxlength=40):event>")
def show(event: str) -> ResponseReturnValue:
    """The words as they are."""
    wanted(event)
    kept = choices_of(db.session())[event]
    return page(event, Words(kept.subject, kept.text, kept.sms))


@pages.post("/settings/notifications/<string(maxlength=40):event>")
def submit(event: str) -> ResponseReturnValue:
    """Redraw the preview as they are written ("find"), or keep them."""
    wanted(event)
    typed = Words(*(request.form.get(field, "")[:20_000] for field in Words._fields))
    if "find" in request.form:
        return page(event, typed)
    by, seen, once = who.person(), verb.seen(), verb.submission(request.form)
    return verb.answer(
        lambda: edit_notice(event, typed, by=by, seen=seen, once=once),
        confirm,
        lambda refused: page(event, typed, refused),
        settings.lands("notifications.show"),
    )


def wanted(event: str) -> None:
    """Refuse who may not with 403, and an event that there is not with 404."""
    settings.require("store")
    if event not in EVENTS:
        abort(404)


def chosen() -> tuple[str, Order | None]:
    """The code typed of the order to show the letter with, and that order; the newest where none was typed."""
    typed = request.values.get("order", "").strip()
    if typed and not CODE.fullmatch(typed):
        return typed, None
    return typed, example_order(db.session(), typed)


def page(event: str, typed: Words, refused: Refused | None = None) -> str:
    """The form with the preview of what it holds."""
    code, order = chosen()
    shown = preview(event, typed, order) if order else None
    going, thing = settings.lands("notifications.show"), EVENTS[event]
    errors = {refused.field: refused.sentence} if refused and refused.field else {}
    names: dict[str, Any] = {"event": thing, "typed": typed, "errors": errors, "code": code, "order": order}
    names |= {"shown": shown, "size_of": length(shown.sms) if shown else None, "placeholders": PLACEHOLDERS}
    names |= {"own": choices_of(db.session())[event].own, "name": event, "version": settings.version()}
    names |= {"longest_subject": LONGEST_SUBJECT, "longest_sms": LONGEST_SMS, "back": url_for("notifications.show")}
    return verb.draw_at("settings/edit_notice.html", going, settings.PART, refused=refused, **names)


def preview(event: str, typed: Words, order: Order) -> Words:
    """The words with this order's data; what stands for nothing stays as it is."""
    unknown = {name: f"{{{name}}}" for text in typed for name in PLACEHOLDER.findall(text)}
    values = unknown | notice.example(event, order, who.shop(), at=now())
    return Words(*(filled(text, values) for text in typed))


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"“{result['notice']}” has its new words", "They hold from the next letter on.")
