"""Let a saved view show what the order list is narrowed to now."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import SelectField

from dashboard.actions.update_view import update_view
from dashboard.core.refusals import Invalid, Refused
from dashboard.core.views import may_change
from dashboard.extensions import db
from dashboard.models.saved_view import views_of
from dashboard.pages import verb, view_verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.save_view import wanted

pages = Blueprint("update_view", __name__)


class UpdateForm(FlaskForm):
    """Which view."""

    view = SelectField("View", validate_choice=False)


@pages.get("/views/update")
def show() -> ResponseReturnValue:
    """The form."""
    return page(UpdateForm(None))


@pages.post("/views/update")
def submit() -> ResponseReturnValue:
    """Update it, or say why not."""
    form = UpdateForm(request.form)

    def act() -> dict[str, Any]:
        number = form.view.data or ""
        if not (number.isascii() and number.isdigit() and len(number) <= 18):
            raise Invalid("Choose a view.", "view")
        once = verb.submission(request.form)
        return update_view(int(number), wanted(), by=who.person(), seen=verb.seen(), once=once)

    def redraw(refused: Refused) -> str:
        if refused.field in form:
            form[refused.field].errors = [refused.sentence]
        return page(form, refused)

    return verb.answer(act, confirm, redraw, view_verb.lands()[0])


def page(form: UpdateForm, refused: Refused | None = None) -> str:
    """The form in its layout, with the views that this person may change."""
    me = who.person()
    mine = [view for view in views_of(db.session(), me.id or 0) if may_change(me, view.staff_id, view.shared)]
    named = [(str(view.id), f"{view.name} (shared)" if view.shared else view.name) for view in mine]
    form.view.choices = [("", "Choose a view"), *named]
    return view_verb.draw("update_view", form=form, refused=refused, wanted=wanted(), any=bool(named))


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The view {result['name']} is updated", "It shows the list as it is now.")
