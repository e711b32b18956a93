"""Import products: a list is read, what it would change is shown, and then it is done. One page, up to 5,000 rows."""

import re
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from dashboard.actions import once as keys
from dashboard.actions.import_begin import keep_file
from dashboard.actions.import_products import LARGEST, Planned, digest, import_products, plan, tally
from dashboard.core.refusals import Invalid, KeyReused, Refused, Replayed, Stale
from dashboard.extensions import db
from dashboard.import_runner import folder
from dashboard.importers.product_rows import MOST_ROWS
from dashboard.pages import new_order, settings, verb, who
from dashboard.pages.flash import Flash, flash

pages = Blueprint("import_products", __name__)

STORED = re.compile(r"[0-9a-f]{32}(\.[a-z0-9]{1,5}){0,2}")
SHOWN = 200
GONE = "That file is no longer here. Choose it again."


@pages.get("/products/import")
def show() -> ResponseReturnValue:
    """The form for a file."""
    settings.require("product")
    return page()


@pages.post("/products/import")
def submit() -> ResponseReturnValue:
    """Show what the file would change, or, from that preview, change it."""
    settings.require("product")
    try:
        if "stored" not in request.form:
            stored, name = kept()
            return preview(stored, name)
        result = act()
    except Replayed as again:
        result = again.result
    except Stale as stale:
        return anew(stale)
    except KeyReused as reused:
        return page(reused), 409
    except Refused as refused:
        return page(refused), 422
    flash(confirm(result))
    return redirect(url_for("products.index"), 303)


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


def read(stored: str, name: str) -> list[dict[str, Any]]:
    """The rows of the file. Raises Invalid for one that is gone, or no list of products."""
    path = folder(current_app) / (stored if STORED.fullmatch(stored) else "-")
    if not path.is_file():
        raise Invalid(GONE, "file")
    try:
        return list(current_app.config["IMPORT_READER"].products(path))
    except Invalid as refused:
        path.unlink(missing_ok=True)
        raise Invalid(refused.sentence.replace(path.name, name), "file") from None


def act() -> dict[str, Any]:
    """Do what the preview showed; the file is not needed any more. Raises Replayed and Refused."""
    once, stored = verb.submission(request.form), request.form["stored"]
    keys.look(db.session(), once)  # the file went with the first time
    rows = read(stored, filename())
    seen = request.form.get("seen", "")
    result = import_products(rows, filename(), seen, by=who.person(), once=once)
    (folder(current_app) / stored).unlink(missing_ok=True)
    return result


def preview(stored: str, name: str, refused: Refused | None = None) -> str:
    """What the file would change, by row. Raises Invalid."""
    found = plan(db.session(), read(stored, name), new_order.the_store().currency)
    rows = [one for one in found if one.outcome != "same"]
    return render_template(
        "products/import_products.html",
        stored=stored,
        filename=name,
        seen=digest(found),
        counts=tally(found),
        rows=sorted(rows, key=first_refused)[:SHOWN],
        more=max(0, len(rows) - SHOWN),
        key=verb.new_key(),
        refused=refused,
    )


def anew(stale: Stale) -> ResponseReturnValue:
    """The preview as things stand now."""
    try:
        return preview(request.form["stored"], filename(), stale), 409
    except Invalid as gone:
        return page(gone), 422


def first_refused(one: Planned) -> tuple[bool, int]:
    """What sorts a preview: the rows that want a look come first."""
    return one.outcome != "refused", one.row


def page(refused: Refused | None = None) -> str:
    """The form for a file, with why the last one could not be used."""
    return render_template(
        "products/import_products.html", refused=refused, most=MOST_ROWS, largest=LARGEST // 1_000_000, stored=None
    )


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    told = f"{result['new']:,} new, {result['changed']:,} changed"
    refused = f" {result['refused']:,} rows were refused and left out." if result["refused"] else ""
    return Flash(f"Products imported: {told}", f"{result['same']:,} were as in the file already.{refused}")
