"""What the pages of all verbs share: one template in two layouts, one-time keys, refusals shown where they belong."""

import hashlib
import re
import secrets
from collections.abc import Callable
from typing import Any

from flask import Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from dashboard.actions.once import Submission
from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.refusals import KeyReused, NotPermitted, Refused, Replayed, Stale
from dashboard.extensions import db
from dashboard.models.order import Order
from dashboard.models.order_view import order_by_code
from dashboard.pages import who
from dashboard.pages.addresses import address
from dashboard.pages.flash import Flash, flash
from dashboard.pages.next import came_from, own_path

KEY = re.compile(r"[A-Za-z0-9_-]{16,64}\Z")
# Fields that say nothing of what is wanted; and passwords, which could be guessed from a digest.
BESIDE = {"csrf_token", "key", "alone", "password", "current"}


def in_dialog() -> bool:
    """Whether htmx fills the dialog with this answer. When it restores history it wants the whole page."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def layout() -> str:
    """The layout for a verb's template: the dialog's content, or a page by itself."""
    return "layouts/dialog.html" if in_dialog() else "layouts/verb_page.html"


def lands(code: str) -> tuple[str, str]:
    """Where success goes: the address, and the part of that page which changes."""
    order = came_from(address("order.show", code=code))
    going = own_path(request.values.get("next"), order)
    lists = (address("orders.index"), address("customers.index"), address("money_to_send.index"))
    return going, "#results" if going.split("?")[0] in lists else "#order"


def new_key() -> str:
    """A one-time key for a form about to be drawn."""
    return secrets.token_urlsafe(24)


def submission(fields: MultiDict[str, str], files: dict[str, bytes] | None = None) -> Submission:
    """The one-time key of this form with the digest of what it says, and sends along. Without a proper key: 400."""
    key = one_time_key(fields)
    said = [(name, value) for name, value in fields.items(multi=True) if name not in BESIDE]
    said += [(name, hashlib.sha256(data).hexdigest()) for name, data in (files or {}).items()]
    return Submission.of(key, request.path, who.person(), said)


def one_time_key(fields: MultiDict[str, str]) -> str:
    """The one-time key of this form. Without a proper one: 400."""
    key = fields.get("key", "")
    if not KEY.match(key):
        abort(400, "This form came without its one-time key, so nothing was done. Open it again.")
    return key


def seen() -> int:
    """The version that the form was drawn from. Without one: 400."""
    text = request.form.get("version", "")
    if not re.fullmatch(r"[0-9]{1,9}", text):
        abort(400, "This form does not say what it was drawn from, so nothing was done. Open it again.")
    return int(text)


def answer(
    act: Callable[[], dict[str, Any]],
    confirm: Callable[[dict[str, Any]], Flash],
    redraw: Callable[[Refused], str],
    going: str | Callable[[dict[str, Any]], str],
) -> ResponseReturnValue:
    """Act, and answer: 303 with a confirmation, also for a repeated submit; or the form again with the refusal.

    `going` tells of the result where it is looked at, if that is a page of its own: htmx goes there as to any other.
    """
    try:
        result = act()
    except Replayed as again:
        result = again.result
    except NotPermitted as refused:
        abort(403, refused.sentence)
    except Stale as stale:
        return redraw(stale), 409
    except KeyReused as reused:
        return redraw(reused), 409
    except Refused as refused:
        return redraw(refused), 422
    flash(confirm(result))
    if isinstance(going, str):
        return redirect(going, 303)
    return Response(headers={"HX-Redirect": going(result)}) if in_dialog() else redirect(going(result), 303)


def wanted(code: str, action: Action) -> Order:
    """The order of this address, for somebody who may do this to it; else 403, or 404."""
    permit(action)
    return order_by_code(db.session(), code) or abort(404)


def permit(action: Action) -> None:
    """Refuse with 403 whoever may not do this."""
    try:
        guards.require_permission(who.person(), action)
    except NotPermitted as refused:
        abort(403, refused.sentence)


def draw(template: str, code: str, **names: Any) -> str:
    """The template of a verb on an order, in the layout that was asked for."""
    going, part = lands(code)
    return draw_at(template, going, part, code=code, **names)


def draw_at(template: str, going: str, part: str, **names: Any) -> str:
    """A verb's template in the layout that was asked for; success lands at `part` of the page `going`."""
    return render_template(template, layout=layout(), next=going, lands=part, key=new_key(), **names)
