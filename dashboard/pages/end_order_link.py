"""End a catalog's order link."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.end_order_link import end_order_link
from dashboard.core.refusals import Refused
from dashboard.pages import settings, verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.make_order_link import draw, wanted

pages = Blueprint("end_order_link", __name__)


@pages.get("/catalogs/<int18:number>/end-order-link")
def show(number: int) -> ResponseReturnValue:
    """The question."""
    settings.require("product")
    return page(number)


@pages.post("/catalogs/<int18:number>/end-order-link")
def submit(number: int) -> ResponseReturnValue:
    """End it."""
    settings.require("product")
    once = verb.submission(request.form)
    return verb.answer(
        lambda: end_order_link(number, by=who.person(), once=once),
        confirm,
        lambda refused: page(number, refused),
        url_for("make_order_link.show", number=number),
    )


def page(number: int, refused: Refused | None = None) -> str:
    """The question, whatever the link is now."""
    return draw("catalogs/end_order_link.html", wanted(number), refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The order link of {result['catalog']} has ended", "Whoever opens it is told so.")
