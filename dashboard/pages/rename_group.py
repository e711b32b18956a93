"""Give a group of customers another name."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.rename_group import rename_group
from dashboard.core.refusals import Refused
from dashboard.pages import groups, verb, who
from dashboard.pages.create_group import LONGEST
from dashboard.pages.flash import Flash

pages = Blueprint("rename_group", __name__)


@pages.get("/customers/groups/<int18:number>/rename")
def show(number: int) -> ResponseReturnValue:
    """The form with its name."""
    return page(number)


@pages.post("/customers/groups/<int18:number>/rename")
def submit(number: int) -> ResponseReturnValue:
    """Rename it, or say why not."""
    groups.wanted(number)
    by, once, name = who.person(), verb.submission(request.form), request.form.get("name", "")[:LONGEST]
    return verb.answer(
        lambda: rename_group(number, name, by=by, seen=verb.seen(), once=once),
        confirm,
        lambda refused: page(number, name, refused),
        groups.lands(),
    )


def page(number: int, name: str | None = None, refused: Refused | None = None) -> str:
    """The form with what was typed."""
    group = groups.wanted(number)
    return groups.draw("rename_group", group=group, name=group.name if name is None else name, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The group “{result['old']}” is called “{result['group']}” now")
