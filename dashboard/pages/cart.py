"""A buyer's cart as staff look at it: what lies in it, what changed since, and what came of it."""

from typing import Any, NamedTuple

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.core.carts import PERMISSION
from dashboard.extensions import db
from dashboard.models.cart_view import CartRow, Line, cart_lines, cart_of, total
from dashboard.models.customer import Customer
from dashboard.pages import settings, verb
from dashboard.pages.new_order import the_store
from dashboard.pages.next import own_path

pages = Blueprint("cart", __name__)

PART = "#cart"


class Opened(NamedTuple):
    """A buyer's cart with what lies in it; `sum` is what can be ordered, in minor units of `currency`."""

    buyer: Customer
    row: CartRow
    lines: list[Line]
    sum: int
    currency: str


@pages.get("/customers/<int18:number>/carts/<int18:cart>")
def show(number: int, cart: int) -> ResponseReturnValue:
    """The cart's page."""
    return render_template("carts/detail.html", **opened(number, cart)._asdict())


def opened(number: int, cart: int) -> Opened:
    """The cart of this address; 404 for another buyer's."""
    session, store = db.session(), the_store()
    found, buyer, row = cart_of(session, number, cart) or abort(404)
    lines = cart_lines(session, found, store.currency)
    return Opened(buyer, row, lines, total(lines, store), store.currency)


def lands(number: int, cart: int) -> str:
    """Where success of a verb goes: where it was begun, else the cart's page."""
    return own_path(request.values.get("next"), url_for("cart.show", number=number, cart=cart))


def wanted(number: int, cart: int) -> Opened:
    """The cart of this address, for somebody who may change it; else 403, or 404."""
    settings.require(PERMISSION)
    return opened(number, cart)


def draw(template: str, found: Opened, **names: Any) -> str:
    """The form of a verb on a cart, in its layout."""
    going = lands(found.buyer.id, found.row.id)
    names = {**found._asdict(), "version": found.buyer.version, **names}
    return verb.draw_at(f"carts/{template}.html", going, PART, **names)
