"""Give a saved view another name."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField

from dashboard.actions.rename_view import rename_view
from dashboard.core.refusals import Refused
from dashboard.pages import verb, view_verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("rename_view", __name__)


class RenameForm(FlaskForm):
    """The name to be."""

    name = StringField("Name")


@pages.get("/views/<int18:number>/rename")
def show(number: int) -> ResponseReturnValue:
    """The form."""
    return page(number, RenameForm(None, data={"name": view_verb.changeable(number).name}))


@pages.post("/views/<int18:number>/rename")
def submit(number: int) -> ResponseReturnValue:
    """Rename it, or say why not."""
    form = RenameForm(request.form)

    def act() -> dict[str, Any]:
        once = verb.submission(request.form)
        return rename_view(number, form.name.data or "", by=who.person(), seen=verb.seen(), once=once)

    def redraw(refused: Refused) -> str:
        if refused.field in form:
            form[refused.field].errors = [refused.sentence]
        return page(number, form, refused)

    return verb.answer(act, confirm, redraw, view_verb.lands()[0])


def page(number: int, form: RenameForm, refused: Refused | None = None) -> str:
    """The form in its layout."""
    return view_verb.draw("rename_view", view=view_verb.changeable(number), form=form, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The view is called {result['name']} now")
