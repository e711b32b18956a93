"""Fulfil an order: what goes, how, what comes of it, and doing it."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.fulfil import Parcel, fulfil
from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.fulfil_form import FulfilForm, outlook, picks, pieces_of, signed, untracked, way_of

pages = Blueprint("fulfil", __name__)


@pages.get("/orders/<code:code>/fulfil")
def show(code: str) -> ResponseReturnValue:
    """The form, with all that is left."""
    return page(verb.wanted(code, Action.FULFIL), FulfilForm())


@pages.post("/orders/<code:code>/fulfil")
def submit(code: str) -> ResponseReturnValue:
    """Redraw as it is filled in ("find"), or make the shipment."""
    order, form = verb.wanted(code, Action.FULFIL), FulfilForm()
    if "find" in request.form:
        return page(order, form)
    seen, once, by = verb.seen(), verb.submission(request.form), who.person()
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: fulfil(code, wished(form), by=by, seen=seen, once=once, notify=bool(form.notify.data)),
        confirm,
        lambda refused: redraw(code, form, refused),
        going,
    )


def wished(form: FulfilForm) -> Parcel:
    """The shipment that the form describes. Raises Invalid beside a field."""
    pieces = pieces_of(request.form.getlist("line"), request.form)
    return Parcel(pieces, way_of(form), bool(form.handed_over.data))


def redraw(code: str, form: FulfilForm, refused: Refused) -> str:
    """The form again: what was typed is kept, the refusal stands beside its field."""
    if refused.field in form:
        form[refused.field].errors = [refused.sentence]
    return page(verb.wanted(code, Action.FULFIL), form, refused)


def page(order: Order, form: FulfilForm, refused: Refused | None = None) -> str:
    """The form on today's order."""
    known = facts(db.session(), order, carts=False)
    rows = picks(order, known)
    for row in rows:
        if refused and refused.field == f"quantity-{row.line.id}":
            row.errors = [refused.sentence]
    return verb.draw(
        "orders/fulfil.html",
        order.code,
        order=order,
        form=form,
        rows=rows,
        untracked=untracked(form),
        outlook=outlook(order, known, rows, form),
        conditions=guards.conditions(Action.FULFIL, known),
        refused=refused,
    )


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says; stock below zero, too."""
    short = [f"{name}: stock is {signed(left)} now." for name, left in result["oversold"].items()]
    said = result["pieces"] if len(result["pieces"]) <= 200 else f"{result['pieces'][:200]}…"
    return Flash(
        f"Shipment {result['shipment']}: {result['status'].lower()}",
        " ".join([f"{said}.", *short]),
        kind="warning" if short else "success",
    )
