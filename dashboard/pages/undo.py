"""Take back an activity of an order's log."""

from typing import Any

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from dashboard.actions.undo import UNDOABLE, undo
from dashboard.core import guards
from dashboard.core.refusals import NotPermitted, Refused
from dashboard.extensions import db
from dashboard.models.activity import Activity
from dashboard.models.order import Order
from dashboard.models.order_view import LogLine, log_line
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("undo", __name__)


@pages.get("/orders/<code:code>/undo/<int18:seq>")
def show(code: str, seq: int) -> ResponseReturnValue:
    """The question whether to take it back."""
    return page(code, line(code, seq))


@pages.post("/orders/<code:code>/undo/<int18:seq>")
def submit(code: str, seq: int) -> ResponseReturnValue:
    """Take it back, or say what came after it."""
    done, by = line(code, seq), who.person()
    going, _ = verb.lands(code)
    once = verb.submission(request.form)
    return verb.answer(
        lambda: undo(code, seq, done.verb, by=by, once=once), confirm, lambda refused: page(code, done, refused), going
    )


def line(code: str, seq: int) -> LogLine:
    """That line of the order's log, if it is of a kind that can be taken back, for somebody who may."""
    query = select(Activity).join(Order, Order.id == Activity.order_id).where(Order.code == code, Activity.seq == seq)
    found = db.session.scalar(query)
    if found is None or found.verb not in UNDOABLE:
        abort(404)
    try:
        guards.require_permission(who.person(), UNDOABLE[found.verb])
    except NotPermitted as refused:
        abort(403, refused.sentence)
    return log_line(found)


def page(code: str, done: LogLine, refused: Refused | None = None) -> str:
    """The question, with what was done."""
    return verb.draw("orders/undo.html", code, done=done, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    owner = result["owner"]["name"] if result["owner"] else None
    text = f"{result['code']} belongs to {owner} again" if owner else f"{result['code']} is a guest order again"
    return Flash(text, "The letter about it was dropped before it went." if result["dropped"] else "")
