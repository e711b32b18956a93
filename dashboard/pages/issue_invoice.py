"""Issue an order's invoice: what that means, and doing it."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.issue_invoice import issue_invoice
from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("issue_invoice", __name__)


@pages.get("/orders/<code:code>/issue-invoice")
def show(code: str) -> ResponseReturnValue:
    """The question."""
    return page(verb.wanted(code, Action.ISSUE_INVOICE))


@pages.post("/orders/<code:code>/issue-invoice")
def submit(code: str) -> ResponseReturnValue:
    """Do it."""
    by = who.person()
    seen, once = verb.seen(), verb.submission(request.form)
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: issue_invoice(code, by=by, seen=seen, once=once),
        confirm,
        lambda refused: page(verb.wanted(code, Action.ISSUE_INVOICE), refused),
        going,
    )


def page(order: Order, refused: Refused | None = None) -> str:
    """The question on today's order."""
    conditions = guards.conditions(Action.ISSUE_INVOICE, facts(db.session(), order, carts=False))
    return verb.draw("orders/issue_invoice.html", order.code, order=order, conditions=conditions, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"Invoice {result['number']} is issued", f"It stands in the payment block of {result['code']}.")
