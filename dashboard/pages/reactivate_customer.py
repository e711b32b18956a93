"""Reactivate a customer."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.reactivate_customer import reactivate_customer
from dashboard.core.refusals import Refused
from dashboard.pages import customer, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("reactivate_customer", __name__)


@pages.get("/customers/<int18:number>/reactivate")
def show(number: int) -> ResponseReturnValue:
    """The question."""
    return page(number)


@pages.post("/customers/<int18:number>/reactivate")
def submit(number: int) -> ResponseReturnValue:
    """Do it, or say why not."""
    customer.wanted(number)

    def act() -> dict[str, Any]:
        return reactivate_customer(number, by=who.person(), seen=verb.seen(), once=verb.submission(request.form))

    return verb.answer(act, confirm, lambda refused: page(number, refused), customer.lands(number))


def page(number: int, refused: Refused | None = None) -> str:
    """The question in its layout."""
    return customer.draw("reactivate_customer", number, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"{result['name']} is active again", "The account can own orders again.")
