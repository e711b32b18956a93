"""The frame of all settings: which pages there are, and who sees which."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.core.refusals import NotPermitted
from dashboard.core.roles import may, require_permission
from dashboard.extensions import db
from dashboard.models.staff_list import store_log
from dashboard.pages import who
from dashboard.pages.next import own_path

pages = Blueprint("settings", __name__)

# The sub navigation: word, endpoint, and what one must be allowed to do; None: everybody has that page.
SUBNAV: tuple[tuple[str, str, str | None], ...] = (
    ("Store", "store_settings.show", "store"),
    ("Staff", "staff.index", "staff"),
    ("Notifications", "notifications.show", "store"),
    ("Your account", "own_account.show", None),
)
LOGGED = {
    "store": ("desk_opened", "settings_changed", "orders_exported", "order_link_made", "order_link_replaced",
              "order_link_ended"),
    "notices": ("notices_changed", "notice_edited", "notice_restored", "notice_tried"),
    "staff": (
        "desk_opened", "staff_invited", "link_made", "link_asked", "staff_password_set", "password_changed", "renamed",
        "role_changed", "deactivated", "reactivated", "session_ended", "staff_session_ended",
    ),
}  # fmt: skip
PART = "#settings"


@pages.get("/settings")
def index() -> ResponseReturnValue:
    """The first page that this person may see."""
    return redirect(url_for(seen_by_me()[0][1]), 303)


def seen_by_me() -> list[tuple[str, str, str | None]]:
    """The pages of SUBNAV that this person may see."""
    return [page for page in SUBNAV if page[2] is None or may(who.person(), page[2])]


def require(permission: str) -> None:
    """Refuse with 403 whoever may not do this."""
    try:
        require_permission(who.person(), permission)
    except NotPermitted as refused:
        abort(403, refused.sentence)


def frame(template: str, log: str | None = None, **names: Any) -> str:
    """A page of the settings, with the part of the store's log that belongs to it."""
    lines = store_log(db.session(), LOGGED[log]) if log else None
    return render_template(f"settings/{template}", subnav=seen_by_me(), log=lines, **names)


def lands(endpoint: str, **values: Any) -> str:
    """Where success of a verb goes: where it was begun, else this page."""
    return own_path(request.values.get("next"), url_for(endpoint, **values))


def version() -> int:
    """The version of the store that a form is drawn from."""
    store = who.store()
    return store.version if store else abort(503)
