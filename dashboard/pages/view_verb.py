"""What the pages of the verbs on saved views share."""

from typing import Any

from flask import abort, request, url_for

from dashboard.core.refusals import NotPermitted
from dashboard.core.views import require_may_change
from dashboard.extensions import db
from dashboard.models.saved_view import SavedView, view_seen
from dashboard.pages import settings, verb, who
from dashboard.pages.next import own_path


def changeable(number: int) -> SavedView:
    """The view of this id; 404 for none that this person sees, 403 for one that they may not change."""
    me = who.person()
    view = view_seen(db.session(), number, me.id or 0) or abort(404)
    try:
        require_may_change(me, view.staff_id, view.shared)
    except NotPermitted as refused:
        abort(403, refused.sentence)
    return view


def lands() -> tuple[str, str]:
    """Where success goes: where the verb was begun, the list or the page of all views; and the part that changes."""
    going = own_path(request.values.get("next"), url_for("views.index"))
    return going, "#list" if going.split("?")[0] == url_for("orders.index") else "#views"


def draw(template: str, **names: Any) -> str:
    """The template of a verb in the layout that was asked for, drawn from the store as it is."""
    going, part = lands()
    return verb.draw_at(f"views/{template}.html", going, part, version=settings.version(), **names)
