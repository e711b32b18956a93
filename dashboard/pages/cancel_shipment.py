"""Cancel a shipment: what becomes of its pieces, and doing it."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.cancel_shipment import cancel_shipment
from dashboard.core.guards import Action
from dashboard.core.quantities import SENT
from dashboard.core.refusals import Refused
from dashboard.core.statuses import ShipmentStatus
from dashboard.extensions import db
from dashboard.models.stock_move import taken_by
from dashboard.pages import shipment_verb, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("cancel_shipment", __name__)


@pages.get("/orders/<code:code>/shipments/<code:number>/cancel")
def show(code: str, number: str) -> ResponseReturnValue:
    """The question."""
    return page(code, number)


@pages.post("/orders/<code:code>/shipments/<code:number>/cancel")
def submit(code: str, number: str) -> ResponseReturnValue:
    """Do it."""
    shipment_verb.wanted(code, number, Action.CANCEL_SHIPMENT)
    by, notify, restock = who.person(), bool(request.form.get("notify")), bool(request.form.get("restock"))
    seen, once = verb.seen(), verb.submission(request.form)
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: cancel_shipment(code, number, by=by, restock=restock, seen=seen, once=once, notify=notify),
        confirm,
        lambda refused: page(code, number, refused),
        going,
    )


def page(code: str, number: str, refused: Refused | None = None) -> str:
    """The question on today's order."""
    found = shipment_verb.wanted(code, number, Action.CANCEL_SHIPMENT)
    return shipment_verb.page(
        Action.CANCEL_SHIPMENT,
        found,
        ShipmentStatus.CANCELED,
        refused,
        out=found.shipment.status in SENT,
        taken=sum(taken_by(db.session(), found.shipment.id).values()),
        restock=bool(request.form.get("restock")),
    )


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    count = result["restocked"]
    back = f"{count} {'piece is' if count == 1 else 'pieces are'} back in stock." if count else "Stock stays as it was."
    letter = "The letter about it was dropped before it went." if result["dropped"] else ""
    return Flash(f"Shipment {result['shipment']} is canceled", f"Its pieces can be sent again. {back} {letter}".strip())
