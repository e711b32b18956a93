"""Undo an import: what goes, what stays, and doing it."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.import_undo import undo_import
from dashboard.core.refusals import Refused
from dashboard.extensions import db
from dashboard.models.import_list import orders_of
from dashboard.models.import_run import ImportRun
from dashboard.pages import verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.imports_show import wanted
from dashboard.pages.imports_steer import draw

pages = Blueprint("imports_undo", __name__)

NAMED = 5


@pages.get("/imports/<int18:number>/undo")
def show(number: int) -> ResponseReturnValue:
    """The question."""
    return page(wanted(number))


@pages.post("/imports/<int18:number>/undo")
def submit(number: int) -> ResponseReturnValue:
    """Have it undone, or say who touched what since."""
    wanted(number)
    by, once = who.person(), verb.submission(request.form)
    return verb.answer(
        lambda: undo_import(number, by=by, once=once),
        confirm,
        lambda refused: page(wanted(number), refused),
        url_for("imports_show.show", number=number),
    )


def confirm(_: dict[str, Any]) -> Flash:
    """What the page says then."""
    return Flash("The import is being undone")


def page(run: ImportRun, refused: Refused | None = None) -> str:
    """The question, with the first orders that go and that stay."""
    session = db.session()
    made, changed = (orders_of(session, run.id, outcome, NAMED) for outcome in ("made", "changed"))
    return draw("imports/undo.html", run, made=made, changed=changed, refused=refused)
