"""Archive a product: what that means, and doing it."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.archive_product import archive_product
from dashboard.core.refusals import Refused
from dashboard.pages import product, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("archive_product", __name__)


@pages.get("/products/<int18:number>/archive")
def show(number: int) -> ResponseReturnValue:
    """The question."""
    return page(number)


@pages.post("/products/<int18:number>/archive")
def submit(number: int) -> ResponseReturnValue:
    """Do it, or say why not."""
    product.wanted(number)

    def act() -> dict[str, Any]:
        once = verb.submission(request.form)
        return archive_product(number, by=who.person(), seen=verb.seen(), once=once)

    return verb.answer(act, confirm, lambda refused: page(number, refused), product.lands(number))


def page(number: int, refused: Refused | None = None) -> str:
    """The question on today’s product."""
    return product.draw("archive_product", number, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(
        f"{result['name']} is archived", "It is in no list of what can be ordered; orders that hold it keep it."
    )
