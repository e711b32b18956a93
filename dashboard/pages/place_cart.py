"""Place a buyer's cart as an order for them: what it comes to today, and doing it."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.place_cart import place_cart
from dashboard.core.refusals import Invalid, Refused
from dashboard.models.keyset import is_number
from dashboard.pages import cart as cart_page
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("place_cart", __name__)


@pages.get("/customers/<int18:number>/carts/<int18:cart>/place")
def show(number: int, cart: int) -> ResponseReturnValue:
    """What will be ordered."""
    return page(number, cart)


@pages.post("/customers/<int18:number>/carts/<int18:cart>/place")
def submit(number: int, cart: int) -> ResponseReturnValue:
    """Place it and go to the new order."""
    cart_page.wanted(number, cart)
    by, seen, once = who.person(), verb.seen(), verb.submission(request.form)
    return verb.answer(
        lambda: place_cart(cart, by=by, agreed=agreed(), seen=seen, once=once),
        confirm,
        lambda refused: page(number, cart, refused),
        lambda result: url_for("order.show", code=result["code"]),
    )


def agreed() -> int:
    """The total that the form showed, in minor units. Raises Invalid for a form that showed none."""
    text = request.form.get("agreed", "")
    if not is_number(text):
        raise Invalid("This form does not say what the cart came to. Look at it again.")
    return int(text)


def page(number: int, cart: int, refused: Refused | None = None) -> str:
    """What will be ordered today."""
    return cart_page.draw("place_cart", cart_page.wanted(number, cart), refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    anew = f" {result['from']} and it point at each other." if result["from"] else ""
    left = f" Left out: {', '.join(result['left_out'])}." if result["left_out"] else ""
    return Flash(f"{result['code']} is placed: {result['total']}", f"The cart became this order.{anew}{left}")
