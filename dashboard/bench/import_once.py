"""One measured import, in a process of its own, so that its memory is its own: prints what it took as JSON."""

import json
import resource
import sys
import time
from pathlib import Path

import flask_migrate

from dashboard import create_app
from dashboard.actions.import_run import run_import
from dashboard.core.person import COMMAND
from dashboard.database import writing
from dashboard.import_runner import folder
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
        report = run_import(file, by=COMMAND, folder=folder(app), reader=app.config["IMPORT_READER"])
        seconds = time.perf_counter() - began
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KILOBYTES
        took = {"orders": report.made, "lines": report.lines, "seconds": seconds, "cpu": time.process_time() - busy}
        print(json.dumps(took | {"memory": memory, "refused": report.refused}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
