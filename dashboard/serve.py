"""What `desk.py run` goes on as: prepares the database, then serves the desk until it is stopped."""

import errno
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any, NoReturn

import flask_migrate
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import ArgumentError, OperationalError
from waitress import create_server

from dashboard import assets, batch_runner, create_app, import_runner, post, settings
from dashboard.demo import fill, shop
from dashboard.extensions import db
from dashboard.models import Staff

THREADS = 16  # a stream or a slow phone holds one for as long as it takes
BODY = 220_000_000  # bytes; above it waitress itself answers, below it our own page says what is too large
MIGRATIONS = settings.ROOT / "dashboard" / "migrations"


def main(arguments: list[str]) -> None:
    """Serve on `arguments`: host, port (0: any free one), and "--empty" where no demo store is wanted."""
    host, port, *empty = arguments
    listening = bound(host, int(port))
    address = shown(listening)
    os.environ.setdefault("BASE_URL", address)
    assets.compress(configured())
    app = prepared(demo=not empty)
    told = sign_ins(app)
    if told and not app.config["SMS_URL"]:
        app.config["SMS_URL"] = "file:sms.txt"  # the demo has no telephone company
    server = create_server(
        app,
        sockets=[listening],
        threads=THREADS,
        ident=None,
        connection_limit=500,
        asyncore_use_poll=True,
        max_request_body_size=BODY,
        clear_untrusted_proxy_headers=True,
    )
    signal.signal(signal.SIGTERM, leave)
    print(f"\nThe desk is open at {address} (Ctrl-C closes it).{told}", flush=True)
    with import_runner.running(app), batch_runner.running(app), post.sending(app):
        server.run()


def configured() -> Path:
    """The instance folder, if the settings can be understood."""
    try:
        folder: Path = settings.load()["INSTANCE"]
    except settings.Unusable as error:
        fail(str(error))
    return folder


def bound(host: str, port: int) -> socket.socket:
    """A socket for the address, taken before the long work; nobody can connect until the desk is ready."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        taken = socket.socket(family, kind, protocol)
        if os.name == "posix":
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            fail(f"Port {port} is taken by another program: choose one with --port.")
        fail(f"The desk cannot listen on {host}, port {port}: {error.strerror}.")
    return taken


def shown(listening: socket.socket) -> str:
    """The address to type into a browser on this machine."""
    host, port = listening.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 - shown, not listened on
    return f"http://[{host}]:{port}" if ":" in host and host[0] != "[" else f"http://{host}:{port}"


def prepared(demo: bool) -> Flask:
    """The application on a database that is up to date; an empty one gets the demo store, if that is wanted."""
    try:
        app = create_app()
        with app.app_context():
            migrate()
            if demo:
                furnish(app)
    except ArgumentError:
        fail("DATABASE_URL is not understood: sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.")
    except OperationalError as error:
        fail(f"The database cannot be used: {str(error.orig).splitlines()[0]}")
    return app


def migrate() -> None:
    """Bring the schema up to date, if it is not."""
    scripts = ScriptDirectory(str(MIGRATIONS))
    with db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == scripts.get_current_head():
        return
    if current not in {None, *(script.revision for script in scripts.walk_revisions())}:
        fail(f"A newer Counterfoil has changed this database (to {current}): start that version.")
    print("Preparing the database …" if current is None else "Bringing the database up to date …", flush=True)
    flask_migrate.upgrade()


def furnish(app: Flask) -> None:
    """Put the demo store into an empty database."""
    if fill.is_empty(db.session()):
        print("Filling it with the demo store (a few seconds) …", flush=True)
        app.cli.commands["demo"].main([], standalone_mode=False)
    db.session.remove()


def sign_ins(app: Flask) -> str:
    """The demo's sign-ins as lines to print, where this is the demo store."""
    with app.app_context():
        there = set(db.session.scalars(select(Staff.email).where(Staff.active)))
    lines = [f"  {who.email:24} {who.role.label}" for who in shop.STAFF if who.email in there]
    return f"\nSign in with the password {shop.STAFF_PASSWORD} as\n" + "\n".join(lines) if lines else ""


def leave(*_: Any) -> NoReturn:
    """End as after Ctrl-C: requests under way are answered."""
    raise SystemExit(0)


def fail(sentence: str) -> NoReturn:
    """End with one line on standard error and exit code 1."""
    sys.exit(f"desk.py: {sentence}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        fail("Stopped before the desk was open.")
