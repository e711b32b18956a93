"""Create a catalog."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.create_catalog import create_catalog
from dashboard.core.refusals import Refused
from dashboard.pages import settings, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("create_catalog", __name__)

LONGEST = 1_000


@pages.get("/catalogs/create")
def show() -> ResponseReturnValue:
    """The form."""
    settings.require("product")
    return page()


@pages.post("/catalogs/create")
def submit() -> ResponseReturnValue:
    """Add it and go to its page, or say why not."""
    settings.require("product")
    by, once, name = who.person(), verb.submission(request.form), request.form.get("name", "")[:LONGEST]
    return verb.answer(
        lambda: create_catalog(name, by=by, once=once),
        confirm,
        lambda refused: page(name, refused),
        lambda result: url_for("catalog.show", number=result["id"]),
    )


def page(name: str = "", refused: Refused | None = None) -> str:
    """The form with what was typed."""
    going = url_for("catalogs.index")
    return verb.draw_at("catalogs/create_catalog.html", going, "#catalogs", name=name, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The catalog {result['catalog']} is made", "Add products to it, each at a price of its own or not.")
