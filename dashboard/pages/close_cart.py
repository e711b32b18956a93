"""Close a buyer's cart: what that means, and doing it."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.close_cart import close_cart
from dashboard.core.refusals import Refused
from dashboard.pages import cart as cart_page
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("close_cart", __name__)


@pages.get("/customers/<int18:number>/carts/<int18:cart>/close")
def show(number: int, cart: int) -> ResponseReturnValue:
    """The question."""
    return page(number, cart)


@pages.post("/customers/<int18:number>/carts/<int18:cart>/close")
def submit(number: int, cart: int) -> ResponseReturnValue:
    """Do it."""
    cart_page.wanted(number, cart)
    by, seen, once = who.person(), verb.seen(), verb.submission(request.form)
    return verb.answer(
        lambda: close_cart(cart, by=by, seen=seen, once=once),
        confirm,
        lambda refused: page(number, cart, refused),
        cart_page.lands(number, cart),
    )


def page(number: int, cart: int, refused: Refused | None = None) -> str:
    """The question on today's cart."""
    return cart_page.draw("close_cart", cart_page.wanted(number, cart), refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The cart {result['catalog']} is closed", "Another one of its catalog can be opened.")
