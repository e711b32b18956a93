"""One worker process of the races: the desk behind its real server, on a port of its own that it prints.

Arguments: the database's URL, the instance folder, "locked" or "unlocked". It ends when its standard input does, so
it cannot outlive the tests.
"""

import sys
import threading
from pathlib import Path

from sqlalchemy import make_url
from waitress import create_server

from dashboard import create_app
from dashboard.serve import THREADS
from tests.faults import seed, unlocked


def main(url: str, instance: str, locks: str) -> None:
    """Serve until nobody holds the other end of standard input."""
    if locks == "unlocked":
        for module, name, instead in unlocked.replacements(make_url(url).get_backend_name()):
            setattr(module, name, instead)
    app = create_app({"SECRET_KEY": seed.SECRET, "SQLALCHEMY_DATABASE_URI": url, "INSTANCE": Path(instance)})
    server = create_server(app, host="127.0.0.1", port=0, threads=THREADS)
    print(server.effective_port, flush=True)
    threading.Thread(target=server.run, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
