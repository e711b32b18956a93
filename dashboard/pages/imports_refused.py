"""The rows of an import that were not brought in, as a file of the same columns with the reason in a last one."""

from collections.abc import Iterator
from itertools import chain
from pathlib import PurePath

from flask import Blueprint, Response, abort, current_app
from flask.typing import ResponseReturnValue

from dashboard.actions.import_work import FILE_GONE, choices_of
from dashboard.core.refusals import Invalid
from dashboard.extensions import db
from dashboard.import_runner import folder
from dashboard.importers.reading import Reader, Task
from dashboard.models.import_list import refused_rows
from dashboard.models.import_run import ImportRun
from dashboard.models.store import Store
from dashboard.pages.imports_show import wanted

pages = Blueprint("imports_refused", __name__)
SHEETS = {".xlsx", ".xlsm"}  # whose rows are given back as CSV


@pages.get("/imports/<int18:number>/refused")
def download(number: int) -> ResponseReturnValue:
    """The file, written as it is sent."""
    run = wanted(number)
    reasons = refused_rows(db.session(), number)
    path = folder(current_app) / (run.stored or "-")
    if not reasons or not path.is_file():
        abort(404, None if path.is_file() else FILE_GONE)
    reader: Reader = current_app.config["IMPORT_READER"]
    task = Task(run.source, path, choices_of(run, db.session.get_one(Store, 1)))
    try:
        pieces = begun(reader.refused(task, reasons))
    except Invalid as refused:
        abort(404, refused.sentence.replace(path.name, run.filename))
    answer = Response(pieces, mimetype="application/octet-stream")
    answer.headers.set("Content-Disposition", "attachment", filename=filename(run))
    return answer


def begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same, its first piece read already: what cannot be read is told before anything is sent."""
    first = next(pieces, b"")
    return chain((first,), pieces)


def filename(run: ImportRun) -> str:
    """What the file is called: "orders_export-refused.csv"."""
    name = PurePath(run.filename.removesuffix(".gz"))
    printable = "".join(letter if letter.isprintable() else "_" for letter in name.stem)
    suffix = name.suffix if name.suffix[1:].isalnum() and name.suffix.casefold() not in SHEETS else ".csv"
    return f"{printable[:200]}-refused{suffix}"
