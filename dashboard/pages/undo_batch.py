"""Take back what was done to many orders as one batch."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.undo_batch import undo_batch
from dashboard.core.batches import BatchState, orders
from dashboard.core.refusals import Refused
from dashboard.models.batch_list import Shown
from dashboard.pages import verb, who
from dashboard.pages.batch import headline, wanted
from dashboard.pages.flash import Flash

pages = Blueprint("undo_batch", __name__)


@pages.get("/batches/<int18:number>/undo")
def show(number: int) -> ResponseReturnValue:
    """The question."""
    return page(permitted(number))


@pages.post("/batches/<int18:number>/undo")
def submit(number: int) -> ResponseReturnValue:
    """Begin to take it back."""
    permitted(number)
    by, once = who.person(), verb.submission(request.form)
    return verb.answer(
        lambda: undo_batch(number, by=by, shop=who.shop(), once=once),
        confirm,
        lambda refused: page(permitted(number), refused),
        lambda result: url_for("batch.show", number=result["batch"]),
    )


def permitted(number: int) -> Shown:
    """The batch, for somebody who may take it back."""
    shown = wanted(number)
    verb.permit(shown.batch.verb.action if shown.batch.verb.final else shown.batch.verb.undone_by)
    return shown


def page(shown: Shown, refused: Refused | None = None) -> str:
    """The question, with what was done."""
    going = url_for("batch.show", number=shown.batch.id)
    title = headline(shown.batch, shown.owner)
    return verb.draw_at(
        "batches/undo_batch.html", going, "#batch", shown=shown, batch=shown.batch, title=title, refused=refused
    )


def confirm(result: dict[str, Any]) -> Flash:
    """What the batch's page says first."""
    batch = wanted(result["batch"]).batch
    dropped = "The letter about it was dropped before it went." if result["dropped"] else ""
    if batch.state is BatchState.UNDOING:
        return Flash("The batch is being taken back", f"It goes on if you leave this page. {dropped}".strip())
    one, stay = batch.undone == 1, "stays as it is" if batch.kept == 1 else "stay as they are"
    kept = f"{orders(batch.kept)} {stay}; the list below says why." if batch.kept else ""
    text = f"{orders(batch.undone)} {'is as it was' if one else 'are as they were'} before"
    return Flash(text, f"{kept} {dropped}".strip(), kind="warning" if batch.kept else "success")
