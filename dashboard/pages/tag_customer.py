"""Tags of an account: adding one, on the customer's page or by itself."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.tag_customer import tag_customer
from dashboard.core.guards import Action
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.customer_facts import facts_of, tags_offered
from dashboard.pages import customer, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("tag_customer", __name__)

LONGEST = 1_000


@pages.get("/customers/<int18:number>/tag")
def show(number: int) -> ResponseReturnValue:
    """The form."""
    return page(number)


@pages.post("/customers/<int18:number>/tag")
def submit(number: int) -> ResponseReturnValue:
    """Add the tag that is typed, or the one in use that is pressed."""
    customer.wanted(number, Action.TAG)
    by, once = who.person(), verb.submission(request.form)
    typed = (request.form.get("pick") or request.form.get("tag", ""))[:LONGEST]
    return verb.answer(
        lambda: tag_customer(number, typed, by=by, once=once),
        confirm,
        lambda refused: page(number, typed, refused),
        customer.lands(number),
    )


def page(number: int, typed: str = "", refused: Refused | None = None) -> str:
    """The form with what was typed, the account's tags, and those in use."""
    customer.wanted(number, Action.TAG)
    has = facts_of(db.session(), number).tags
    had = {one.key for one in has}
    offered = [one for one in tags_offered(db.session()) if one.key not in had]
    names = {"typed": typed, "tags": has, "offered": offered, "refused": refused}
    return customer.draw("tag_customer", number, Action.TAG, **names)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"{result['name']} has the tag “{result['tag']}” now")
