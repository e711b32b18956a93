"""Delete a group of customers."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.delete_group import delete_group
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.customer_group import COUNTED, groups_counted
from dashboard.pages import groups, settings, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("delete_group", __name__)


@pages.get("/customers/groups/<int18:number>/delete")
def show(number: int) -> ResponseReturnValue:
    """The question."""
    return page(number)


@pages.post("/customers/groups/<int18:number>/delete")
def submit(number: int) -> ResponseReturnValue:
    """Delete it, or say why not. The same form again is told what it did, though the group is gone."""
    settings.require("customer_group")
    by, once = who.person(), verb.submission(request.form)
    return verb.answer(
        lambda: delete_group(number, by=by, seen=verb.seen(), once=once),
        confirm,
        lambda refused: page(number, refused),
        groups.lands(),
    )


def page(number: int, refused: Refused | None = None) -> str:
    """The question with how many accounts are in the group."""
    group = groups.wanted(number)
    members = next((one.members for one in groups_counted(db.session()) if one.id == number), 0)
    return groups.draw("delete_group", group=group, members=members, most=COUNTED, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The group “{result['group']}” is deleted", "The customers who were in it stay as they are.")
