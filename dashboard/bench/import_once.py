"""One measured import, in a process of its own, so that its memory is its own: prints what it took as JSON."""

import json
import resource
import sys
import time
from pathlib import Path

import flask_migrate
from flask import Flask

from dashboard import create_app
from dashboard.actions.import_begin import begin, keep_file
from dashboard.actions.import_run import run_import
from dashboard.core.person import COMMAND
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.import_runner import folder, work_off
from dashboard.models import Store

KILOBYTES = 1 if sys.platform != "darwin" else 1024


def main(file: Path) -> None:
    """Import the file into the empty database of the environment."""
    app = create_app()
    with app.app_context():
        flask_migrate.upgrade()
        with writing() as session:
            session.add(Store(id=1, name="Bench"))
        began, busy = time.perf_counter(), time.process_time()
        rehearse(app, file)
        rehearsed, thought = time.perf_counter(), time.process_time()
        report = run_import(file, by=COMMAND, folder=folder(app), reader=app.config["IMPORT_READER"])
        took = {
            "orders": report.made,
            "rehearsal": rehearsed - began,
            "rehearsal_cpu": thought - busy,
            "seconds": time.perf_counter() - rehearsed,
            "cpu": time.process_time() - thought,
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KILOBYTES,
        }
        print(json.dumps(took))


def rehearse(app: Flask, file: Path) -> None:
    """Look the file over as the page does before an import is started."""
    folder(app).mkdir(exist_ok=True)
    with file.open("rb") as stream:
        stored = keep_file(stream, folder(app), file.name)
    begin(db.session(), "shopify", file.name, by=COMMAND, stored=stored, size=file.stat().st_size)
    work_off(app)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
