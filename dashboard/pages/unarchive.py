"""Unarchive an order: what that means, and doing it."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.unarchive import unarchive
from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("unarchive", __name__)


@pages.get("/orders/<code:code>/unarchive")
def show(code: str) -> ResponseReturnValue:
    """The question."""
    return page(verb.wanted(code, Action.UNARCHIVE))


@pages.post("/orders/<code:code>/unarchive")
def submit(code: str) -> ResponseReturnValue:
    """Do it."""
    by = who.person()
    seen, once = verb.seen(), verb.submission(request.form)
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: unarchive(code, by=by, seen=seen, once=once),
        confirm,
        lambda refused: page(verb.wanted(code, Action.UNARCHIVE), refused),
        going,
    )


def page(order: Order, refused: Refused | None = None) -> str:
    """The question on today's order."""
    conditions = guards.conditions(Action.UNARCHIVE, facts(db.session(), order))
    return verb.draw("orders/unarchive.html", order.code, order=order, conditions=conditions, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    code = result["code"]
    return Flash(
        f"{code} is back in the list",
        "It is open again to everything that its state allows.",
        undo=url_for("undo.show", code=code, seq=result["undo"]),
    )
