"""Add a product to a catalog, or set the price that it has there: it is searched, picked, and priced."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField

from dashboard.actions.add_to_catalog import add_to_catalog
from dashboard.core import money
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.catalog import CatalogItem, Product
from dashboard.models.keyset import is_number
from dashboard.models.product_list import offered
from dashboard.pages import catalog, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("add_to_catalog", __name__)

SHOWN, LONGEST = 6, 200


class AddForm(FlaskForm):
    """What is looked for, and the price of what was picked."""

    product_q = StringField("Product")
    price = StringField("Price in this catalog")


@pages.get("/catalogs/<int18:number>/add")
def show(number: int) -> ResponseReturnValue:
    """The form; with `product`, the one whose price is set."""
    form = AddForm(None)
    given = request.args.get("product", "")
    item = db.session.get(CatalogItem, (number, int(given))) if is_number(given) else None
    if item is not None and item.price is not None:
        form.price.data = f"{money.to_decimal(item.price, item.product.currency):f}"
    return page(number, form, item.product_id if item else None)


@pages.post("/catalogs/<int18:number>/add")
def submit(number: int) -> ResponseReturnValue:
    """Redraw as it is filled in ("find", "add"), or offer it."""
    catalog.wanted(number)
    form, picked = AddForm(), chosen_id()
    if {"find", "add"} & set(request.form):
        return page(number, form, picked)
    by, seen, once = who.person(), verb.seen(), verb.submission(request.form)
    price = (form.price.data or "")[:LONGEST]
    return verb.answer(
        lambda: add_to_catalog(number, picked, price, by=by, seen=seen, once=once),
        confirm,
        lambda refused: redraw(number, form, picked, refused),
        catalog.lands(number),
    )


def chosen_id() -> int | None:
    """The id of the product that was picked."""
    text = request.form.get("add") or request.form.get("product", "")
    return int(text) if is_number(text) else None


def redraw(number: int, form: AddForm, picked: int | None, refused: Refused) -> str:
    """The form again: what was typed is kept, the refusal stands beside its field."""
    if refused.field in form:
        form[refused.field].errors = [refused.sentence]
    return page(number, form, picked, refused)


def page(number: int, form: AddForm, picked: int | None = None, refused: Refused | None = None) -> str:
    """The form with what matches and what was picked."""
    q = "" if "add" in request.form else (form.product_q.data or "")[:LONGEST].strip()
    if "add" in request.form:
        form.product_q.data = ""
    rows = offered(db.session(), q, SHOWN + 1) if q else []
    chosen = db.session.get(Product, picked) if picked else None
    names = {"form": form, "chosen": chosen, "q": q, "rows": rows[:SHOWN], "more": len(rows) > SHOWN}
    names["repriced"] = chosen is not None and request.args.get("product") == str(chosen.id)
    return catalog.draw("add_to_catalog", number, refused=refused, **names)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    told = "is in the catalog now" if result["new"] else "has another price here"
    return Flash(f"{result['product']} {told}", f"At {result['price']}.")
