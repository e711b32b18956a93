"""Approve a refund that somebody else asked for: what comes of it, and doing it."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.approve_refund import approve_refund
from dashboard.core import foreseen, refunds
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused, WrongState
from dashboard.core.statuses import RefundState
from dashboard.extensions import db
from dashboard.models.order_facts import facts
from dashboard.models.refund import Refund
from dashboard.models.staff import Staff
from dashboard.pages import settle, verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.outcome import outcome

pages = Blueprint("approve_refund", __name__)


@pages.get("/orders/<code:code>/refunds/<int18:number>/approve")
def show(code: str, number: int) -> ResponseReturnValue:
    """The question."""
    return page(code, number)


@pages.post("/orders/<code:code>/refunds/<int18:number>/approve")
def submit(code: str, number: int) -> ResponseReturnValue:
    """Do it."""
    by = who.person()
    seen, once = verb.seen(), verb.submission(request.form)
    return settle.answer(code, number, lambda: approve_refund(code, number, by=by, seen=seen, once=once), confirm, page)


def page(code: str, number: int, refused: Refused | None = None) -> str:
    """The question on today's order."""
    order, refund = settle.refund_of(code, number, Action.APPROVE_REFUND)
    known = facts(db.session(), order, carts=False)
    withdrawn = {part.line_id: part.withdrawn for part in refund.lines}
    after = foreseen.moved(known, order.refunds.index(refund), RefundState.TO_SEND, withdrawn)
    return settle.draw(
        "orders/approve_refund.html",
        order,
        Action.APPROVE_REFUND,
        refund=refund,
        asked_by=name_of(refund),
        unable=unable(refund),
        outcome=outcome(order, known, after),
        refused=refused,
    )


def name_of(refund: Refund) -> str:
    """Who asked for it."""
    asked = db.session().get(Staff, refund.asked_by_id) if refund.asked_by_id else None
    return asked.name if asked else "Somebody"


def unable(refund: Refund) -> str | None:
    """Why this person cannot approve it now, if so."""
    try:
        refunds.refuse_step(refund.state, RefundState.TO_SEND)
        refunds.refuse_own(who.person(), refund.asked_by_id)
    except WrongState as refused:
        return refused.sentence
    return None


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    what = f"The refund of {result['amount']} for {result['code']} is approved"
    return Flash(what, "Its money is to be sent; it stands in “Money to send”.")
