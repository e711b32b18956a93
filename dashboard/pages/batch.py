"""Batches: how far one has come, what became of each of its orders, and those before it."""

from typing import Any

from flask import Blueprint, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.core.batches import LEFT_ALONE, WORKED_ON, BatchState, BatchVerb, Outcome, orders
from dashboard.extensions import db
from dashboard.models.batch import Batch
from dashboard.models.batch_list import Shown, batch_by_id, newest, orders_of
from dashboard.pages.flash import Flash

pages = Blueprint("batch", __name__)

ONLY = {"done": {Outcome.DONE}, "left": LEFT_ALONE, "undone": {Outcome.UNDONE}}
INVITES = {
    BatchVerb.REASSIGN: "Reassign {}",
    BatchVerb.LINK: "Link {}",
    BatchVerb.TAG: "Tag {}",
    BatchVerb.ARCHIVE: "Archive {}",
    BatchVerb.FULFIL: "Fulfil {}",
}


@pages.get("/batches")
def index() -> ResponseReturnValue:
    """The newest batches."""
    rows = [(batch, headline(batch, owner)) for batch, owner in newest(db.session())]
    return render_template("batches/index.html", rows=rows)


@pages.get("/batches/<int18:number>")
def show(number: int) -> ResponseReturnValue:
    """The batch as it stands; 304 for a page that has just that, as it asks every second while something moves."""
    shown = wanted(number)
    if request.if_none_match.contains(tag(shown)):
        return "", 304
    answer = make_response(page(shown))
    answer.set_etag(tag(shown))
    return answer


def wanted(number: int) -> Shown:
    """The batch of this address, else 404."""
    return batch_by_id(db.session(), number) or abort(404)


def tag(shown: Shown) -> str:
    """Another one whenever the page would show something else."""
    batch = shown.batch
    return f"{batch.state}-{batch.waiting}-{batch.count}-{batch.done}-{batch.kept}-{shown.letter_state}"


def page(shown: Shown) -> str:
    """The page."""
    batch = shown.batch
    only = request.args.get("show", "")
    rows, more = orders_of(db.session(), batch.id, ONLY.get(only, ()), after())
    return render_template(
        "batches/show.html",
        batch=batch,
        tag=tag(shown),
        shown=shown,
        title=headline(batch, shown.owner),
        moves=batch.state in WORKED_ON,
        undoable=undoable(batch),
        rows=rows,
        only=only if only in ONLY else "",
        older=url_for("batch.show", number=batch.id, show=only or None, after=more) if more else None,
        left=batch.refused + batch.stale + batch.gone + batch.kept,
    )


def undoable(batch: Batch) -> bool:
    """Whether something of it can be taken back."""
    begun = batch.state in {BatchState.RUNNING, BatchState.FINISHED} and batch.done + batch.waiting > 0
    return begun and not batch.verb.final


def after() -> int:
    """Where in the list of orders the page begins."""
    text = request.args.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0


def headline(batch: Batch, owner: str | None) -> str:
    """What the batch is: "Reassign 312 orders to Chloe Lee"."""
    said = INVITES[batch.verb].format(orders(batch.count))
    if batch.verb.moves:
        return f"{said} to {owner}"
    return f"{said} “{batch.tag}”" if batch.tag else said


def outcome(batch: Batch, owner: str | None) -> str:
    """What it came to: "311 orders now belong to Chloe Lee"."""
    many, one = orders(batch.done), batch.done == 1
    if batch.verb.moves:
        return f"{many} now {'belongs' if one else 'belong'} to {owner}"
    if batch.verb is BatchVerb.TAG:
        return f"{many} {'has' if one else 'have'} the tag “{batch.tag}” now"
    if batch.verb is BatchVerb.FULFIL:
        return f"{many} {'has' if one else 'have'} a shipment of all that was left"
    return f"{many} {'is' if one else 'are'} archived"


def confirm(result: dict[str, Any]) -> Flash:
    """What the batch's page says first."""
    shown = wanted(result["batch"])
    batch = shown.batch
    if batch.state is not BatchState.FINISHED:
        return Flash(headline(batch, shown.owner), "It has begun, and goes on if you leave this page.")
    left = batch.count - batch.done
    sentences = (
        [f"{orders(left)} {'was' if left == 1 else 'were'} left alone; the list below says why."] if left else []
    )
    if shown.letter_to:
        sentences.append(f"One letter to {shown.letter_to} waits a moment before it goes.")
    undo = url_for("undo_batch.show", number=batch.id) if batch.done and not batch.verb.final else None
    return Flash(
        outcome(batch, shown.owner) if batch.done else "Nothing was changed",
        " ".join(sentences),
        undo=undo,
        kind="success" if batch.done else "warning",
    )
