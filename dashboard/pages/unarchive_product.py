"""Unarchive a product."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.unarchive_product import unarchive_product
from dashboard.core.refusals import Refused
from dashboard.pages import product, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("unarchive_product", __name__)


@pages.get("/products/<int18:number>/unarchive")
def show(number: int) -> ResponseReturnValue:
    """The question."""
    return page(number)


@pages.post("/products/<int18:number>/unarchive")
def submit(number: int) -> ResponseReturnValue:
    """Do it, or say why not."""
    product.wanted(number)

    def act() -> dict[str, Any]:
        once = verb.submission(request.form)
        return unarchive_product(number, by=who.person(), seen=verb.seen(), once=once)

    return verb.answer(act, confirm, lambda refused: page(number, refused), product.lands(number))


def page(number: int, refused: Refused | None = None) -> str:
    """The question on today’s product."""
    return product.draw("unarchive_product", number, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"{result['name']} is sold again", "It can be ordered from now on.")
