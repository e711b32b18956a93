"""Start, pause, resume and cancel an import: a button each, and each a page that asks."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.import_steer import steer
from dashboard.core.imports import Step
from dashboard.core.refusals import Refused
from dashboard.models.import_run import ImportRun
from dashboard.pages import imports_words, verb, who
from dashboard.pages.flash import Flash
from dashboard.pages.imports_show import wanted

pages = Blueprint("imports_steer", __name__)

SAID = {
    Step.START: "The import has begun",
    Step.PAUSE: "The import is paused",
    Step.RESUME: "The import goes on",
    Step.CANCEL: "The import was canceled",
}


@pages.get("/imports/<int18:number>/<any(start,pause,resume,cancel):step>")
def show(number: int, step: str) -> ResponseReturnValue:
    """The question."""
    return page(wanted(number), Step(step))


@pages.post("/imports/<int18:number>/<any(start,pause,resume,cancel):step>")
def submit(number: int, step: str) -> ResponseReturnValue:
    """Do it."""
    wanted(number)
    by, once = who.person(), verb.submission(request.form)
    return verb.answer(
        lambda: steer(number, Step(step), by=by, once=once),
        confirm,
        lambda refused: page(wanted(number), Step(step), refused),
        url_for("imports_show.show", number=number),
    )


def confirm(result: dict[str, Any]) -> Flash:
    """What the page says then."""
    return Flash(SAID[Step(result["step"])])


def page(run: ImportRun, step: Step, refused: Refused | None = None) -> str:
    """The question, with what is done so far."""
    return draw("imports/steer.html", run, step=step.value, refused=refused)


def draw(template: str, run: ImportRun, **names: Any) -> str:
    """A verb on an import, in the layout that was asked for."""
    going = url_for("imports_show.show", number=run.id)
    return render_template(
        template,
        layout=verb.layout(),
        next=going,
        lands="#import",
        key=verb.new_key(),
        run=run,
        words=imports_words,
        **names,
    )
