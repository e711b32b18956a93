"""What the pages share that take a refund or an open payment of an order to its next state."""

from collections.abc import Callable
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue

from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.models.payment import Payment
from dashboard.models.refund import Refund
from dashboard.pages import verb
from dashboard.pages.flash import Flash

Draw = Callable[[str, int, Refused | None], str]


def refund_of(code: str, number: int, action: Action) -> tuple[Order, Refund]:
    """The order of this address and its refund of this id, for somebody who may do this to it; else 403, or 404."""
    order = verb.wanted(code, action)
    facts(db.session(), order, carts=False)
    return order, next((one for one in order.refunds if one.id == number), None) or abort(404)


def payment_of(code: str, number: int, action: Action) -> tuple[Order, Payment]:
    """The same for a payment."""
    order = verb.wanted(code, action)
    facts(db.session(), order, carts=False)
    return order, next((one for one in order.payments if one.id == number), None) or abort(404)


def answer(
    code: str, number: int, act: Callable[[], dict[str, Any]], confirm: Callable[[dict[str, Any]], Flash], draw: Draw
) -> ResponseReturnValue:
    """Act, and go back to where the form was opened: the order, or the list of money to send."""
    going, _ = verb.lands(code)
    return verb.answer(act, confirm, lambda refused: draw(code, number, refused), going)


def draw(template: str, order: Order, action: Action, **names: Any) -> str:
    """The template of such a verb, in the layout that was asked for; what was typed is kept."""
    typed = {name: request.form.get(name, "") for name in ("why", "reference", "sent_on")}
    conditions = guards.conditions(action, facts(db.session(), order, carts=False))
    return verb.draw(template, order.code, order=order, typed=typed, conditions=conditions, **names)
