"""Import the prices of a catalog: a list is read, what it would change is shown, and then it is done."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions import once as keys
from dashboard.actions.import_prices import import_prices, plan
from dashboard.actions.import_products import LARGEST, digest, tally
from dashboard.core.refusals import Invalid, KeyReused, Refused, Replayed, Stale
from dashboard.extensions import db
from dashboard.import_runner import folder
from dashboard.importers.product_rows import MOST_ROWS
from dashboard.pages import catalog, verb, who
from dashboard.pages.flash import Flash, flash
from dashboard.pages.import_products import SHOWN, filename, first_refused, kept, read

pages = Blueprint("import_prices", __name__)


@pages.get("/catalogs/<int18:number>/import")
def show(number: int) -> ResponseReturnValue:
    """The form for a file."""
    catalog.wanted(number)
    return page(number)


@pages.post("/catalogs/<int18:number>/import")
def submit(number: int) -> ResponseReturnValue:
    """Show what the file would change, or, from that preview, change it."""
    catalog.wanted(number)
    try:
        if "stored" not in request.form:
            return preview(number, *kept())
        result = act(number)
    except Replayed as again:
        result = again.result
    except Stale as stale:
        return anew(number, stale)
    except KeyReused as reused:
        return page(number, reused), 409
    except Refused as refused:
        return page(number, refused), 422
    flash(confirm(result))
    return redirect(url_for("catalog.show", number=number), 303)


def act(number: int) -> dict[str, Any]:
    """Do what the preview showed; the file is not needed any more. Raises Replayed and Refused."""
    once, stored = verb.submission(request.form), request.form["stored"]
    keys.look(db.session(), once)  # the file went with the first time
    rows = read(stored, filename())
    result = import_prices(number, rows, filename(), request.form.get("seen", ""), by=who.person(), once=once)
    (folder(current_app) / stored).unlink(missing_ok=True)
    return result


def preview(number: int, stored: str, name: str, refused: Refused | None = None) -> str:
    """What the file would change, by row. Raises Invalid."""
    found = plan(db.session(), read(stored, name), number)
    rows = [one for one in found if one.outcome != "same"]
    return render_template(
        "catalogs/import_prices.html",
        catalog=catalog.wanted(number),
        stored=stored,
        filename=name,
        seen=digest(found),
        counts=tally(found),
        rows=sorted(rows, key=first_refused)[:SHOWN],
        more=max(0, len(rows) - SHOWN),
        key=verb.new_key(),
        refused=refused,
    )


def anew(number: int, stale: Stale) -> ResponseReturnValue:
    """The preview as things stand now."""
    try:
        return preview(number, request.form["stored"], filename(), stale), 409
    except Invalid as gone:
        return page(number, gone), 422


def page(number: int, refused: Refused | None = None) -> str:
    """The form for a file, with why the last one could not be used."""
    known = catalog.wanted(number)
    names = {"catalog": known, "refused": refused, "most": MOST_ROWS, "largest": LARGEST // 1_000_000}
    return render_template("catalogs/import_prices.html", stored=None, **names)


def confirm(result: dict[str, Any]) -> Flash:
    """What the next page says."""
    told = f"{result['new']:,} new, {result['changed']:,} changed"
    refused = f" {result['refused']:,} rows were refused and left out." if result["refused"] else ""
    return Flash(f"Prices imported: {told}", f"{result['same']:,} were as in the file already.{refused}")
