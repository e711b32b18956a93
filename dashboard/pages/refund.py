"""Refund: which pieces and amounts are given back, what comes of it while it is typed, and doing it."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.cancel import everything
from dashboard.actions.give_back import Asked, fates_of
from dashboard.actions.refund import refund
from dashboard.core import foreseen, guards, quantities, refunds
from dashboard.core.facts import OrderFacts
from dashboard.core.guards import Action
from dashboard.core.money import amount as written
from dashboard.core.money import money
from dashboard.core.refunds import Books, Reckoned
from dashboard.core.refusals import Invalid, Refused
from dashboard.core.statuses import CancelReason, RefundState
from dashboard.core.stock import GoodsCondition
from dashboard.extensions import db
from dashboard.models.order import Order
from dashboard.models.order_books import books, put_back
from dashboard.models.order_facts import facts
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.outcome import outcome
from dashboard.pages.refund_form import RefundForm

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
    """The form on today's order, with the sum of what it asks for."""
    known = facts(db.session(), order, carts=False)
    asked, standing, pieces, shelved = form.read(order), books(order), quantities.per_line(known), put_back(order)
    sums = reckoned(form, standing, asked)
    after, waits = foreseen_of(order, known, asked, sums)
    shown = [line for line in order.lines if line.quantity]
    able = who.person()
    nothing_left = not any(piece.left_to_pack or piece.packed for piece in quantities.per_line(after).values())
    cancelable = nothing_left and guards.may(able, Action.CANCEL) and not guards.failed(Action.CANCEL, known)
    if cancelable and form.canceled:
        after = foreseen.canceled(after)
    return verb.draw(
        "orders/refund.html",
        order.code,
        order=order,
        form=form,
        rows=[form.row(line, standing, pieces[line.id], shelved[line.id], asked.meant[line.id]) for line in shown],
        sums=sums,
        count=sum(meant.quantity for meant in asked.meant.values()),
        left=standing.left,
        over=max(0, sums.amount - standing.left),
        share=min(100, round(100 * max(0, sums.amount) / standing.left)) if standing.left > 0 else 0,
        shipping_left=max(0, standing.shipping - standing.shipping_refunded),
        shipping_paid=standing.shipping,
        waits=waits,
        limit=limit_note(order, standing),
        cancelable=cancelable,
        cancel_reasons=CancelReason,
        conditions_of_goods=GoodsCondition,
        reasons=REASONS,
        outcome=outcome(order, known, after),
        conditions=guards.conditions(Action.REFUND, known),
        refused=refused,
    )


def reckoned(form: RefundForm, standing: Books, asked: Asked) -> Reckoned:
    """The sum so far; where it cannot be, its field says why, and what can be counted is."""
    try:
        return refunds.reckon(standing, asked.wish)
    except Invalid as refused:
        if refused.field:
            form.errors.setdefault(refused.field, refused.sentence)
        lines = {
            number: refunds.pieces_amount(standing.lines[number], meant.quantity)
            for number, meant in asked.meant.items()
            if meant.quantity and number in standing.lines
        }
        return Reckoned(lines, asked.shipping, asked.adjustment, asked.fee)


def foreseen_of(order: Order, known: OrderFacts, asked: Asked, sums: Reckoned) -> tuple[OrderFacts, bool]:
    """The order as it will be, and whether the refund waits for approval."""
    store, standing = who.store(), books(order)
    if not 0 < sums.amount <= standing.left:
        return known, False
    limit = refunds.limit_in(order.currency, store.currency if store else "")
    state = refunds.first_state(who.person(), standing, sums.amount, limit)
    fates = {number: (asked.meant[number].quantity, one) for number, one in fates_of(order, known, asked).items()}
    return foreseen.refunded(known, sums.amount, sums.fee, state, fates), state is RefundState.AWAITING_APPROVAL


def limit_note(order: Order, standing: Books) -> str:
    """What a person may refund alone; "" for no limit."""
    store, by = who.store(), who.person()
    if refunds.first_state(by, standing, 2**62, 0) is RefundState.TO_SEND:
        return ""
    limit = refunds.limit_in(order.currency, store.currency if store else "")
    if not limit:
        return f"Every refund in {order.currency} needs the approval of a second person."
    return f"Your limit is {money(limit, order.currency)} an order. Above it a second person approves."


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    what = f"Refund of {result['amount']} for {result['code']}"
    if result["state"] == RefundState.AWAITING_APPROVAL:
        return Flash(f"{what} waits for approval", "Another person has to approve it before it is sent.")
    return Flash(f"{what} is to be sent", "Send the money, then tick it off in “Money to send”.")
