"""One sender process of the post's long test: sends until it is killed or its standard input ends.

Arguments: the database's URL, the instance folder, the SMTP_URL. The lease is short, so that what a killed sender held
is taken up again while the test runs; it stays longer than the slowest letter takes.
"""

import os
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

from dashboard import create_app
from dashboard.actions import post_lease
from dashboard.post import work_off
from tests.faults import seed

LEASE = timedelta(seconds=4)


def main(url: str, instance: str, smtp: str) -> None:
    """Round after round."""
    post_lease.LEASE = LEASE
    post_lease.backoff = lambda attempts: timedelta(seconds=0.2)
    settings = {"SECRET_KEY": seed.SECRET, "SQLALCHEMY_DATABASE_URI": url, "INSTANCE": Path(instance), "SMTP_URL": smtp}
    app = create_app(settings)
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print("ready", flush=True)
    while True:
        with app.app_context():
            work_off(app)
        time.sleep(0.05)


if __name__ == "__main__":
    main(*sys.argv[1:])
