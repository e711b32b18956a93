"""Mark a refund as failed: why, what comes of it, and doing it."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.fail_refund import fail_refund
from dashboard.core import foreseen
from dashboard.core.guards import Action
from dashboard.core.refunds import STEPS
from dashboard.core.refusals import Refused
from dashboard.core.statuses import RefundState
from dashboard.extensions import db
from dashboard.models.order_facts import facts
from dashboard.pages import settle, verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.outcome import outcome

pages = Blueprint("fail_refund", __name__)


@pages.get("/orders/<code:code>/refunds/<int18:number>/fail")
def show(code: str, number: int) -> ResponseReturnValue:
    """The form."""
    return page(code, number)


@pages.post("/orders/<code:code>/refunds/<int18:number>/fail")
def submit(code: str, number: int) -> ResponseReturnValue:
    """Do it."""
    by, why = who.person(), request.form.get("why", "")
    seen, once = verb.seen(), verb.submission(request.form)

    def act() -> dict[str, Any]:
        return fail_refund(code, number, why, by=by, shop=who.shop(), seen=seen, once=once)

    return settle.answer(code, number, act, confirm, page)


def page(code: str, number: int, refused: Refused | None = None) -> str:
    """The form on today's order."""
    order, refund = settle.refund_of(code, number, Action.FAIL_REFUND)
    known = facts(db.session(), order, carts=False)
    again = {part.line_id: -part.withdrawn for part in refund.lines}
    possible = RefundState.FAILED in STEPS[refund.state]
    after = foreseen.moved(known, order.refunds.index(refund), RefundState.FAILED, again) if possible else known
    return settle.draw(
        "orders/fail_refund.html",
        order,
        Action.FAIL_REFUND,
        refund=refund,
        possible=possible,
        outcome=outcome(order, known, after),
        refused=refused,
    )


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    what = f"The refund of {result['amount']} for {result['code']} failed"
    return Flash(what, "Its money is the order’s again, and can be refunded anew.")
