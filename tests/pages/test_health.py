"""Whether the desk is ready, told to whoever asks."""

import sqlite3

from sqlalchemy.exc import OperationalError

from dashboard.extensions import db


def test_ready(stranger):
    answer = stranger.open("/healthz")
    assert (answer.status, answer.text.strip()) == (200, '{"status":"ready"}')
    assert answer.headers["Cache-Control"] == "no-store"


def test_not_ready_while_the_database_is_away(stranger, monkeypatch):
    def away(*args, **kwargs):
        error = sqlite3.OperationalError("unable to write")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR
        raise OperationalError("SELECT 1", {}, error)

    monkeypatch.setattr(db.session, "execute", away)
    answer = stranger.open("/healthz")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
