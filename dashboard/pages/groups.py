"""The groups of customers: their list, and what the verbs on one share."""

from typing import Any

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from dashboard.extensions import db
from dashboard.models.customer_group import COUNTED, CustomerGroup, groups_counted
from dashboard.pages import settings, verb

pages = Blueprint("groups", __name__)

PART = "#groups"


@pages.get("/customers/groups")
def index() -> ResponseReturnValue:
    """All groups, each leading to the accounts in it."""
    return render_template("customers/groups.html", groups=groups_counted(db.session()), most=COUNTED)


def wanted(number: int) -> CustomerGroup:
    """The group of this address, for somebody who may change groups."""
    settings.require("customer_group")
    return db.session.get(CustomerGroup, number) or abort(404)


def lands() -> str:
    """Where success of a verb goes: where it was begun, else the list of groups."""
    return settings.lands("groups.index")


def draw(template: str, **names: Any) -> str:
    """The form of a verb on groups, in its layout."""
    settings.require("customer_group")
    going = lands()
    part = PART if going.split("?")[0] == url_for("groups.index") else "#customer"
    return verb.draw_at(f"customers/{template}.html", going, part, version=settings.version(), **names)
