"""Return: what came back, what comes of it, and recording it; before that, if need be, that it was delivered."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.deliver import deliver
from dashboard.actions.return_items import return_items
from dashboard.core import guards, parcels
from dashboard.core.facts import OrderFacts
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused
from dashboard.core.statuses import LIVE
from dashboard.extensions import db
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.pages import order_menu, verb, who
from dashboard.pages.deliver import confirm as delivered
from dashboard.pages.flash import Flash
from dashboard.pages.return_form import ReturnForm, outlook, rows, wished

pages = Blueprint("return_items", __name__)


@pages.get("/orders/<code:code>/return")
def show(code: str) -> ResponseReturnValue:
    """The form."""
    return page(verb.wanted(code, Action.RETURN), ReturnForm())


@pages.post("/orders/<code:code>/return")
def submit(code: str) -> ResponseReturnValue:
    """Redraw as it is filled in ("find"), mark as delivered first ("deliver"), or record the return."""
    order, form = verb.wanted(code, Action.RETURN), ReturnForm()
    if "find" in request.form:
        return page(order, form)
    if "deliver" in request.form:
        return deliver_first(order, form)
    seen, once, by = verb.seen(), verb.submission(request.form), who.person()
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: return_items(code, wished(form), by=by, seen=seen, once=once, notify=bool(form.notify.data)),
        confirm,
        lambda refused: redraw(code, form, refused),
        refund_of if form.refund.data and refundable() else going,
    )


def deliver_first(order: Order, form: ReturnForm) -> ResponseReturnValue:
    """Mark what is under way as delivered, and come back with the form."""
    seen, once, by, code = verb.seen(), verb.submission(request.form), who.person(), order.code
    numbers = live(order)
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: deliver(code, numbers, by=by, seen=seen, once=once, notify=bool(form.notify.data)),
        delivered,
        lambda refused: redraw(code, form, refused),
        url_for("return_items.show", code=code, next=going),
    )


def live(order: Order) -> list[str]:
    """The numbers of the shipments under way."""
    return [shipment.number for shipment in order.shipments if shipment.status in LIVE]


def refundable() -> bool:
    """Whether there is a page to refund on, and the person may."""
    return Action.REFUND in order_menu.PAGES and guards.may(who.person(), Action.REFUND)


def refund_of(result: dict[str, Any]) -> str:
    """The refund, with the pieces that came back filled in."""
    pieces = {f"quantity-{line_id}": count for line_id, count in result["quantities"].items()}
    return url_for(order_menu.PAGES[Action.REFUND][0], code=result["code"], **pieces)


def redraw(code: str, form: ReturnForm, refused: Refused) -> str:
    """The form again: what was typed is kept, the refusal stands beside its field."""
    if refused.field in form:
        form[refused.field].errors = [refused.sentence]
    return page(verb.wanted(code, Action.RETURN), form, refused)


def page(order: Order, form: ReturnForm, refused: Refused | None = None) -> str:
    """The form on today's order."""
    known = facts(db.session(), order)
    shown = rows(order, known)
    for row in shown:
        if refused and refused.field == f"quantity-{row.line.id}":
            row.errors = [refused.sentence]
    return verb.draw(
        "orders/return.html",
        order.code,
        order=order,
        form=form,
        rows=shown,
        outlook=outlook(known, shown),
        conditions=guards.conditions(Action.RETURN, known),
        first=to_deliver(order, known),
        refundable=refundable(),
        refused=refused,
    )


def to_deliver(order: Order, known: OrderFacts) -> list[str]:
    """The shipments to be marked as delivered first, where that is all that stands in the way."""
    return live(order) if parcels.arriving(known) and guards.may(who.person(), Action.DELIVER) else []


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    count = result["restocked"]
    back = f"{count} {'piece goes' if count == 1 else 'pieces go'} back to stock." if count else "Nothing is restocked."
    said = result["pieces"] if len(result["pieces"]) <= 200 else f"{result['pieces'][:200]}…"
    return Flash(f"Returned: {said}", f"{back} No money has moved: refund is a step of its own.")
