"""Mark a shipment as delivered, at the counter as picked up: the question, and doing it."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.deliver import deliver
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused
from dashboard.core.statuses import ShipmentStatus
from dashboard.pages import shipment_verb, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("deliver", __name__)


@pages.get("/orders/<code:code>/shipments/<code:number>/deliver")
def show(code: str, number: str) -> ResponseReturnValue:
    """The question."""
    return page(code, number)


@pages.post("/orders/<code:code>/shipments/<code:number>/deliver")
def submit(code: str, number: str) -> ResponseReturnValue:
    """Do it."""
    shipment_verb.wanted(code, number, Action.DELIVER)
    by, notify = who.person(), bool(request.form.get("notify"))
    seen, once = verb.seen(), verb.submission(request.form)
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: deliver(code, (number,), by=by, seen=seen, once=once, notify=notify),
        confirm,
        lambda refused: page(code, number, refused),
        going,
    )


def page(code: str, number: str, refused: Refused | None = None) -> str:
    """The question on today's order."""
    found = shipment_verb.wanted(code, number, Action.DELIVER)
    return shipment_verb.page(Action.DELIVER, found, ShipmentStatus.DELIVERED, refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    numbers = result["shipments"]
    subject = f"Shipment {numbers[0]} is" if len(numbers) == 1 else f"Shipments {', '.join(numbers)} are"
    return Flash(f"{subject} {result['status'].lower()}", "What comes back from here on is a return.")
