"""Imports: bring a file, and what became of those before."""

from hashlib import file_digest
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import RadioField, SelectChoice

from dashboard.actions.import_begin import LARGEST, begin, keep_file
from dashboard.actions.once import Submission
from dashboard.core import guards
from dashboard.core.refusals import KeyReused, NotPermitted, Refused, Replayed
from dashboard.extensions import db
from dashboard.import_runner import folder
from dashboard.importers import SOURCES
from dashboard.models.import_list import history
from dashboard.pages import verb, who

pages = Blueprint("imports", __name__)

KINDS = {
    "orders": "One row per line item",
    "customers": "One row per account",
    "shipments": "Tracking numbers by order",
}


class UploadForm(FlaskForm):
    """A file, and what is in it."""

    file = FileField("File", [FileRequired("Choose a file first.")])
    kind = RadioField("What is in it", default="", validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = {source.kind for source in SOURCES.values()}
        known = [SelectChoice(kind, kind.capitalize()) for kind in KINDS if kind in here]
        self.kind.choices = [SelectChoice("", "Find out from the file"), *known]

    @property
    def chosen(self) -> str | None:
        """What is said to be in the file; None: find out."""
        return self.kind.data if self.kind.data in {choice.value for choice in self.kind.choices[1:]} else None


@pages.get("/imports")
def index() -> ResponseReturnValue:
    """The form, and the history."""
    require_import()
    return page(UploadForm())


@pages.post("/imports")
def submit() -> ResponseReturnValue:
    """Keep the file and have it looked over; what is no export is refused beside its field."""
    require_import()
    form = UploadForm()
    if not form.validate():
        return page(form), 422
    key = verb.submission(request.form).key
    file: FileStorage = form.file.data
    name = Path(file.filename or "").name.replace("\0", "")[:300] or "file"
    path = folder(current_app) / keep_file(file.stream, folder(current_app), name)
    try:
        number = take_in(path, name, form, key)
    except Replayed as again:
        path.unlink()
        number = again.result["run"]
    except Refused as refused:
        path.unlink()
        form.file.errors = [refused.sentence.replace(path.name, name)]
        return page(form), 409 if isinstance(refused, KeyReused) else 422
    return redirect(url_for("imports_show.show", number=number), 303)


def take_in(path: Path, name: str, form: UploadForm, key: str) -> int:
    """The id of the import that this file begins. Raises Replayed and Refused."""
    size = path.stat().st_size
    if size > LARGEST:
        path.unlink()
        abort(413)
    with path.open("rb") as file:
        said = [("kind", form.chosen or ""), ("file", name), ("sha256", file_digest(file, "sha256").hexdigest())]
    once = Submission.of(key, request.path, who.person(), said)
    source = current_app.config["IMPORT_READER"].recognise(path, form.chosen)
    return begin(db.session(), source, name, by=who.person(), stored=path.name, size=size, once=once)


def require_import() -> None:
    """403 for who may not import."""
    try:
        guards.require_permission(who.person(), "import")
    except NotPermitted as refused:
        abort(403, refused.sentence)


def page(form: UploadForm) -> str:
    """The page."""
    before = request.args.get("before", "")
    place = int(before) if before.isascii() and before.isdigit() and len(before) <= 18 else None
    found = history(db.session(), place)
    older = url_for("imports.index", before=found.rows[-1].id) if found.more else None
    return render_template(
        "imports/index.html",
        form=form,
        kinds=KINDS,
        runs=found.rows,
        older=older,
        first=url_for("imports.index") if place is not None else None,
        key=verb.new_key(),
        largest=LARGEST // 1_000_000,
    )
