"""Notes about an order: writing one, on the order's page or by itself."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.add_note import add_note
from dashboard.core import guards
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.order_facts import facts
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("add_note", __name__)

LONGEST = 20_000


@pages.get("/orders/<code:code>/notes")
def show(code: str) -> ResponseReturnValue:
    """The form."""
    return page(code)


@pages.post("/orders/<code:code>/notes")
def submit(code: str) -> ResponseReturnValue:
    """Add what was written, or say why not."""
    verb.wanted(code, Action.NOTE)
    by, once, text = who.person(), verb.submission(request.form), typed()
    going, _ = verb.lands(code)
    return verb.answer(
        lambda: add_note(code, text, by=by, for_customer=for_customer(), once=once),
        confirm,
        lambda refused: page(code, text, refused),
        going,
    )


def typed() -> str:
    """The note as it was written."""
    return request.form.get("note", "")[:LONGEST]


def for_customer() -> bool:
    """Whether the customer shall read it."""
    return request.form.get("readers") == "customer"


def page(code: str, text: str = "", refused: Refused | None = None) -> str:
    """The form with what was written."""
    order = verb.wanted(code, Action.NOTE)
    conditions = guards.conditions(Action.NOTE, facts(db.session(), order))
    return verb.draw(
        "orders/add_note.html",
        code,
        order=order,
        text=text,
        shared=for_customer(),
        conditions=conditions,
        refused=refused,
    )


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The note about {result['code']} is kept")
