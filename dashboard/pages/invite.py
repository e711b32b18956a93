"""Invite a colleague."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, StringField

from dashboard.actions.invite import invite
from dashboard.core.person import Role
from dashboard.core.refusals import Refused
from dashboard.pages import settings, staff, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("invite", __name__)

# What each role may do, in a line; core.roles has it in full.
ROLES = {
    Role.OWNER: "Everything, staff and settings too",
    Role.MANAGER: "All orders and customers, imports, money",
    Role.FULFILMENT: "Packing, parcels, returns, notes",
    Role.SUPPORT: "Customers and who owns which order; no money",
    Role.VIEWER: "Reads everything, changes nothing",
}


def choices() -> list[SelectChoice]:
    """The roles to choose from."""
    return [SelectChoice(role.value, role.label) for role in Role]


class InviteForm(FlaskForm):
    """Who shall work here."""

    name = StringField("Name")
    email = StringField("E-mail")
    role = RadioField("Role", choices=choices())


@pages.get("/settings/staff/invite")
def show() -> ResponseReturnValue:
    """The form."""
    settings.require("staff")
    return page(InviteForm(None, data={"role": Role.SUPPORT.value}))


@pages.post("/settings/staff/invite")
def submit() -> ResponseReturnValue:
    """Invite, and show the link once."""
    settings.require("staff")
    form = InviteForm(request.form)

    def act() -> dict[str, Any]:
        name, email, role = (form[name].data or "" for name in ("name", "email", "role"))
        once = verb.submission(request.form)
        made = invite(name, email, role, by=who.person(), shop=who.shop(), once=once)
        staff.show_once(made)
        return {"name": made.name}

    return verb.answer(act, confirm, lambda refused: redraw(form, refused), settings.lands("staff.index"))


def redraw(form: InviteForm, refused: Refused) -> str:
    """The form again, the refusal beside its field."""
    if refused.field in form:
        form[refused.field].errors = [refused.sentence]
    return page(form, refused)


def page(form: InviteForm, refused: Refused | None = None) -> str:
    """The form in its layout."""
    going = settings.lands("staff.index")
    return verb.draw_at("settings/invite.html", going, settings.PART, form=form, refused=refused, roles=ROLES)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"{result['name']} is invited", "The link waits in the outbox, too.")
