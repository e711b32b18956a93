"""Tags of an order: adding one, on the order's page or by itself."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.tag import tag
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.order import Order
from dashboard.models.tag_list import tags_in_use
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("tag", __name__)

LONGEST = 1_000


@pages.get("/orders/<code:code>/tag")
def show(code: str) -> ResponseReturnValue:
    """The form."""
    return page(verb.wanted(code, Action.TAG))


@pages.post("/orders/<code:code>/tag")
def submit(code: str) -> ResponseReturnValue:
    """Add the tag that is typed, or the one in use that is pressed."""
    by, once = who.person(), verb.submission(request.form)
    typed = (request.form.get("pick") or request.form.get("tag", ""))[:LONGEST]
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: tag(code, typed, by=by, once=once),
        confirm,
        lambda refused: page(verb.wanted(code, Action.TAG), typed, refused),
        going,
    )


def page(order: Order, typed: str = "", refused: Refused | None = None) -> str:
    """The form with what was typed, the order's tags, and those in use."""
    had = {one.key for one in order.tags}
    offered = [one for one in tags_in_use(db.session()) if one.key not in had]
    return verb.draw("orders/tag.html", order.code, order=order, typed=typed, offered=offered, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    undo = url_for("undo.show", code=result["code"], seq=result["undo"])
    return Flash(f"{result['code']} has the tag “{result['tag']}” now", undo=undo)
