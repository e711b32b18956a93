"""The thread that works on imports, and on what edits leave to be done, while the desk is open.

It starts in `desk.py run`, never in create_app().

Several desks on one database share the work: each import has one holder at a time, by lease.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from dashboard.actions.import_forget import forget_files
from dashboard.actions.import_lease import Halted, claim, new_token, release
from dashboard.actions.import_undo import take_back
from dashboard.actions.import_work import FILE_GONE, Progress, end, quiet, work_on
from dashboard.actions.merge_index import merge_index
from dashboard.actions.reindex_owned import reindex_owned
from dashboard.background import Rounds, working
from dashboard.core.imports import ImportState
from dashboard.core.refusals import Refused
from dashboard.database import now
from dashboard.extensions import db
from dashboard.importers.reading import Reader
from dashboard.models.import_run import ImportRun

IDLE = 0.5  # seconds between two looks at what waits
SWEPT = timedelta(hours=1)


def folder(app: Flask) -> Path:
    """Where uploaded files are."""
    return Path(app.config["INSTANCE"]) / "imports"


class Runner(Rounds):
    """Works on imports until it is stopped."""

    what, idle = "imports", IDLE

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.swept = now() - SWEPT

    def work(self) -> Iterator[bool]:
        """One import, as far as it goes, and a step of what edits of customers left; then one of the search index."""
        self.sweep()
        yield work_off(self.app, self.refuse_when_stopping)
        yield not reindex_owned()
        merge_index()

    def refuse_when_stopping(self, done: int, count: int) -> None:
        """Leave between two chunks, for whoever comes next. Raises Halted."""
        if self.stopping.is_set():
            raise Halted

    def sweep(self) -> None:
        """Delete the files that were kept long enough, every hour."""
        if now() - self.swept >= SWEPT:
            self.swept = now()
            forget_files(folder(self.app))


def work_off(app: Flask, progress: Progress = quiet) -> bool:
    """Work on the import that waits longest, as far as it goes; whether there was one. Within an app context."""
    token = new_token()
    run_id = claim(token)
    if run_id is None:
        return False
    try:
        work(app, run_id, token, progress)
    except Halted:
        release(run_id, token)
    except Refused as refusal:
        app.logger.info("import %d ended: %s", run_id, refusal.sentence)
    return True


def work(app: Flask, run_id: int, token: str, progress: Progress) -> None:
    """What an import waits for. Raises Halted and Refused."""
    run = db.session.scalars(select(ImportRun).where(ImportRun.id == run_id)).one()
    if run.state is ImportState.UNDOING:
        take_back(run_id, token, progress)
        return
    path = folder(app) / (run.stored or "-")
    if not path.is_file():
        end(run_id, token, ImportState.FAILED, FILE_GONE)
        return
    reader: Reader = app.config["IMPORT_READER"]
    work_on(run_id, token, path, reader, progress)


def running(app: Flask) -> AbstractContextManager[Runner]:
    """Imports are worked on within this block; one under way is left between two chunks."""
    return working(Runner(app), "imports")
