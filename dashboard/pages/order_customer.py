"""Edit the order customer: the form, what it will change, and doing it."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.order_customer import OrderCustomer, order_customer
from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.order_customer_form import KINDS, LONGEST, OrderCustomerForm, filled, rows

pages = Blueprint("order_customer", __name__)


@pages.get("/orders/<code:code>/order-customer")
def show(code: str) -> ResponseReturnValue:
    """The form, as the order has it."""
    order = verb.wanted(code, Action.ORDER_CUSTOMER)
    return page(order, filled(order))


@pages.post("/orders/<code:code>/order-customer")
def submit(code: str) -> ResponseReturnValue:
    """Redraw as it is filled in ("find"), or save."""
    order = verb.wanted(code, Action.ORDER_CUSTOMER)
    form = filled(order)
    if "find" in request.form:
        return page(order, form)
    seen, once, by = verb.seen(), verb.submission(request.form), who.person()
    new = entered(form)
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: order_customer(code, new, by=by, region=who.shop().region, seen=seen, once=once),
        confirm,
        lambda refused: redraw(code, form, refused),
        going,
    )


def entered(form: OrderCustomerForm) -> OrderCustomer:
    """What was typed, cut to what could ever be right and a little more."""
    name, email, phone = ((form[field].data or "")[:LONGEST] for field in ("name", "email", "phone"))
    return OrderCustomer(name, email, phone, *(form.parts(kind) for kind in KINDS))


def redraw(code: str, form: OrderCustomerForm, refused: Refused) -> str:
    """The form again: what was typed is kept, the refusal stands beside its field."""
    if refused.field in form:
        form[refused.field].errors = [refused.sentence]
    return page(verb.wanted(code, Action.ORDER_CUSTOMER), form, refused)


def page(order: Order, form: OrderCustomerForm, refused: Refused | None = None) -> str:
    """The form on today's order."""
    return verb.draw(
        "orders/order_customer.html",
        order.code,
        order=order,
        form=form,
        kinds=KINDS,
        rows=rows(order, form),
        conditions=guards.conditions(Action.ORDER_CUSTOMER, facts(db.session(), order)),
        refused=refused,
    )


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    code, changes = result["code"], result["changes"]
    short = changes if len(changes) <= 200 else f"{changes[:200]}…"
    return Flash(
        f"{code} has a new order customer",
        f"{short[:1].upper()}{short[1:]}. Account and owner stay as they were.",
        undo=url_for("undo.show", code=code, seq=result["undo"]),
    )
