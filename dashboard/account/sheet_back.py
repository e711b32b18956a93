"""An order sheet as it goes out and comes back. Nothing of the file stays but what it asks for, in the review's form.

It is read in a process apart within its bounds (importers/apart.py), few at a time: anybody with the link can send one.
"""

from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from flask import Response, current_app
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from dashboard.account.order_choice import Form, behind, offered, reviewed, store
from dashboard.actions.import_begin import keep_file
from dashboard.core.exports import Form as Kind
from dashboard.core.order_sheet import Asked, asked, pieces_of
from dashboard.core.refusals import Invalid, Refused
from dashboard.exporters.order_sheet import sheet
from dashboard.import_runner import folder
from dashboard.pages import secret

AT_ONCE = BoundedSemaphore(2)
PATIENCE = 5  # seconds
BUSY = "Many sheets are being read just now. Upload yours again in a moment."


def page(form: Form, refused: Refused | None = None, rows: list[Asked] | None = None, status: int = 200) -> Response:
    """Where the sheet is taken and brought back; with the rows that were wrong."""
    catalog = behind(form.token)
    wrong = [one for one in rows or [] if one.error]
    return secret.page(
        "account/order_sheet.html", status, form=form, catalog=catalog, refused=refused, rows=rows or [], wrong=wrong
    )


def handed_out(form: Form) -> Response:
    """The sheet, with today's prices."""
    catalog, shop = behind(form.token), store()
    made = sheet(offered(catalog), f"{catalog.name}, {shop.name}", shop.currency)
    answer = Response(made, mimetype=Kind.XLSX.kind)
    answer.headers["Content-Disposition"] = 'attachment; filename="order-sheet.xlsx"'
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def came_back(form: Form, file: FileStorage | None) -> ResponseReturnValue:
    """The review of what the sheet asks for; its rows with what is wrong where it cannot be ordered so."""
    found: list[Asked] = []
    try:
        found = looked_at(form, file)
        wanted = pieces_of(found)
    except Invalid as refused:
        return page(form, refused, found, 422)
    return reviewed(form, wanted, sheet=True, rows=found)


def looked_at(form: Form, file: FileStorage | None) -> list[Asked]:
    """What its rows ask for today. Raises Invalid beside "file"."""
    on_offer = {one.sku: one for one in offered(behind(form.token))}
    return asked(read(file), on_offer, store().currency)


def read(file: FileStorage | None) -> list[dict[str, Any]]:
    """The rows of the file. Raises Invalid beside "file" for none, or one that is no order sheet."""
    if file is None or not file.filename:
        raise Invalid("Choose the sheet that you filled in.", "file")
    name = Path(file.filename).name.replace("\0", "")[:200] or "file"
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise Invalid(BUSY, "file")
    place = folder(current_app)
    try:
        stored = place / keep_file(file.stream, place, name)
        try:
            return list(current_app.config["IMPORT_READER"].order_sheet(stored))
        except Invalid as refused:
            raise Invalid(refused.sentence.replace(stored.name, name), "file") from None
        finally:
            stored.unlink(missing_ok=True)
    finally:
        AT_ONCE.release()
