"""Hand a shipment over: the question, and doing it."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.hand_over import hand_over
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused
from dashboard.core.statuses import ShipmentStatus
from dashboard.pages import shipment_verb, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("hand_over", __name__)


@pages.get("/orders/<code:code>/shipments/<code:number>/hand-over")
def show(code: str, number: str) -> ResponseReturnValue:
    """The question."""
    return page(code, number)


@pages.post("/orders/<code:code>/shipments/<code:number>/hand-over")
def submit(code: str, number: str) -> ResponseReturnValue:
    """Do it."""
    shipment_verb.wanted(code, number, Action.HAND_OVER)
    by, notify = who.person(), bool(request.form.get("notify"))
    seen, once = verb.seen(), verb.submission(request.form)
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: hand_over(code, number, by=by, seen=seen, once=once, notify=notify),
        confirm,
        lambda refused: page(code, number, refused),
        going,
    )


def page(code: str, number: str, refused: Refused | None = None) -> str:
    """The question on today's order."""
    found = shipment_verb.wanted(code, number, Action.HAND_OVER)
    return shipment_verb.page(Action.HAND_OVER, found, ShipmentStatus.SHIPPED, refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"Shipment {result['shipment']} is handed over", "It is on its way.")
