"""Mark a refund as sent: when, under which reference, and doing it."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.send_refund import send_refund
from dashboard.core.guards import Action
from dashboard.core.refunds import STEPS
from dashboard.core.refusals import Refused
from dashboard.core.statuses import RefundState
from dashboard.pages import settle, typed, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("send_refund", __name__)


@pages.get("/orders/<code:code>/refunds/<int18:number>/send")
def show(code: str, number: int) -> ResponseReturnValue:
    """The form."""
    return page(code, number)


@pages.post("/orders/<code:code>/refunds/<int18:number>/send")
def submit(code: str, number: int) -> ResponseReturnValue:
    """Do it."""
    by, reference = who.person(), request.form.get("reference", "")
    seen, once = verb.seen(), verb.submission(request.form)

    def act() -> dict[str, Any]:
        sent_at = typed.day(request.form.get("sent_on"), who.store(), "sent_on")
        return send_refund(code, number, reference, by=by, sent_at=sent_at, seen=seen, once=once)

    return settle.answer(code, number, act, confirm, page)


def page(code: str, number: int, refused: Refused | None = None) -> str:
    """The form on today's order."""
    order, refund = settle.refund_of(code, number, Action.SEND_REFUND)
    return settle.draw(
        "orders/send_refund.html",
        order,
        Action.SEND_REFUND,
        refund=refund,
        possible=RefundState.SENT in STEPS[refund.state],
        today=typed.today(who.store()),
        refused=refused,
    )


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The refund of {result['amount']} for {result['code']} is sent")
