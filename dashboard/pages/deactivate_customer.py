"""Deactivate a customer."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.deactivate_customer import deactivate_customer
from dashboard.core.refusals import Refused
from dashboard.pages import customer, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("deactivate_customer", __name__)


@pages.get("/customers/<int18:number>/deactivate")
def show(number: int) -> ResponseReturnValue:
    """The question."""
    return page(number)


@pages.post("/customers/<int18:number>/deactivate")
def submit(number: int) -> ResponseReturnValue:
    """Do it, or say why not."""
    customer.wanted(number)

    def act() -> dict[str, Any]:
        return deactivate_customer(number, by=who.person(), seen=verb.seen(), once=verb.submission(request.form))

    return verb.answer(act, confirm, lambda refused: page(number, refused), customer.lands(number))


def page(number: int, refused: Refused | None = None) -> str:
    """The question in its layout."""
    return customer.draw("deactivate_customer", number, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"{result['name']} is deactivated", "The account can own no more orders, and nobody can log in to it.")
