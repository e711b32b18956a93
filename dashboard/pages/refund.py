"""Refund: which pieces and amounts are given back, what comes of it while it is typed, and doing it."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.cancel import everything
from dashboard.actions.refund import refund
from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.money import amount as written
from dashboard.core.refusals import Refused
from dashboard.core.statuses import CancelReason, RefundState
from dashboard.core.stock import GoodsCondition
from dashboard.extensions import db
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.refund_form import RefundForm
from dashboard.pages.refund_sheet import sheet

pages = Blueprint("refund", __name__)

REASONS = ("Arrived damaged", "Not wanted", "Wrong item", "Out of stock", "Goodwill")


@pages.get("/orders/<code:code>/refund")
def show(code: str) -> ResponseReturnValue:
    """The form; `quantity-<line id>` of the address are pieces to begin with."""
    return page(verb.wanted(code, Action.REFUND), RefundForm(request.args, sent=False))


@pages.post("/orders/<code:code>/refund")
def submit(code: str) -> ResponseReturnValue:
    """Redraw as it is filled in ("find"), with all that is left ("whole"), or refund."""
    order, form = verb.wanted(code, Action.REFUND), RefundForm(request.form, sent=True)
    if "whole" in request.form:
        return page(order, filled(order))
    if "find" in request.form:
        return page(order, form)
    seen, once, by = verb.seen(), verb.submission(request.form), who.person()
    facts(db.session(), order, carts=False)
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: refund(code, form.asked(order), by=by, cancel=form.canceled, seen=seen, once=once),
        confirm,
        lambda refused: redraw(code, form, refused),
        going,
    )


def filled(order: Order) -> RefundForm:
    """The form with all that is left of the order's money."""
    facts(db.session(), order, carts=False)
    asked, currency = everything(order), order.currency
    fields = {f"quantity-{number}": str(meant.quantity) for number, meant in asked.meant.items()}
    amounts = {"shipping": asked.shipping, "adjustment": asked.adjustment}
    fields |= {name: written(amount, currency).replace(",", "") for name, amount in amounts.items() if amount}
    return RefundForm({**fields, "reason": request.form.get("reason", "")}, sent=False)


def redraw(code: str, form: RefundForm, refused: Refused) -> str:
    """The form again: what was typed is kept, the refusal stands beside its field."""
    if refused.field:
        form.errors[refused.field] = refused.sentence
    return page(verb.wanted(code, Action.REFUND), form, refused)


def page(order: Order, form: RefundForm, refused: Refused | None = None) -> str:
    """The form on today's order, with the sum of what it asks for and what will change."""
    known = facts(db.session(), order, carts=False)
    return verb.draw(
        "orders/refund.html",
        order.code,
        order=order,
        form=form,
        **sheet(order, known, form),
        cancel_reasons=CancelReason,
        conditions_of_goods=GoodsCondition,
        reasons=REASONS,
        conditions=guards.conditions(Action.REFUND, known),
        refused=refused,
    )


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    what = f"Refund of {result['amount']} for {result['code']}"
    if result["state"] == RefundState.AWAITING_APPROVAL:
        return Flash(f"{what} waits for approval", "Another person has to approve it before it is sent.")
    return Flash(f"{what} is to be sent", "Send the money, then tick it off in “Money to send”.")
