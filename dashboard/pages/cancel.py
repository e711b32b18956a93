"""Cancel an order: why, with its money given back or not, what will change, and doing it."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectChoice, SelectField

from dashboard.actions.cancel import cancel
from dashboard.core import foreseen, guards, refunds
from dashboard.core.facts import OrderFacts
from dashboard.core.guards import Action
from dashboard.core.refusals import Invalid, Refused
from dashboard.core.statuses import CancelReason, RefundState
from dashboard.extensions import db
from dashboard.models.order import Order
from dashboard.models.order_books import books
from dashboard.models.order_facts import facts
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.outcome import outcome

pages = Blueprint("cancel", __name__)


class CancelForm(FlaskForm):
    """Why, whether the money goes back with it, and whether the customer is told."""

    reason = SelectField("Reason", choices=[SelectChoice(one.value, one.label) for one in CancelReason])
    refund = BooleanField(default=True)
    notify = BooleanField("Send notification to the customer", default=True)


@pages.get("/orders/<code:code>/cancel")
def show(code: str) -> ResponseReturnValue:
    """The form."""
    return page(verb.wanted(code, Action.CANCEL), CancelForm())


@pages.post("/orders/<code:code>/cancel")
def submit(code: str) -> ResponseReturnValue:
    """Redraw as it is filled in ("find"), or cancel."""
    form = CancelForm()
    if "find" in request.form:
        return page(verb.wanted(code, Action.CANCEL), form)
    seen, once, by = verb.seen(), verb.submission(request.form), who.person()
    wishes = {"refund": bool(form.refund.data), "notify": bool(form.notify.data)}
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: cancel(code, chosen(form), by=by, seen=seen, once=once, **wishes),
        confirm,
        lambda refused: redraw(code, form, refused),
        going,
    )


def chosen(form: CancelForm) -> CancelReason:
    """The reason. Raises Invalid beside "reason"."""
    if form.reason.data not in set(CancelReason):
        raise Invalid("Choose a reason.", "reason")
    return CancelReason(form.reason.data)


def redraw(code: str, form: CancelForm, refused: Refused) -> str:
    """The form again: what was chosen is kept, the refusal stands beside its field."""
    if refused.field in form:
        form[refused.field].errors = [refused.sentence]
    return page(verb.wanted(code, Action.CANCEL), form, refused)


def page(order: Order, form: CancelForm, refused: Refused | None = None) -> str:
    """The form on today's order."""
    known = facts(db.session(), order, carts=False)
    conditions = guards.conditions(Action.CANCEL, known)
    left = books(order).left
    offered = left > 0 and guards.may(who.person(), Action.REFUND)
    waits = offered and state_of(order, left) is RefundState.AWAITING_APPROVAL
    gives = offered and bool(form.refund.data)
    return verb.draw(
        "orders/cancel.html",
        order.code,
        order=order,
        form=form,
        left=left if offered else 0,
        waits=waits,
        paid_label=order.payment_status.label,
        outcome=outcome(order, known, after(known, left if gives else 0, waits)),
        conditions=conditions,
        refused=refused,
    )


def state_of(order: Order, amount: int) -> RefundState:
    """The state that a refund of so much would begin in."""
    store = who.store()
    limit = refunds.limit_in(order.currency, store.currency if store else "")
    return refunds.first_state(who.person(), books(order), amount, limit)


def after(known: OrderFacts, amount: int, waits: bool) -> OrderFacts:
    """The order as it will be."""
    if not amount:
        return foreseen.canceled(known)
    state = RefundState.AWAITING_APPROVAL if waits else RefundState.TO_SEND
    return foreseen.canceled(foreseen.refunded(known, amount, 0, state, {}))


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    what = f"{result['code']} is canceled: {result['reason']}"
    if "amount" not in result:
        return Flash(what)
    if result["state"] == RefundState.AWAITING_APPROVAL:
        return Flash(what, f"The refund of {result['amount']} waits until another person approves it.")
    return Flash(what, f"{result['amount']} stands under “Money to send” now.")
