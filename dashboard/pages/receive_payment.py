"""Mark an open payment as received: what comes of it, and doing it."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.receive_payment import receive_payment
from dashboard.core import foreseen
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.order_facts import facts
from dashboard.pages import settle, verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.outcome import outcome

pages = Blueprint("receive_payment", __name__)


@pages.get("/orders/<code:code>/payments/<int18:number>/received")
def show(code: str, number: int) -> ResponseReturnValue:
    """The question."""
    return page(code, number)


@pages.post("/orders/<code:code>/payments/<int18:number>/received")
def submit(code: str, number: int) -> ResponseReturnValue:
    """Do it."""
    by = who.person()
    seen, once = verb.seen(), verb.submission(request.form)
    return settle.answer(
        code, number, lambda: receive_payment(code, number, by=by, seen=seen, once=once), confirm, page
    )


def page(code: str, number: int, refused: Refused | None = None) -> str:
    """The question on today's order."""
    order, payment = settle.payment_of(code, number, Action.RECEIVE_PAYMENT)
    known = facts(db.session(), order, carts=False)
    others = any(one.state == "open" for one in order.payments if one is not payment)
    return settle.draw(
        "orders/receive_payment.html",
        order,
        Action.RECEIVE_PAYMENT,
        payment=payment,
        outcome=outcome(order, known, foreseen.settled(known, payment.amount, others)),
        refused=refused,
    )


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The payment of {result['amount']} for {result['code']} is received")
