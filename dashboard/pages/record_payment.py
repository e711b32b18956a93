"""Record payment: money that reached the shop outside the desk; what is left to pay, and doing it."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField

from dashboard.actions.record_payment import Received, record_payment
from dashboard.core import foreseen, guards, money
from dashboard.core.guards import Action
from dashboard.core.refusals import Invalid, Refused
from dashboard.extensions import db
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.pages import typed, verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.outcome import outcome
from dashboard.pages.told_of import asked_of

pages = Blueprint("record_payment", __name__)

RECEIPT = "payment_received"  # of core.notices
METHODS = ("Bank transfer", "Cash on delivery", "Card on delivery", "Card", "Cash", "Cheque", "Other")


class RecordPaymentForm(FlaskForm):
    """What came in. `over`: more than the total, and that is so."""

    amount = StringField("Amount")
    received_on = StringField("Received on")
    method = SelectField("Payment method", choices=list(METHODS))
    reference = StringField("Reference")
    over = BooleanField("More than the order comes to: record it all the same")
    receipt = BooleanField("Send receipt to the customer")


@pages.get("/orders/<code:code>/record-payment")
def show(code: str) -> ResponseReturnValue:
    """The form, with what is left to pay."""
    order, form = verb.wanted(code, Action.RECORD_PAYMENT), RecordPaymentForm()
    form.amount.data = all_of_it(order)
    return page(order, form, fresh=True)


@pages.post("/orders/<code:code>/record-payment")
def submit(code: str) -> ResponseReturnValue:
    """Redraw as it is filled in ("find"), with all that is left to pay ("all"), or record it."""
    order, form = verb.wanted(code, Action.RECORD_PAYMENT), RecordPaymentForm()
    if "all" in request.form:
        form.amount.data = all_of_it(order)
    if request.form.keys() & {"find", "all"}:
        return page(order, form)
    seen, once, by = verb.seen(), verb.submission(request.form), who.person()
    wishes = {"over": bool(form.over.data), "receipt": bool(form.receipt.data)}
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: record_payment(code, entered(form, order.currency), by=by, seen=seen, once=once, **wishes),
        confirm,
        lambda refused: redraw(code, form, refused),
        going,
    )


def all_of_it(order: Order) -> str:
    """What is left to pay, as it is typed; nothing where nothing is."""
    left = order.total - order.paid
    return money.amount(left, order.currency).replace(",", "") if left > 0 else ""


def entered(form: RecordPaymentForm, currency: str) -> Received:
    """What was typed. Raises Invalid beside its field."""
    method = form.method.data if form.method.data in METHODS else METHODS[-1]
    amount = typed.amount(form.amount.data, currency, "amount")
    at = typed.day(form.received_on.data, who.store(), "received_on")
    return Received(amount, method, " ".join((form.reference.data or "").split()), at)


def redraw(code: str, form: RecordPaymentForm, refused: Refused) -> str:
    """The form again: what was typed is kept, the refusal stands beside its field."""
    if refused.field in form:
        form[refused.field].errors = [refused.sentence]
    return page(verb.wanted(code, Action.RECORD_PAYMENT), form, refused)


def page(order: Order, form: RecordPaymentForm, refused: Refused | None = None, fresh: bool = False) -> str:
    """The form on today's order; a `fresh` one sends the receipt that would go by itself."""
    known = facts(db.session(), order, carts=False)
    amount = read(form, order.currency)
    left = order.total - known.captured
    by_itself, receipt = asked_of(order, RECEIPT)
    form.receipt.data = by_itself if fresh else form.receipt.data
    form.received_on.data = form.received_on.data or typed.today(who.store())
    return verb.draw(
        "orders/record_payment.html",
        order.code,
        order=order,
        form=form,
        amount=amount,
        left=max(0, left),
        over=max(0, amount - max(0, left)),
        share=min(100, round(100 * amount / left)) if left > 0 else 100,
        outcome=outcome(order, known, foreseen.paid(known, amount)),
        conditions=guards.conditions(Action.RECORD_PAYMENT, known),
        receipt=receipt,
        refused=refused,
    )


def read(form: RecordPaymentForm, currency: str) -> int:
    """The amount as typed so far; 0 for what is none, said beside the field."""
    try:
        return typed.amount(form.amount.data, currency, "amount")
    except Invalid as refused:
        form.amount.errors = [refused.sentence]
        return 0


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    left = f"{result['left']} is still open." if result["left"] else "Nothing is left to pay."
    receipt = f" A receipt goes to {result['receipt']}." if result["receipt"] else ""
    return Flash(f"Payment of {result['amount']} for {result['code']} is recorded", left + receipt)
