"""Change one's own name."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField

from dashboard.actions.rename import rename
from dashboard.core.refusals import Refused
from dashboard.pages import settings, verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("rename", __name__)


class NameForm(FlaskForm):
    """The name to be."""

    name = StringField("Your name")


@pages.get("/settings/account/rename")
def show() -> ResponseReturnValue:
    """The form."""
    return page(NameForm(None, data={"name": who.person().name}))


@pages.post("/settings/account/rename")
def submit() -> ResponseReturnValue:
    """Change it, or say why not."""
    form = NameForm(request.form)

    def act() -> dict[str, Any]:
        return rename(form.name.data or "", by=who.person(), once=verb.submission(request.form))

    def redraw(refused: Refused) -> str:
        if refused.field in form:
            form[refused.field].errors = [refused.sentence]
        return page(form, refused)

    return verb.answer(act, confirm, redraw, settings.lands("own_account.show"))


def page(form: NameForm, refused: Refused | None = None) -> str:
    """The form in its layout."""
    going = settings.lands("own_account.show")
    return verb.draw_at("settings/rename.html", going, settings.PART, form=form, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"Your name is {result['name']} now", "What is in the log already keeps the old one.")
