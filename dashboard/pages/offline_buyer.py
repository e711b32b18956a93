"""Make a customer an offline buyer, or one that logs in again."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.offline_buyer import offline_buyer
from dashboard.core.refusals import Refused
from dashboard.pages import customer, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("offline_buyer", __name__)


@pages.get("/customers/<int18:number>/offline-buyer")
def show(number: int) -> ResponseReturnValue:
    """The question: whichever the account is not now."""
    return page(number)


@pages.post("/customers/<int18:number>/offline-buyer")
def submit(number: int) -> ResponseReturnValue:
    """Do what the question was, or say why not."""
    customer.wanted(number)
    offline = request.form.get("offline") == "1"

    def act() -> dict[str, Any]:
        once = verb.submission(request.form)
        return offline_buyer(number, offline, by=who.person(), shop=who.shop(), seen=verb.seen(), once=once)

    return verb.answer(act, confirm, lambda refused: page(number, refused), customer.lands(number))


def page(number: int, refused: Refused | None = None) -> str:
    """The question in its layout."""
    return customer.draw("offline_buyer", number, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    if result["offline"]:
        return Flash(f"{result['name']} is an offline buyer now", "The password is gone; nobody can log in.")
    letter = f"A link to set a password goes to {result['letter_to']} at once." if result["letter_to"] else ""
    return Flash(f"{result['name']} can log in again", letter or "There is no address to send a link to.")
