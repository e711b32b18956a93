"""A catalog's order link: shown, made, and replaced by another."""

from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.make_order_link import make_order_link
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.catalog import Catalog
from dashboard.pages import settings, verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.next import own_path

pages = Blueprint("make_order_link", __name__)


@pages.get("/catalogs/<int18:number>/order-link")
def show(number: int) -> ResponseReturnValue:
    """The link, if there is one."""
    settings.require("product")
    return page(number)


@pages.post("/catalogs/<int18:number>/order-link")
def submit(number: int) -> ResponseReturnValue:
    """Make it, in place of the one there was."""
    settings.require("product")
    once = verb.submission(request.form)
    return verb.answer(
        lambda: make_order_link(number, by=who.person(), once=once),
        confirm,
        lambda refused: page(number, refused),
        url_for("make_order_link.show", number=number),
    )


def page(number: int, refused: Refused | None = None) -> str:
    """The link's page."""
    catalog = wanted(number)
    link = who.shop().base_url + url_for("order_form.show", token=catalog.token) if catalog.token else None
    return draw("catalogs/make_order_link.html", catalog, link=link, refused=refused)


def wanted(number: int) -> Catalog:
    """The catalog of this address; else 404."""
    return db.session.get(Catalog, number) or abort(404)


def draw(template: str, catalog: Catalog, **names: Any) -> str:
    """A page about it, without dialog: what is shown is to be copied."""
    back = own_path(request.values.get("next"), url_for("products.index"))
    return verb.draw_at(template, back, "#main", alone=1, catalog=catalog, **names)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The order link of {result['catalog']} is made", "Whoever has it can order. An older one has ended.")
