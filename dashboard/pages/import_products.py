"""Import products: a list is read, what it would change is shown, and then it is done. One page, up to 5,000 rows."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.import_products import import_products, plan
from dashboard.extensions import db
from dashboard.pages import list_import, new_order, settings, who
from dashboard.pages.list_import import ListImport

pages = Blueprint("import_products", __name__)


@pages.get("/products/import")
def show() -> ResponseReturnValue:
    """The form for a file."""
    return list_import.page(wanted())


@pages.post("/products/import")
def submit() -> ResponseReturnValue:
    """Show what the file would change, or, from that preview, change it."""
    return list_import.submit(wanted())


def wanted() -> ListImport:
    """The page, for somebody who may; else 403."""
    settings.require("product")
    return ListImport(
        "Products",
        "products/import_products.html",
        lives=url_for("import_products.show"),
        going=url_for("products.index"),
        plan=lambda rows: plan(db.session(), rows, new_order.the_store().currency),
        act=lambda rows, name, seen, once: import_products(rows, name, seen, by=who.person(), once=once),
        names={},
    )
