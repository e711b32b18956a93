"""Take a tag off an account: from the customer's page, or asked for by itself."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.untag_customer import untag_customer
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.customer_facts import facts_of
from dashboard.pages import customer, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("untag_customer", __name__)

LONGEST = 1_000


@pages.get("/customers/<int18:number>/untag")
def show(number: int) -> ResponseReturnValue:
    """The account's tags, each with a button that takes it off."""
    return page(number)


@pages.post("/customers/<int18:number>/untag")
def submit(number: int) -> ResponseReturnValue:
    """Take it off."""
    customer.wanted(number, Action.TAG)
    by, once = who.person(), verb.submission(request.form)
    named = request.form.get("tag", "")[:LONGEST]
    return verb.answer(
        lambda: untag_customer(number, named, by=by, once=once),
        confirm,
        lambda refused: page(number, refused),
        customer.lands(number),
    )


def page(number: int, refused: Refused | None = None) -> str:
    """The tags that can be taken off."""
    tags = facts_of(db.session(), number).tags
    return customer.draw("untag_customer", number, Action.TAG, tags=tags, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The tag “{result['tag']}” is off {result['name']}")
