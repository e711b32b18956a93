"""Decline a refund that waits for approval: why, and doing it."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.decline_refund import decline_refund
from dashboard.core.guards import Action
from dashboard.core.refunds import STEPS
from dashboard.core.refusals import Refused
from dashboard.core.statuses import RefundState
from dashboard.pages import settle, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("decline_refund", __name__)


@pages.get("/orders/<code:code>/refunds/<int18:number>/decline")
def show(code: str, number: int) -> ResponseReturnValue:
    """The form."""
    return page(code, number)


@pages.post("/orders/<code:code>/refunds/<int18:number>/decline")
def submit(code: str, number: int) -> ResponseReturnValue:
    """Do it."""
    by, why = who.person(), request.form.get("why", "")
    seen, once = verb.seen(), verb.submission(request.form)
    return settle.answer(
        code, number, lambda: decline_refund(code, number, why, by=by, seen=seen, once=once), confirm, page
    )


def page(code: str, number: int, refused: Refused | None = None) -> str:
    """The form on today's order."""
    order, refund = settle.refund_of(code, number, Action.DECLINE_REFUND)
    possible = RefundState.DECLINED in STEPS[refund.state]
    return settle.draw(
        "orders/decline_refund.html", order, Action.DECLINE_REFUND, refund=refund, possible=possible, refused=refused
    )


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(
        f"The refund of {result['amount']} for {result['code']} is declined", "It holds nothing back any more."
    )
