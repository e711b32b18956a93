"""Import a whole file in the foreground, as `flask import` does: the same run as on the page, without its preview."""

from pathlib import Path
from typing import Any

from dashboard.actions.import_begin import begin, keep_file, refuse_prefix
from dashboard.actions.import_lease import Halted, new_token
from dashboard.actions.import_report import Report, report_of
from dashboard.actions.import_steer import steer
from dashboard.actions.import_work import Progress, quiet, work_on
from dashboard.core import guards
from dashboard.core.imports import ImportState, Step
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid, WrongState
from dashboard.extensions import db
from dashboard.importers.reading import Here, Reader
from dashboard.models.import_run import ImportRun
from dashboard.models.store import Store

UNSAID = {
    "currency": "does not say its currency. Say which one it is, such as --currency EUR.",
    "dates": "does not say the order of day and month in its dates. Say which it is, such as --dates dmy.",
    "decimal": "does not say what stands before the cents. Say which it is, such as --decimal .",
    "mapping": "does not say what its columns are. Upload it on the page Imports once and save the mapping: the next "
    "file with the same columns is read by it.",
}


def run_import(
    path: Path,
    *,
    by: Person,
    source: str | None = "shopify",
    prefix: str | None = None,
    folder: Path | None = None,
    reader: Reader | None = None,
    progress: Progress = quiet,
    **choices: Any,
) -> Report:
    """Bring in every order of a file; `source` None: whose it looks like, `choices`: fields of importers.Choices.

    A copy is kept in `folder`, where there is one, so that the desk can go on with a run that was killed. `progress`
    is called with how many items are done, of how many. Raises NotPermitted, and Invalid where nothing of the file
    can be read, and WrongState where somebody halts it. What is committed stays, whatever comes after.
    """
    guards.require_permission(by, "import")
    reader = reader or Here()
    refuse_missing(path)
    name = source or reader.recognise(path, None)
    made = {field: value for field, value in {"prefix": prefix, **choices}.items() if value is not None}
    if prefix is not None and (store := db.session.get(Store, 1)):
        refuse_prefix(prefix, store)
    stored, token = kept(path, folder), new_token()
    size = path.stat().st_size
    run_id = begin(db.session(), name, path.name, by=by, stored=stored, size=size, choices=made, lease=token)
    try:
        work_on(run_id, token, path, reader, progress)
    except KeyboardInterrupt:
        steer(run_id, Step.PAUSE, by=by)
        raise
    except Halted:
        raise WrongState("It was paused or canceled at the desk. The page Imports tells how far it has come.") from None
    return report(run_id, token, path)


def refuse_missing(path: Path) -> None:
    """Raise Invalid if there is no such file to be read."""
    try:
        path.open("rb").close()
    except OSError as error:
        raise Invalid(f"{path.name} cannot be read: {error.strerror}.") from None


def kept(path: Path, folder: Path | None) -> str | None:
    """The name of the file's copy in the folder."""
    if folder is None:
        return None
    with path.open("rb") as file:
        return keep_file(file, folder, path.name)


def report(run_id: int, token: str, path: Path) -> Report:
    """What came of it. Raises Invalid where the file needs a choice that was not made."""
    session = db.session()
    run = session.get_one(ImportRun, run_id, populate_existing=True)
    if run.state is not ImportState.OPEN:
        return report_of(session, run)
    sentence = f"{path.name} {UNSAID[(run.looked or {})['needed'][0]]}"
    steer(run_id, Step.CANCEL, by=Person(run.by_kind, run.by_id, run.by_name))
    raise Invalid(sentence)
