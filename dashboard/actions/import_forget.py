"""Delete uploaded files after a while: they hold customers' details, and their orders are here."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from dashboard.core.imports import WORKED_ON
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models.import_run import ImportRun

KEPT = timedelta(days=30)


def forget_files(folder: Path) -> None:
    """Delete the files in the folder of imports that are older, also those that no import knows of."""
    old = (ImportRun.stored.is_not(None), ImportRun.uploaded_at < now() - KEPT, ImportRun.state.not_in(WORKED_ON))
    ids = db.session.scalars(select(ImportRun.id).where(*old)).all()
    if ids:
        with writing() as session:
            for run in session.scalars(select(ImportRun).where(ImportRun.id.in_(ids), *old)):
                (folder / str(run.stored)).unlink(missing_ok=True)
                run.stored = None
    known = set(db.session.scalars(select(ImportRun.stored).where(ImportRun.stored.is_not(None))))
    before = (now() - KEPT).timestamp()
    for file in folder.iterdir() if folder.is_dir() else ():
        if file.name not in known and file.stat().st_mtime < before:
            file.unlink(missing_ok=True)
