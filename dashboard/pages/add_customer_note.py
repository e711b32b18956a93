"""Notes about a customer: writing one, on the customer's page or by itself."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.add_customer_note import add_customer_note
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused
from dashboard.pages import customer, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("add_customer_note", __name__)

LONGEST = 20_000


@pages.get("/customers/<int18:number>/note")
def show(number: int) -> ResponseReturnValue:
    """The form."""
    return page(number)


@pages.post("/customers/<int18:number>/note")
def submit(number: int) -> ResponseReturnValue:
    """Add what was written, or say why not."""
    customer.wanted(number, Action.NOTE)
    by, once, text = who.person(), verb.submission(request.form), request.form.get("note", "")[:LONGEST]
    return verb.answer(
        lambda: add_customer_note(number, text, by=by, once=once),
        confirm,
        lambda refused: page(number, text, refused),
        customer.lands(number),
    )


def page(number: int, text: str = "", refused: Refused | None = None) -> str:
    """The form with what was written."""
    return customer.draw("add_customer_note", number, Action.NOTE, text=text, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The note about {result['name']} is kept")
