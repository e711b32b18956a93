"""The choices of an import's preview: what the file leaves open, and for a table of one's own what its columns are."""

import re
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import Length

from dashboard.extensions import db
from dashboard.importers import SOURCES
from dashboard.importers.reading import fields_of
from dashboard.models.import_mapping import ImportMapping
from dashboard.models.import_run import ImportRun
from dashboard.pages import who

OPTIONS = {
    "encoding": {
        "utf-8-sig": "UTF-8",
        "cp1252": "Windows-1252",
        "iso8859-15": "ISO 8859-15",
        "mac-roman": "Mac Roman",
        "utf-16": "UTF-16",
    },
    "separator": {",": "Comma", ";": "Semicolon", "\t": "Tab"},
    "decimal": {".": "Point", ",": "Comma"},
    "dates": {"dmy": "Day, month, year", "mdy": "Month, day, year", "ymd": "Year, month, day"},
}
TYPED = ("currency", "zone")
SHOWN = (*OPTIONS, *TYPED)


class ChoicesForm(FlaskForm):
    """How the file is read. A field that the file does not leave open is not drawn, and not asked for."""

    prefix = StringField("Code prefix", [Length(max=12, message="12 characters at most.")])
    encoding = SelectField("Encoding", validate_choice=False)
    separator = SelectField("Separator", validate_choice=False)
    decimal = SelectField("Decimal mark", validate_choice=False)
    dates = SelectField("Date order", validate_choice=False)
    currency = StringField("Currency", [Length(max=3, message="Its three letters, such as EUR.")])
    zone = StringField("Time zone", [Length(max=64, message="64 characters at most.")])
    saved = SelectField("Saved mapping", validate_choice=False)
    save_as = StringField("Keep this mapping as", [Length(max=80, message="80 characters at most.")])

    shown: tuple[str, ...] = ()
    mapped: dict[str, str] = {}  # noqa: RUF012 - one per form, set by form_for()


def form_for(run: ImportRun) -> ChoicesForm:
    """The form as the import stands, or as it was sent."""
    looked, made = run.looked or {}, run.choices
    found = looked.get("found", {})
    form = ChoicesForm(data=found | {name: value for name, value in made.items() if name != "mapping"})
    if request.method == "GET":
        form.zone.data = made.get("zone") or store_zone()
    form.shown = tuple(name for name in SHOWN if is_open(name, looked, made))
    for name, options in OPTIONS.items():
        form[name].choices = list(labelled(options, found.get(name), name in made))
    fields = fields_of(SOURCES[run.source]) if run.source in SOURCES else {}
    form.mapped = mapped(run, found) if fields else {}
    return form


def is_open(name: str, looked: dict[str, Any], made: dict[str, Any]) -> bool:
    """Whether there is something to choose."""
    if not looked:  # it could not be read: as something else perhaps
        return name in {"encoding", "separator"}
    asked = name in looked.get("open_choices", ()) or name in made
    return name == "zone" or asked or (name in OPTIONS and looked.get("found", {}).get(name) is not None)


def labelled(options: dict[str, str], found: str | None, made: bool) -> Any:
    """The options, that which was found marked as such; an empty one where nothing was."""
    if found is None:
        yield "", "Choose"
    for value, label in ({found: found} | options if found and found not in options else options).items():
        yield value, f"{label}, found" if value == found and not made else label


def mapped(run: ImportRun, found: dict[str, Any]) -> dict[str, str]:
    """What each column becomes: as sent, as chosen, as guessed."""
    if request.method == "POST" and "use" not in request.form:
        return sent(run)
    saved = request.form.get("saved", "")
    kept = db.session.get(ImportMapping, int(saved)) if re.fullmatch("[0-9]{1,18}", saved) else None
    known = kept.fields if kept else run.choices.get("mapping") or found.get("mapping") or {}
    return {column: known.get(column, "") for column in (run.looked or {}).get("columns", ())}


def sent(run: ImportRun) -> dict[str, str]:
    """What the form says that each column becomes; unknown words are nothing."""
    fields = fields_of(SOURCES[run.source])
    columns = (run.looked or {}).get("columns", ())
    said = {column: request.form.get(f"column-{at}", "") for at, column in enumerate(columns)}
    return {column: word if word in fields else "" for column, word in said.items()}


def chosen(run: ImportRun, form: ChoicesForm) -> dict[str, Any]:
    """The choices that the form makes, as actions.import_choose wants them."""
    found = (run.looked or {}).get("found", {})
    choices: dict[str, Any] = {"prefix": (form.prefix.data or "").strip()}
    for name in form.shown:
        value = (form[name].data or "").strip(" ")
        if name in OPTIONS and value not in OPTIONS[name] and value != found.get(name):
            value = ""
        choices[name] = (value.upper() if name == "currency" else value) or None
    if choices.get("zone") == store_zone():
        choices["zone"] = None
    if form.mapped and not read_otherwise(run, choices):
        choices["mapping"] = {column: word for column, word in form.mapped.items() if word}
    return choices


def read_otherwise(run: ImportRun, choices: dict[str, Any]) -> bool:
    """Whether the file is to be read in another encoding or by another separator: its columns are called otherwise."""
    before = (run.looked or {}).get("found", {}) | run.choices
    return any(name in choices and choices[name] != before.get(name) for name in ("encoding", "separator"))


def store_zone() -> str:
    """The store's own zone."""
    store = who.store()
    return store.zone if store else "UTC"
