"""Take a tag off an order: from its page, or asked for by itself."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.untag import untag
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused
from dashboard.models.order import Order
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("untag", __name__)

LONGEST = 1_000


@pages.get("/orders/<code:code>/untag")
def show(code: str) -> ResponseReturnValue:
    """The order's tags, each with a button that takes it off."""
    return page(verb.wanted(code, Action.TAG))


@pages.post("/orders/<code:code>/untag")
def submit(code: str) -> ResponseReturnValue:
    """Take it off."""
    by, once = who.person(), verb.submission(request.form)
    named = request.form.get("tag", "")[:LONGEST]
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: untag(code, named, by=by, once=once),
        confirm,
        lambda refused: page(verb.wanted(code, Action.TAG), refused),
        going,
    )


def page(order: Order, refused: Refused | None = None) -> str:
    """The tags that can be taken off."""
    return verb.draw("orders/untag.html", order.code, order=order, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    undo = url_for("undo.show", code=result["code"], seq=result["undo"])
    return Flash(f"The tag “{result['tag']}” is off {result['code']}", undo=undo)
