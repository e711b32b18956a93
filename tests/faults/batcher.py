"""One process that goes on with batches until it is killed or its standard input ends, as a desk's thread does.

Arguments: the database's URL, the instance folder. The lease is short, so that what a killed one held is taken up again
while the test runs; it stays longer than the slowest chunk takes.
"""

import os
import sys
import threading
from datetime import timedelta
from pathlib import Path

from dashboard import create_app
from dashboard.actions import batch_lease
from dashboard.batch_runner import Runner
from tests.faults import seed

LEASE = timedelta(seconds=3)


def main(url: str, instance: str) -> None:
    """Round after round."""
    batch_lease.LEASE, batch_lease.MOST_TRIES = LEASE, 1_000
    app = create_app({"SECRET_KEY": seed.SECRET, "SQLALCHEMY_DATABASE_URI": url, "INSTANCE": Path(instance)})
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print("ready", flush=True)
    Runner(app).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
