"""Add a product to a buyer's cart: it is searched, picked, and counted."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField

from dashboard.actions.add_to_cart import add_to_cart
from dashboard.core import reckoning
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.cart import Cart
from dashboard.models.catalog_offer import offer
from dashboard.models.keyset import is_number
from dashboard.models.product_list import offered
from dashboard.pages import cart as cart_page
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("add_to_cart", __name__)

SHOWN, LONGEST = 6, 200


class AddForm(FlaskForm):
    """What is looked for, and how many of what was picked."""

    product_q = StringField("Product")
    quantity = IntegerField("Quantity", default=1)


@pages.get("/customers/<int18:number>/carts/<int18:cart>/add")
def show(number: int, cart: int) -> ResponseReturnValue:
    """The form."""
    return page(number, cart, AddForm())


@pages.post("/customers/<int18:number>/carts/<int18:cart>/add")
def submit(number: int, cart: int) -> ResponseReturnValue:
    """Redraw as it is filled in ("find", "add"), or put it in."""
    cart_page.wanted(number, cart)
    form = AddForm()
    if {"find", "add"} & set(request.form):
        return page(number, cart, form)
    by, seen, once = who.person(), verb.seen(), verb.submission(request.form)
    return verb.answer(
        lambda: add_to_cart(cart, picked(), quantity(), by=by, seen=seen, once=once),
        confirm,
        lambda refused: redraw(number, cart, form, refused),
        cart_page.lands(number, cart),
    )


def picked() -> int | None:
    """The id of the product that was picked."""
    text = request.form.get("add") or request.form.get("product", "")
    return int(text) if is_number(text) else None


def quantity() -> int:
    """How many. Raises Invalid beside "quantity"."""
    return reckoning.quantity(request.form.get("quantity", "")[:40])


def redraw(number: int, cart: int, form: AddForm, refused: Refused) -> str:
    """The form again: what was typed is kept, the refusal stands beside its field."""
    for field in form:
        field.errors = [refused.sentence] if field.name == refused.field else []
    return page(number, cart, form, refused)


def page(number: int, cart: int, form: AddForm, refused: Refused | None = None) -> str:
    """The form with what matches and what was picked."""
    found = cart_page.wanted(number, cart)
    session, catalog = db.session(), db.session.get_one(Cart, cart).catalog_id
    ids = [number for number in (picked(),) if number]
    chosen = next(iter(offer(session, catalog, found.currency, ids)), None)
    q = "" if "add" in request.form else (form.product_q.data or "")[:LONGEST].strip()
    if "add" in request.form:
        form.product_q.data = ""
    rows = [row for row in offered(session, q, SHOWN + 1, catalog) if row.currency == found.currency] if q else []
    names = {"form": form, "chosen": chosen, "q": q, "rows": rows[:SHOWN], "more": len(rows) > SHOWN}
    return cart_page.draw("add_to_cart", found, refused=refused, **names)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"{result['pieces']} is in the cart")
