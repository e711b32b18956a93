"""Make a group of customers."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dashboard.actions.create_group import create_group
from dashboard.core.refusals import Refused
from dashboard.pages import groups, settings, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("create_group", __name__)

LONGEST = 1_000


@pages.get("/customers/groups/create")
def show() -> ResponseReturnValue:
    """The form."""
    return page()


@pages.post("/customers/groups/create")
def submit() -> ResponseReturnValue:
    """Make it, or say why not."""
    settings.require("customer_group")
    by, once, name = who.person(), verb.submission(request.form), request.form.get("name", "")[:LONGEST]
    return verb.answer(
        lambda: create_group(name, by=by, once=once), confirm, lambda refused: page(name, refused), groups.lands()
    )


def page(name: str = "", refused: Refused | None = None) -> str:
    """The form with what was typed."""
    return groups.draw("create_group", name=name, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The group “{result['group']}” is made", "Put customers into it from their pages.")
