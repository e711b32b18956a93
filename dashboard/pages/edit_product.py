"""Edit a product, and count its stock."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.edit_product import edit_product
from dashboard.core.refusals import Refused
from dashboard.pages import product, verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.product_form import LONGEST, ProductForm, entered, stored, tell

pages = Blueprint("edit_product", __name__)


@pages.get("/products/<int18:number>/edit")
def show(number: int) -> ResponseReturnValue:
    """The form with the product as it is."""
    return page(number, ProductForm(None, data=stored(product.wanted(number))))


@pages.post("/products/<int18:number>/edit")
def submit(number: int) -> ResponseReturnValue:
    """Change it, or say why not."""
    product.wanted(number)
    form, shown = ProductForm(request.form), request.form.get("stock_seen", "")[:LONGEST]

    def act() -> dict[str, Any]:
        once = verb.submission(request.form)
        return edit_product(number, entered(form), by=who.person(), seen=verb.seen(), stock_seen=shown, once=once)

    return verb.answer(act, confirm, lambda refused: redraw(number, form, refused), product.lands(number))


def redraw(number: int, form: ProductForm, refused: Refused) -> str:
    """The form again, what was typed kept, the refusal beside its field."""
    tell(form, refused)
    return page(number, form, refused)


def page(number: int, form: ProductForm, refused: Refused | None = None) -> str:
    """The form in its layout."""
    now = stored(product.wanted(number))["stock"]
    return product.draw("edit_product", number, form=form, refused=refused, stock_seen=now)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"{result['name']} is changed", "Orders keep the name and price that they were placed with.")
