"""A catalog's order link: shown, made, and replaced by another."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.make_order_link import make_order_link
from dashboard.core.refusals import Refused
from dashboard.pages import catalog, settings, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("make_order_link", __name__)


@pages.get("/catalogs/<int18:number>/order-link")
def show(number: int) -> ResponseReturnValue:
    """The link, if there is one."""
    return page(number)


@pages.post("/catalogs/<int18:number>/order-link")
def submit(number: int) -> ResponseReturnValue:
    """Make it, in place of the one there was."""
    settings.require("product")
    seen, once = verb.seen(), verb.submission(request.form)
    return verb.answer(
        lambda: make_order_link(number, by=who.person(), seen=seen, once=once),
        confirm,
        lambda refused: page(number, refused),
        shown,
    )


def shown(result: dict[str, Any]) -> str:
    """Where the link is seen."""
    return url_for("make_order_link.show", number=result["id"])


def page(number: int, refused: Refused | None = None) -> str:
    """The link's page."""
    token = catalog.wanted(number).token
    link = who.shop().base_url + url_for("order_form.show", token=token) if token else None
    return catalog.draw("make_order_link", number, link=link, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The order link of {result['catalog']} is made", "Whoever has it can order. An older one has ended.")
