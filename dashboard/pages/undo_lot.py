"""Take back what was done to several orders together."""

import json
from typing import Any

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from dashboard.actions.undo_lot import undo_lot
from dashboard.core.refusals import Refused
from dashboard.core.undoing import UNDOABLE
from dashboard.extensions import db
from dashboard.models.activity import Activity
from dashboard.models.order import Order
from dashboard.models.order_view import log_line
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("undo_lot", __name__)


@pages.get("/orders/<code:code>/undo-lot/<int18:seq>")
def show(code: str, seq: int) -> ResponseReturnValue:
    """The question whether to take them all back."""
    return page(code, first_line(code, seq))


@pages.post("/orders/<code:code>/undo-lot/<int18:seq>")
def submit(code: str, seq: int) -> ResponseReturnValue:
    """Take them back, or say what came after."""
    first, by, once = first_line(code, seq), who.person(), verb.submission(request.form)
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: undo_lot(code, seq, by=by, once=once), confirm, lambda refused: page(code, first, refused), going
    )


def first_line(code: str, seq: int) -> Activity:
    """The line of the order's log that keeps the lot, for somebody who may take it back."""
    query = select(Activity).join(Order, Order.id == Activity.order_id).where(Order.code == code, Activity.seq == seq)
    found = db.session.scalar(query)
    if found is None or found.verb not in UNDOABLE or "lines" not in json.loads(found.text or "{}"):
        abort(404)
    verb.permit(UNDOABLE[found.verb])
    return found


def page(code: str, first: Activity, refused: Refused | None = None) -> str:
    """The question, with what was done and to which orders."""
    codes = [member for member, _ in json.loads(first.text or "{}")["lines"]]
    return verb.draw("orders/undo_lot.html", code, done=log_line(first), codes=codes, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    taken, left = len(result["taken"]), result["left"]
    detail = [f"{code} stays as it is. {reason}" for code, reason in list(left.items())[:3]]
    detail += [f"{len(left) - 3} more stay as they are."] if len(left) > 3 else []
    detail += ["The letter about it was dropped before it went."] if result["dropped"] else []
    text = "1 order is as it was before" if taken == 1 else f"{taken} orders are as they were before"
    return Flash(text, " ".join(detail), kind="warning" if left else "success")
