"""Settings > Notifications: which events are told of, by which ways, and where new orders are reported to."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.notices import choices_of
from dashboard.actions.save_notices import Ways, save_notices
from dashboard.core.notices import EVENTS, GROUPS, NEW_ORDER
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.pages import settings, verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.store_settings import the_store

pages = Blueprint("notifications", __name__)


@pages.get("/settings/notifications")
def show() -> ResponseReturnValue:
    """The table as it is."""
    settings.require("store")
    return page(kept(), the_store().notices_to)


@pages.post("/settings/notifications")
def submit() -> ResponseReturnValue:
    """Save it, or say what is wrong; what was typed and switched is kept."""
    settings.require("store")
    wanted, told = ticked(), request.form.get("notices_to", "")
    by, seen, once = who.person(), verb.seen(), verb.submission(request.form)
    return verb.answer(
        lambda: save_notices(wanted, told, by=by, seen=seen, once=once),
        confirm,
        lambda refused: page(wanted, told, refused),
        url_for("notifications.show"),
    )


def kept() -> dict[str, Ways]:
    """By which ways each event is told of."""
    return {name: Ways(one.by_email, one.by_sms) for name, one in choices_of(db.session()).items()}


def ticked() -> dict[str, Ways]:
    """The same, as the form has it."""
    return {name: Ways(f"email-{name}" in request.form, f"sms-{name}" in request.form) for name in EVENTS}


def page(ways: dict[str, Ways], told: str, refused: Refused | None = None) -> str:
    """The page."""
    choices = choices_of(db.session())
    groups = [(group, [name for name, event in EVENTS.items() if event.group == group]) for group in GROUPS]
    names: dict[str, Any] = {"ways": ways, "told": told, "groups": groups, "events": EVENTS, "new_order": NEW_ORDER}
    names |= {"own": {name for name, one in choices.items() if one.own}, "settings": the_store(), "sms": who.shop().sms}
    key, version = verb.new_key(), settings.version()
    return settings.frame("notifications.html", "notices", refused=refused, key=key, version=version, **names)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    count = result["changed"]
    return Flash("Notifications saved", f"{count} {'setting is' if count == 1 else 'settings are'} different now.")
