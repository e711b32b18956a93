"""Delete a test order: what that means, and doing it."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.delete import delete
from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("delete", __name__)


@pages.get("/orders/<code:code>/delete")
def show(code: str) -> ResponseReturnValue:
    """The question."""
    return page(verb.wanted(code, Action.DELETE))


@pages.post("/orders/<code:code>/delete")
def submit(code: str) -> ResponseReturnValue:
    """Do it, and go to the list: the order’s own page is gone."""
    verb.permit(Action.DELETE)
    seen, once, by = verb.seen(), verb.submission(request.form), who.person()
    return verb.answer(
        lambda: delete(code, by=by, seen=seen, once=once),
        confirm,
        lambda refused: page(verb.wanted(code, Action.DELETE), refused),
        lambda result: url_for("orders.index"),
    )


def page(order: Order, refused: Refused | None = None) -> str:
    """The question on today’s order."""
    conditions = guards.conditions(Action.DELETE, facts(db.session(), order))
    return verb.draw("orders/delete.html", order.code, order=order, conditions=conditions, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"{result['code']} is deleted", "The test order is gone with its log. Its code is not used again.")
