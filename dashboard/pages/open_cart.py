"""Open a cart for a buyer, of a catalog that has none open."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField

from dashboard.actions.open_cart import open_cart
from dashboard.core.carts import PERMISSION
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.cart_view import OTHER
from dashboard.models.catalog import Catalog
from dashboard.models.keyset import is_number
from dashboard.pages import customer, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("open_cart", __name__)


class OpenCartForm(FlaskForm):
    """Of which catalog."""

    catalog = SelectField("Catalog", validate_choice=False)


@pages.get("/customers/<int18:number>/carts/open")
def show(number: int) -> ResponseReturnValue:
    """The form."""
    return page(number, OpenCartForm())


@pages.post("/customers/<int18:number>/carts/open")
def submit(number: int) -> ResponseReturnValue:
    """Open it and go there."""
    customer.wanted(number, PERMISSION)
    form, by, once = OpenCartForm(), who.person(), verb.submission(request.form)
    return verb.answer(
        lambda: open_cart(number, chosen(form), by=by, once=once),
        confirm,
        lambda refused: redraw(number, form, refused),
        lambda result: url_for("cart.show", number=number, cart=result["cart"]),
    )


def chosen(form: OpenCartForm) -> int | None:
    """The id of the catalog; None for the cart "Other"."""
    text = form.catalog.data or ""
    return int(text) if is_number(text) else None


def redraw(number: int, form: OpenCartForm, refused: Refused) -> str:
    """The form again, the refusal beside its field."""
    if refused.field in form:
        form[refused.field].errors = [refused.sentence]
    return page(number, form, refused)


def page(number: int, form: OpenCartForm, refused: Refused | None = None) -> str:
    """The form in its layout."""
    catalogs = db.session.query(Catalog.id, Catalog.name).order_by(Catalog.name).all()
    form.catalog.choices = [*(SelectChoice(str(one), name) for one, name in catalogs), SelectChoice("", OTHER)]
    known = customer.wanted(number, PERMISSION)
    names = {"customer": known, "form": form, "refused": refused}
    return verb.draw_at("carts/open_cart.html", customer.lands(number), customer.PART, **names)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The cart {result['catalog']} is open", "Add what the buyer wants; it can be placed as an order.")
