"""End a catalog's order link."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.end_order_link import end_order_link
from dashboard.pages import catalog, settings, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("end_order_link", __name__)


@pages.get("/catalogs/<int18:number>/end-order-link")
def show(number: int) -> ResponseReturnValue:
    """The question."""
    return catalog.draw("end_order_link", number)


@pages.post("/catalogs/<int18:number>/end-order-link")
def submit(number: int) -> ResponseReturnValue:
    """End it."""
    settings.require("product")
    seen, once = verb.seen(), verb.submission(request.form)
    return verb.answer(
        lambda: end_order_link(number, by=who.person(), seen=seen, once=once),
        confirm,
        lambda refused: catalog.draw("end_order_link", number, refused=refused),
        catalog.lands(number),
    )


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The order link of {result['catalog']} has ended", "Whoever opens it is told so.")
