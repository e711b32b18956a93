"""One of the buyer's carts: what lies in it, what changed since; changed, and placed as an order."""

import re
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from dashboard.account import who
from dashboard.account.once import submission
from dashboard.actions.edit_cart import edit_cart
from dashboard.actions.once import Submission, look
from dashboard.actions.place_cart import place_cart
from dashboard.core import reckoning
from dashboard.core.refusals import Invalid, KeyReused, Refused, Replayed, Stale
from dashboard.extensions import db
from dashboard.models.buyer_carts import came_back
from dashboard.models.cart import Cart
from dashboard.models.cart_view import CartRow, Line, cart_lines, cart_of, total
from dashboard.models.store import Store
from dashboard.pages import verb
from dashboard.pages.flash import Flash, flash

pages = Blueprint("account_cart", __name__)
QUANTITY, PRICE = re.compile(r"quantity-([0-9]{1,18})"), re.compile(r"[0-9]{1,15}")
LONGEST = 40


@pages.get("/account/carts/<int18:number>")
def show(number: int) -> ResponseReturnValue:
    """The cart."""
    return page(number)


@pages.post("/account/carts/<int18:number>")
def submit(number: int) -> ResponseReturnValue:
    """Change the quantities, take a line out, or place the order, as the pressed button says."""
    cart, _ = wanted(number)
    once = submission()
    try:
        look(db.session(), once)
        lines = cart_lines(db.session(), cart, store().currency)
        done = order(cart, lines, once) if "place" in request.form else change(cart, lines, once)
    except Replayed as again:
        return going(number, again.result)
    except (Stale, KeyReused) as stale:
        return page(number, stale, 409)
    except Refused as refused:
        return page(number, refused, 422)
    return going(number, done)


def going(number: int, done: dict[str, Any]) -> Response:
    """Where what was done is seen, also where it was done before: the new order, or the cart."""
    if "code" in done:
        return redirect(url_for("account_placed.show", code=done["code"]), 303)
    flash(Flash("The cart is changed", f"{done['changes']}." if done.get("changes") else ""))
    return redirect(url_for(".show", number=number), 303)


def change(cart: Cart, lines: list[Line], once: Submission) -> dict[str, Any]:
    """Keep the quantities. Raises the refusals of edit_cart()."""
    new = different(lines, quantities())
    out = request.form.get("remove", "")
    if re.fullmatch(r"[0-9]{1,18}", out):
        new = {int(out): 0}
    if not new:
        return {"cart": cart.id}
    return edit_cart(cart.id, new, by=who.person(), seen=verb.seen(), once=once)


def order(cart: Cart, lines: list[Line], once: Submission) -> dict[str, Any]:
    """Place the order of what is in the form, at the prices that it shows. Raises the refusals of place_cart()."""
    typed, seen = quantities(), verb.seen()
    kept = [line._replace(quantity=typed.get(line.id, line.quantity), price=shown_price(line)) for line in lines]
    kept = [line for line in kept if line.quantity]
    if not any(line.counts for line in kept):
        raise Invalid("Nothing in this cart can be ordered.")
    agreed, new, number = total(kept, store()), different(lines, typed), cart.id
    if new:
        edit_cart(number, new, by=who.person(), seen=seen)
    return place_cart(number, by=who.person(), agreed=agreed, seen=None if new else seen, once=once)


def quantities() -> dict[int, int]:
    """The pieces of each line of the form. Raises Invalid beside the first field that is wrong."""
    return {line: reckoning.quantity(text, f"quantity-{line}") for line, text in typed_quantities().items()}


def typed_quantities() -> dict[int, str]:
    """What was typed for each line."""
    found = [(QUANTITY.fullmatch(name), value) for name, value in request.form.items()]
    return {int(name[1]): value[:LONGEST] for name, value in found if name}


def different(lines: list[Line], typed: dict[int, int]) -> dict[int, int]:
    """The quantities that are others than those kept."""
    kept = {line.id: line.quantity for line in lines}
    return {line: quantity for line, quantity in typed.items() if kept.get(line) != quantity}


def shown_price(line: Line) -> int | None:
    """The unit price that the form showed, in minor units; today's where it showed none."""
    said = request.form.get(f"price-{line.id}", "")
    return int(said) if PRICE.fullmatch(said) and line.price is not None else line.price


def wanted(number: int) -> tuple[Cart, CartRow]:
    """The buyer's cart of this address; 404 for one that is none of theirs."""
    found = cart_of(db.session(), who.account().id, number) or abort(404)
    return found[0], found[2]


def store() -> Store:
    """The store, whose currency orders are placed in."""
    return db.session.get_one(Store, 1)


def page(number: int, refused: Refused | None = None, status: int = 200) -> ResponseReturnValue:
    """The cart with what was typed, the refusal beside its field."""
    db.session.expire_all()
    cart, row = wanted(number)
    lines = cart_lines(db.session(), cart, store().currency)
    names = {"cart": cart, "row": row, "lines": lines, "sum": total(lines, store()), "currency": store().currency}
    names |= {"origin": came_back(db.session(), who.account().id, cart.from_order_id)}
    names |= {"typed": typed_quantities() if refused else {}, "refused": refused, "version": who.account().version}
    return render_template("account/cart.html", key=verb.new_key(), **names), status
