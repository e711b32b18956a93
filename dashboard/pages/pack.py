"""Mark an order as packed: what that means, and doing it."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.pack import pack
from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.pages import verb, who
from dashboard.pages.becomes import becomes
from dashboard.pages.flash import Flash

pages = Blueprint("pack", __name__)


@pages.get("/orders/<code:code>/pack")
def show(code: str) -> ResponseReturnValue:
    """The question."""
    return page(verb.wanted(code, Action.PACK))


@pages.post("/orders/<code:code>/pack")
def submit(code: str) -> ResponseReturnValue:
    """Do it."""
    by = who.person()
    seen, once = verb.seen(), verb.submission(request.form)
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: pack(code, by=by, seen=seen, once=once),
        confirm,
        lambda refused: page(verb.wanted(code, Action.PACK), refused),
        going,
    )


def page(order: Order, refused: Refused | None = None) -> str:
    """The question on today's order."""
    known = facts(db.session(), order)
    return verb.draw(
        "orders/pack.html",
        order.code,
        order=order,
        fulfilment=becomes(known, replace(known, packed=True)),
        conditions=guards.conditions(Action.PACK, known),
        refused=refused,
    )


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"{result['code']} is packed", "Its lines can no longer be edited. Fulfil it once it leaves.")
