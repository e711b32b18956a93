"""Create a product."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.create_product import create_product
from dashboard.core.refusals import Refused
from dashboard.pages import settings, verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.product_form import ProductForm, entered, tell

pages = Blueprint("create_product", __name__)


@pages.get("/products/create")
def show() -> ResponseReturnValue:
    """The form."""
    settings.require("product")
    store = who.store()
    return page(ProductForm(None, data={"currency": store.currency if store else "EUR"}))


@pages.post("/products/create")
def submit() -> ResponseReturnValue:
    """Add it and go to its page, or say why not."""
    settings.require("product")
    form = ProductForm(request.form)
    return verb.answer(
        lambda: create_product(entered(form), by=who.person(), once=verb.submission(request.form)),
        confirm,
        lambda refused: redraw(form, refused),
        lambda result: url_for("product.show", number=result["id"]),
    )


def redraw(form: ProductForm, refused: Refused) -> str:
    """The form again, what was typed kept, the refusal beside its field."""
    tell(form, refused)
    return page(form, refused)


def page(form: ProductForm, refused: Refused | None = None) -> str:
    """The form in its layout."""
    going = url_for("products.index")
    return verb.draw_at("products/create_product.html", going, "#results", form=form, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"{result['name']} is added", "It can be ordered from now on.")
