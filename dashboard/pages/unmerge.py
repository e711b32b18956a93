"""Take a merge of accounts back."""

from typing import Any

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from dashboard.actions.unmerge import merge_line, unmerge
from dashboard.core.guards import Action
from dashboard.core.merging import LASTS, orders
from dashboard.core.refusals import Refused, Vanished
from dashboard.extensions import db
from dashboard.models.customer_view import customer_by_id
from dashboard.models.order_view import log_line
from dashboard.pages import customer, settings, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("unmerge", __name__)


@pages.get("/customers/<int18:number>/unmerge/<int18:seq>")
def show(number: int, seq: int) -> ResponseReturnValue:
    """The question whether to take it back."""
    return page(number, seq)


@pages.post("/customers/<int18:number>/unmerge/<int18:seq>")
def submit(number: int, seq: int) -> ResponseReturnValue:
    """Take it back, or say what came after it."""
    settings.require(Action.MERGE)
    once, by = verb.submission(request.form), who.person()
    going = customer.lands(number)
    return verb.answer(
        lambda: unmerge(number, seq, by=by, once=once), confirm, lambda refused: page(number, seq, refused), going
    )


def page(number: int, seq: int, refused: Refused | None = None) -> str:
    """The question, with what was done."""
    settings.require(Action.MERGE)
    known = customer_by_id(db.session(), number) or abort(404)
    try:
        done, text = merge_line(db.session(), number, seq)
    except Vanished:
        abort(404)
    going = customer.lands(number)
    names = {"customer": known, "done": log_line(done), "text": text, "until": done.at + LASTS, "refused": refused}
    return verb.draw_at("customers/unmerge.html", going, customer.PART, **names)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"{result['others']} and {result['name']} are apart again", f"{orders(result['orders'])} went back.")
