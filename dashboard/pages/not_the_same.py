"""Say that two accounts are not the same customer."""

from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.not_the_same import not_the_same
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.customer import Customer
from dashboard.pages import customer, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("not_the_same", __name__)


@pages.get("/customers/<int18:number>/not-the-same/<int18:other>")
def show(number: int, other: int) -> ResponseReturnValue:
    """The question."""
    return page(number, other)


@pages.post("/customers/<int18:number>/not-the-same/<int18:other>")
def submit(number: int, other: int) -> ResponseReturnValue:
    """Do it, or say why not."""
    customer.wanted(number)
    by, once = who.person(), verb.submission(request.form)
    return verb.answer(
        lambda: not_the_same(number, other, by=by, once=once),
        confirm,
        lambda refused: page(number, other, refused),
        customer.lands(number),
    )


def page(number: int, other: int, refused: Refused | None = None) -> str:
    """The question, with both accounts."""
    customer.wanted(number)
    two = db.session.get(Customer, other) or abort(404)
    return customer.draw("not_the_same", number, other=two, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    one, two = result["ids"]
    return Flash(
        f"{result['one']} and {result['two']} are not the same",
        "They are shown no more as possible duplicates.",
        undo=url_for("maybe_the_same.submit", number=one, other=two),
    )
