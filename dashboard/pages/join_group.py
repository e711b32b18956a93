"""Put a customer's account into a group."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.join_group import join_group
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.customer_facts import facts_of
from dashboard.models.customer_group import groups
from dashboard.pages import customer, verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.merge_form import number_of

pages = Blueprint("join_group", __name__)


@pages.get("/customers/<int18:number>/join-group")
def show(number: int) -> ResponseReturnValue:
    """The form."""
    return page(number)


@pages.post("/customers/<int18:number>/join-group")
def submit(number: int) -> ResponseReturnValue:
    """Do it, or say why not."""
    customer.wanted(number)
    by, once, group = who.person(), verb.submission(request.form), number_of(request.form.get("group", ""))
    return verb.answer(
        lambda: join_group(number, group, by=by, once=once),
        confirm,
        lambda refused: page(number, group, refused),
        customer.lands(number),
    )


def page(number: int, chosen: int | None = None, refused: Refused | None = None) -> str:
    """The groups that the account is not in."""
    customer.wanted(number)
    has = {group for group, _ in facts_of(db.session(), number).groups}
    offered = [(one.id, one.name) for one in groups(db.session()) if one.id not in has]
    return customer.draw("join_group", number, groups=offered, chosen=chosen, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"{result['name']} is in the group “{result['group']}” now")
