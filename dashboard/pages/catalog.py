"""One catalog: the products that it offers, each at its price there."""

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.extensions import db
from dashboard.models import keyset
from dashboard.models.catalog import Catalog
from dashboard.models.catalog_view import CatalogPage, offered_in
from dashboard.pages import settings, verb

pages = Blueprint("catalog", __name__)

PART, LONGEST = "#catalog", 200


@pages.get("/catalogs/<int18:number>")
def show(number: int) -> ResponseReturnValue:
    """Its products by SKU, or those that match the search."""
    catalog = db.session.get(Catalog, number) or abort(404)
    q = request.args.get("q", "")[:LONGEST].strip()
    back = "before" in request.args
    place = keyset.read(request.args.get("before" if back else "after"), str, back)
    offered = offered_in(db.session(), number, q, place)
    return render_template("catalogs/detail.html", catalog=catalog, offered=offered, q=q, **pager(number, offered, q))


def pager(number: int, offered: CatalogPage, q: str) -> dict[str, str | None]:
    """The addresses of the pages before and after this one, where there are any."""
    rows = offered.page.rows
    found: dict[str, str | None] = {"newer": None, "older": None}
    if rows and offered.page.before:
        found["newer"] = address(number, q, before=keyset.written(rows[0].sku, rows[0].id))
    if rows and offered.page.after:
        found["older"] = address(number, q, after=keyset.written(rows[-1].sku, rows[-1].id))
    return found


def address(number: int, q: str = "", after: str | None = None, before: str | None = None) -> str:
    """The address of the catalog narrowed like this, from a place on."""
    return url_for("catalog.show", number=number, q=q or None, after=after, before=before)


def wanted(number: int) -> Catalog:
    """The catalog of this address, for somebody who may change it; else 403, or 404."""
    settings.require("product")
    return db.session.get(Catalog, number) or abort(404)


def lands(number: int) -> str:
    """Where success of a verb goes: where it was begun, else the catalog's page."""
    return settings.lands("catalog.show", number=number)


def draw(template: str, number: int, **names: Any) -> str:
    """The form of a verb on a catalog, in its layout."""
    names = {"catalog": wanted(number), "version": settings.version(), **names}
    return verb.draw_at(f"catalogs/{template}.html", lands(number), PART, **names)
