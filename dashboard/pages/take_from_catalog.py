"""Take a product out of a catalog: what that means, and doing it."""

from typing import Any

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from dashboard.actions.take_from_catalog import take_from_catalog
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.catalog import Product
from dashboard.pages import catalog, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("take_from_catalog", __name__)


@pages.get("/catalogs/<int18:number>/products/<int18:product>/take-out")
def show(number: int, product: int) -> ResponseReturnValue:
    """The question."""
    return page(number, product)


@pages.post("/catalogs/<int18:number>/products/<int18:product>/take-out")
def submit(number: int, product: int) -> ResponseReturnValue:
    """Do it."""
    catalog.wanted(number)
    by, seen, once = who.person(), verb.seen(), verb.submission(request.form)
    return verb.answer(
        lambda: take_from_catalog(number, product, by=by, seen=seen, once=once),
        confirm,
        lambda refused: page(number, product, refused),
        catalog.lands(number),
    )


def page(number: int, product: int, refused: Refused | None = None) -> str:
    """The question about today's product."""
    known = db.session.get(Product, product) or abort(404)
    return catalog.draw("take_from_catalog", number, product=known, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"{result['product']} is out of the catalog {result['catalog']}", "Carts of it show it as gone.")
