"""Take back an activity of an order's log."""

from typing import Any

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from dashboard.actions.undo import undo
from dashboard.core.refusals import Refused
from dashboard.core.undoing import UNDOABLE
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
    verb.permit(UNDOABLE[found.verb])
    return log_line(found)


def page(code: str, done: LogLine, refused: Refused | None = None) -> str:
    """The question, with what was done."""
    return verb.draw("orders/undo.html", code, done=done, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(said(result), "The letter about it was dropped before it went." if result["dropped"] else "")


def said(result: dict[str, Any]) -> str:
    """How the order is again."""
    code, tag = result["code"], result["tag"]
    told = {
        "order_customer_edited": f"{code} has its old order customer again",
        "tagged": f"The tag “{tag}” is off {code} again",
        "untagged": f"{code} has the tag “{tag}” again",
        "archived": f"{code} is back in the list",
        "unarchived": f"{code} is archived again",
    }
    owner = result["owner"]["name"] if result["owner"] else None
    return told.get(result["verb"]) or (
        f"{code} belongs to {owner} again" if owner else f"{code} is a guest order again"
    )
