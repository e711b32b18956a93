"""Give a colleague another role."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import RadioField

from dashboard.actions.change_role import change_role
from dashboard.core.refusals import Refused
from dashboard.models.staff_list import Colleague
from dashboard.pages import settings, verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.invite import ROLES, choices
from dashboard.pages.staff import wanted

pages = Blueprint("change_role", __name__)


class RoleForm(FlaskForm):
    """The role to be."""

    role = RadioField("Role", choices=choices())


@pages.get("/settings/staff/<int18:number>/change-role")
def show(number: int) -> ResponseReturnValue:
    """The roles, the present one chosen."""
    colleague = wanted(number)
    return page(colleague, RoleForm(None, data={"role": colleague.role.value}))


@pages.post("/settings/staff/<int18:number>/change-role")
def submit(number: int) -> ResponseReturnValue:
    """Change it, or say why not."""
    wanted(number)
    form = RoleForm(request.form)

    def act() -> dict[str, Any]:
        role, once = form.role.data or "", verb.submission(request.form)
        return change_role(number, role, by=who.person(), seen=verb.seen(), once=once)

    def redraw(refused: Refused) -> str:
        if refused.field in form:
            form[refused.field].errors = [refused.sentence]
        return page(wanted(number), form, refused)

    return verb.answer(act, confirm, redraw, settings.lands("staff.show", number=number))


def page(colleague: Colleague, form: RoleForm, refused: Refused | None = None) -> str:
    """The form in its layout."""
    going = settings.lands("staff.show", number=colleague.id)
    names = {"who": colleague, "form": form, "roles": ROLES, "version": settings.version(), "refused": refused}
    return verb.draw_at("settings/change_role.html", going, settings.PART, **names)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"{result['name']} is {result['role'].lower()} now", "It holds from their next page on.")
