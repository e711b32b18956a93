"""Change the quantities in a buyer's cart; none takes a line out."""

import re
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.edit_cart import edit_cart
from dashboard.core import reckoning
from dashboard.core.refusals import Refused
from dashboard.pages import cart as cart_page
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("edit_cart", __name__)

FIELD = re.compile(r"quantity-([0-9]{1,18})")
LONGEST = 40


@pages.get("/customers/<int18:number>/carts/<int18:cart>/edit")
def show(number: int, cart: int) -> ResponseReturnValue:
    """The form."""
    return page(number, cart)


@pages.post("/customers/<int18:number>/carts/<int18:cart>/edit")
def submit(number: int, cart: int) -> ResponseReturnValue:
    """Do it."""
    cart_page.wanted(number, cart)
    by, seen, once = who.person(), verb.seen(), verb.submission(request.form)
    return verb.answer(
        lambda: edit_cart(cart, quantities(), by=by, seen=seen, once=once),
        confirm,
        lambda refused: page(number, cart, refused),
        cart_page.lands(number, cart),
    )


def typed() -> dict[int, str]:
    """What was typed for each line."""
    found = [(FIELD.fullmatch(name), value) for name, value in request.form.items()]
    return {int(name[1]): value[:LONGEST] for name, value in found if name}


def quantities() -> dict[int, int]:
    """The pieces of each line. Raises Invalid beside the first field that is wrong."""
    return {line: reckoning.quantity(text, f"quantity-{line}") for line, text in typed().items()}


def page(number: int, cart: int, refused: Refused | None = None) -> str:
    """The form with what was typed, the refusal beside its field."""
    return cart_page.draw("edit_cart", cart_page.wanted(number, cart), typed=typed(), refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash("The cart is changed", f"{result['changes']}.")
