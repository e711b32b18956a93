"""Return an order to its buyer's cart: its conditions, what goes into the cart, the letter, and doing it."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField, TextAreaField

from dashboard.actions.return_to_cart import return_to_cart
from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.letters.reassigned import way, why_not
from dashboard.models.line import OrderLine
from dashboard.models.order import Order
from dashboard.models.order_facts import facts
from dashboard.pages import order_menu, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("return_to_cart", __name__)


class ReturnToCartForm(FlaskForm):
    """Whether the buyer gets a letter, and what it says."""

    notify = BooleanField("Send notification e-mail", default=True)
    message = TextAreaField("Message")


@pages.get("/orders/<code:code>/return-to-cart")
def show(code: str) -> ResponseReturnValue:
    """The conditions, and the form where all are met."""
    return page(verb.wanted(code, Action.RETURN_TO_CART), ReturnToCartForm())


@pages.post("/orders/<code:code>/return-to-cart")
def submit(code: str) -> ResponseReturnValue:
    """Do it."""
    form, by = ReturnToCartForm(), who.person()
    seen, once = verb.seen(), verb.submission(request.form)
    notify, message = bool(form.notify.data), form.message.data or ""
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: return_to_cart(code, by=by, shop=who.shop(), notify=notify, message=message, seen=seen, once=once),
        confirm,
        lambda refused: redraw(code, form, refused),
        going,
    )


def redraw(code: str, form: ReturnToCartForm, refused: Refused) -> str:
    """The form again: what was typed is kept, the refusal stands beside its field."""
    if refused.field in form:
        form[refused.field].errors = [refused.sentence]
    return page(verb.wanted(code, Action.RETURN_TO_CART), form, refused)


def page(order: Order, form: ReturnToCartForm, refused: Refused | None = None) -> str:
    """The form on today's order."""
    known = facts(db.session(), order)
    buyer = order.owner
    return verb.draw(
        "orders/return_to_cart.html",
        order.code,
        order=order,
        form=form,
        catalog=order.catalog.name if order.catalog else "Other",
        lines=[line for line in order.lines if line.quantity or placed(line)],
        changed=any(
            line.quantity != placed(line) or line.unit_price != line.original_unit_price for line in order.lines
        ),
        no_letter=no_letter(order),
        letter_to=way(buyer) if buyer else None,
        pdf=order_menu.offer(Action.PDF, known, who.person()),
        held=known.held,
        conditions=guards.conditions(Action.RETURN_TO_CART, known),
        refused=refused,
    )


def placed(line: OrderLine) -> int:
    """The pieces of a line that the buyer placed."""
    return line.original_quantity or 0


def no_letter(order: Order) -> str | None:
    """Why the buyer gets no letter; None if they can."""
    if order.is_test:
        return "A test order sends nothing to customers."
    return why_not(order.owner, who.shop()) if order.owner else None


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    cart = "the cart “Other”" if result["catalog"] == "Other" else f"the {result['catalog']} cart"
    letter = f" One letter to {result['letter_to']} waits a moment before it goes." if result["letter_to"] else ""
    return Flash(f"{result['code']} is returned to the cart", f"{result['buyer']['name']} finds it in {cart}.{letter}")
