"""One request by somebody signed in, by a process that is killed (SIGKILL) right before or after the commit.

Arguments: the database's URL, the instance folder, the session's cookie, "before" or "after"; the request as JSON on
standard input: {"path": …, "fields": …}.
"""

import json
import os
import signal
import sys
from pathlib import Path

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from dashboard import create_app
from dashboard.extensions import db


def main(url: str, instance: str, cookie: str, when: str) -> None:
    """Submit the form, and be gone at the commit of what it wrote."""
    asked = json.load(sys.stdin)
    settings = {"TESTING": True, "SECRET_KEY": "tests", "SQLALCHEMY_DATABASE_URI": url, "INSTANCE": Path(instance)}
    app = create_app(settings)
    with app.app_context():
        die_at_commit(db.engine, when)
    client = app.test_client()
    client.set_cookie("desk", cookie)
    answer = client.post(asked["path"], data=asked["fields"])
    print(answer.status_code)


def die_at_commit(engine: Engine, when: str) -> None:
    """Be killed where a transaction that may write is committed: just before, or just after it is in the database."""

    def die(connection: Connection) -> None:
        if not connection.get_execution_options().get("writes"):
            return
        if when == "after":
            connection.connection.driver_connection.commit()
        os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "commit", die)


if __name__ == "__main__":
    main(*sys.argv[1:])
