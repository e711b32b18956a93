"""Save what the order list shows as a view."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField

from dashboard.actions.save_view import save_view
from dashboard.core.refusals import Refused
from dashboard.core.views import LONGEST_NAME
from dashboard.pages import verb, view_verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.list_address import normal

pages = Blueprint("save_view", __name__)


class SaveForm(FlaskForm):
    """The name, and who sees it."""

    name = StringField("Name")
    shared = BooleanField("Share with everyone at the store")


@pages.get("/views/save")
def show() -> ResponseReturnValue:
    """The form."""
    return page(SaveForm(None))


@pages.post("/views/save")
def submit() -> ResponseReturnValue:
    """Save it, or say why not."""
    form = SaveForm(request.form)

    def act() -> dict[str, Any]:
        once = verb.submission(request.form)
        return save_view(form.name.data or "", wanted(), bool(form.shared.data), by=who.person(), once=once)

    def redraw(refused: Refused) -> str:
        if refused.field in form:
            form[refused.field].errors = [refused.sentence]
        return page(form, refused)

    return verb.answer(act, confirm, redraw, view_verb.lands()[0])


def wanted() -> str:
    """The list that the form is about, as a normalised query."""
    return normal(request.values.get("list", ""))


def page(form: SaveForm, refused: Refused | None = None) -> str:
    """The form in its layout."""
    return view_verb.draw("save_view", form=form, refused=refused, wanted=wanted(), longest=LONGEST_NAME)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The view {result['name']} is saved", "It stands above the list.")
