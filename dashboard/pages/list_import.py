"""What pages that take in a short list share: it is read, what it would change is shown, and then it is done."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from flask import abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from dashboard.actions import once as keys
from dashboard.actions.import_begin import keep_file
from dashboard.actions.import_products import LARGEST, Planned, digest, tally
from dashboard.actions.once import Submission
from dashboard.core.refusals import Invalid, KeyReused, Refused, Replayed, Stale
from dashboard.extensions import db
from dashboard.import_runner import folder
from dashboard.importers.product_rows import MOST_ROWS
from dashboard.pages import verb
from dashboard.pages.flash import Flash, flash

STORED = re.compile(r"[0-9a-f]{32}(\.[a-z0-9]{1,5}){0,2}")
SHOWN = 200
GONE = "That file is no longer here. Choose it again."
Rows = list[dict[str, Any]]


class ListImport(NamedTuple):
    """One of these pages: its template with the `names` that it asks for, and where it lives and leads on to.

    `plan` says what would become of rows, `act` does it (rows, the file's name, the digest of the plan seen, the
    submission); `what`: of what the list is, at the beginning of a sentence.
    """

    what: str
    template: str
    lives: str
    going: str
    plan: Callable[[Rows], Sequence[Planned]]
    act: Callable[[Rows, str, str, Submission], dict[str, Any]]
    names: dict[str, Any]


def submit(of: ListImport) -> ResponseReturnValue:
    """Show what the file would change, or, from that preview, change it."""
    try:
        if "stored" not in request.form:
            return preview(of, *kept())
        result = act(of)
    except Replayed as again:
        result = again.result
    except Stale as stale:
        return anew(of, stale)
    except KeyReused as reused:
        return page(of, reused), 409
    except Refused as refused:
        return page(of, refused), 422
    flash(confirm(of.what, result))
    return redirect(of.going, 303)


def kept() -> tuple[str, str]:
    """The file that was sent, under its name here, and its own. Raises Invalid if none was."""
    file: FileStorage | None = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid("Choose a file first.", "file")
    name = Path(file.filename).name.replace("\0", "")[:200] or "file"
    stored = keep_file(file.stream, folder(current_app), name)
    if (folder(current_app) / stored).stat().st_size > LARGEST:
        (folder(current_app) / stored).unlink()
        abort(413)
    return stored, name


def filename() -> str:
    """The file’s own name, as the preview had it."""
    return " ".join(request.form.get("filename", "").replace("\0", "").split())[:200] or "file"


def read(stored: str, name: str) -> Rows:
    """The rows of the file. Raises Invalid for one that is gone, or no list."""
    path = folder(current_app) / (stored if STORED.fullmatch(stored) else "-")
    if not path.is_file():
        raise Invalid(GONE, "file")
    try:
        return list(current_app.config["IMPORT_READER"].products(path))
    except Invalid as refused:
        path.unlink(missing_ok=True)
        raise Invalid(refused.sentence.replace(path.name, name), "file") from None


def act(of: ListImport) -> dict[str, Any]:
    """Do what the preview showed; the file is not needed any more. Raises Replayed and Refused."""
    once, stored = verb.submission(request.form), request.form["stored"]
    keys.look(db.session(), once)  # the file went with the first time
    result = of.act(read(stored, filename()), filename(), request.form.get("seen", ""), once)
    (folder(current_app) / stored).unlink(missing_ok=True)
    return result


def preview(of: ListImport, stored: str, name: str, refused: Refused | None = None) -> str:
    """What the file would change, by row. Raises Invalid."""
    found = of.plan(read(stored, name))
    rows = [one for one in found if one.outcome != "same"]
    return render_template(
        of.template,
        lives=of.lives,
        **of.names,
        stored=stored,
        filename=name,
        seen=digest(found),
        counts=tally(found),
        rows=sorted(rows, key=first_refused)[:SHOWN],
        more=max(0, len(rows) - SHOWN),
        key=verb.new_key(),
        refused=refused,
    )


def anew(of: ListImport, stale: Stale) -> ResponseReturnValue:
    """The preview as things stand now."""
    try:
        return preview(of, request.form["stored"], filename(), stale), 409
    except Invalid as gone:
        return page(of, gone), 422


def first_refused(one: Planned) -> tuple[bool, int]:
    """What sorts a preview: the rows that want a look come first."""
    return one.outcome != "refused", one.row


def page(of: ListImport, refused: Refused | None = None) -> str:
    """The form for a file, with why the last one could not be used."""
    bounds = {"most": MOST_ROWS, "largest": LARGEST // 1_000_000}
    return render_template(of.template, lives=of.lives, **of.names, **bounds, refused=refused, stored=None)


def confirm(what: str, result: dict[str, Any]) -> Flash:
    """What the next page says."""
    told = f"{result['new']:,} new, {result['changed']:,} changed"
    refused = f" {result['refused']:,} rows were refused and left out." if result["refused"] else ""
    return Flash(f"{what} imported: {told}", f"{result['same']:,} were as in the file already.{refused}")
