"""Import the prices of a catalog: a list is read, what it would change is shown, and then it is done."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.import_prices import import_prices, plan
from dashboard.extensions import db
from dashboard.pages import catalog, list_import, who
from dashboard.pages.list_import import ListImport

pages = Blueprint("import_prices", __name__)


@pages.get("/catalogs/<int18:number>/import")
def show(number: int) -> ResponseReturnValue:
    """The form for a file."""
    return list_import.page(wanted(number))


@pages.post("/catalogs/<int18:number>/import")
def submit(number: int) -> ResponseReturnValue:
    """Show what the file would change, or, from that preview, change it."""
    return list_import.submit(wanted(number))


def wanted(number: int) -> ListImport:
    """The page of this catalog, for somebody who may; else 403, or 404."""
    known = catalog.wanted(number)
    return ListImport(
        "Prices",
        "catalogs/import_prices.html",
        lives=url_for("import_prices.show", number=number),
        going=url_for("catalog.show", number=number),
        plan=lambda rows: plan(db.session(), rows, number),
        act=lambda rows, name, seen, once: import_prices(number, rows, name, seen, by=who.person(), once=once),
        names={"catalog": known},
    )
