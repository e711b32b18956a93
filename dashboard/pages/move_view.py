"""Give a saved view another place among the tabs."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import SelectField

from dashboard.actions.move_view import move_view
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.saved_view import SavedView, beside
from dashboard.pages import verb, view_verb, who
from dashboard.pages.flash import Flash

pages = Blueprint("move_view", __name__)


class MoveForm(FlaskForm):
    """The place to be."""

    after = SelectField("Place", validate_choice=False)


@pages.get("/views/<int18:number>/move")
def show(number: int) -> ResponseReturnValue:
    """The form, at the place where the view stands."""
    view = view_verb.changeable(number)
    return page(view, MoveForm(None, data={"after": str(before(view))}))


@pages.post("/views/<int18:number>/move")
def submit(number: int) -> ResponseReturnValue:
    """Move it, or say why not."""
    form = MoveForm(request.form)

    def act() -> dict[str, Any]:
        after = form.after.data or ""
        place = int(after) if after.isascii() and after.isdigit() and len(after) <= 18 else -1
        return move_view(number, place, by=who.person(), seen=verb.seen(), once=verb.submission(request.form))

    def redraw(refused: Refused) -> str:
        if refused.field in form:
            form[refused.field].errors = [refused.sentence]
        return page(view_verb.changeable(number), form, refused)

    return verb.answer(act, confirm, redraw, view_verb.lands()[0])


def before(view: SavedView) -> int:
    """The id of the view before this one, 0 for none."""
    numbers = [0, *(other.id for other in beside(db.session(), view))]
    return numbers[numbers.index(view.id) - 1]


def page(view: SavedView, form: MoveForm, refused: Refused | None = None) -> str:
    """The form in its layout, with the places that there are."""
    others = [other for other in beside(db.session(), view) if other.id != view.id]
    form.after.choices = [("0", "First"), *((str(other.id), f"After {other.name}") for other in others)]
    return view_verb.draw("move_view", view=view, form=form, refused=refused)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    return Flash(f"The view {result['name']} was moved")
