"""Export: the orders of a list, or those that were ticked, as a file; and one order by itself."""

import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from time import time

from flask import Blueprint, Response, abort, current_app, request, send_file, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from dashboard.actions.export import export
from dashboard.core.exports import MOST, TOO_SLOW, Form, form_of, require_count
from dashboard.core.guards import Action
from dashboard.core.refusals import Invalid, KeyReused, Refused, Replayed
from dashboard.database import now
from dashboard.exporters import orders_csv, orders_xlsx
from dashboard.extensions import db
from dashboard.models.order_export import Conditions, Taken, how_many, of_codes, of_list, taken
from dashboard.models.time_box import TooLong
from dashboard.pages import settings, verb, who
from dashboard.pages.bulk import Choice, choice
from dashboard.pages.list_address import criteria_of
from dashboard.pages.moments import local
from dashboard.pages.next import own_path

pages = Blueprint("export", __name__)

LEFT = 24 * 3600  # seconds after which what a killed process left is deleted


@pages.get("/orders/export")
def show() -> ResponseReturnValue:
    """What will be in the file, and which file."""
    settings.require(Action.EXPORT)
    return ask()


@pages.post("/orders/export")
def submit() -> ResponseReturnValue:
    """The file. For the same submit again the file alone, without a second line in the log."""
    settings.require(Action.EXPORT)
    once = verb.submission(request.form)
    try:
        form = form_of(request.form.get("kind", ""))
        conditions = conditions_of(choice())
        with suppress(Replayed):
            export(counted(conditions), form, by=who.person(), once=once)
    except KeyReused as reused:
        return ask(reused), 409
    except Refused as refused:
        return ask(refused), 422
    return handed(form, taken(db.session(), conditions), f"orders-{local(now(), who.store()):%Y-%m-%d}")


@pages.get("/orders/<code:code>/xlsx")
def of_order(code: str) -> ResponseReturnValue:
    """One order as a spreadsheet; of returned, canceled and archived ones, too."""
    verb.permit(Action.EXPORT)
    found = list(taken(db.session(), of_codes([code]))) or abort(404)
    return handed(Form.XLSX, found, code)


def conditions_of(chosen: Choice) -> Conditions:
    """Which orders were chosen. Raises Invalid where looking them up takes too long."""
    if chosen.query is None:
        return of_codes(chosen.codes)
    try:
        return of_list(db.session(), criteria_of(chosen.query))
    except TooLong:
        raise Invalid(TOO_SLOW) from None


def counted(conditions: Conditions) -> int:
    """How many they are. Raises Invalid where counting takes too long."""
    try:
        return how_many(db.session(), conditions, MOST)
    except TooLong:
        raise Invalid(TOO_SLOW) from None


def ask(refused: Refused | None = None) -> str:
    """The page that offers the file. It stays a plain form: htmx saves no files."""
    chosen, count = choice(), 0
    try:
        count = counted(conditions_of(chosen))
        require_count(count)
    except Invalid as unfit:
        refused = refused or unfit
    back = own_path(request.values.get("next"), url_for("orders.index") + (f"?{chosen.query}" if chosen.query else ""))
    return verb.draw_at(
        "orders/export.html", back, "", alone=1, choice=chosen, count=count, most=MOST, forms=Form, refused=refused
    )


def handed(form: Form, orders: Iterable[Taken], name: str) -> Response:
    """The file, on its way: CSV as it is read, a workbook once it is whole."""
    store = who.store() or abort(503)
    named = f"{name}.{form.value}"
    if form is Form.CSV:
        answer = Response(stream_with_context(orders_csv.pieces(orders, store.zone)), content_type=form.kind)
        answer.headers["Content-Disposition"] = f'attachment; filename="{named}"'
        return answer
    folder = workshop()
    file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed, and so gone, with the answer
    with tempfile.TemporaryDirectory(dir=folder) as apart:
        orders_xlsx.write(file, orders, Path(apart), store.zone)
    file.seek(0)
    return send_file(file, mimetype=form.kind, as_attachment=True, download_name=named)


def workshop() -> Path:
    """The folder in which workbooks are made, rid of what killed processes left."""
    folder: Path = current_app.config["INSTANCE"] / "exports"
    folder.mkdir(mode=0o700, exist_ok=True)
    for left in folder.iterdir():
        if left.is_dir() and left.stat().st_mtime < time() - LEFT:
            for file in left.iterdir():
                file.unlink(missing_ok=True)
            left.rmdir()
    return folder
