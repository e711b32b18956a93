"""When a session was last seen: written after the answer, at most once a minute, and skipped if busy."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import StaffSession


@pytest.fixture
def seen(app):
    """Tells when the one session was last seen; given a timedelta, makes it that long ago."""

    def last(ago: timedelta | None = None):
        with app.app_context():
            if ago is not None:
                with writing() as session:
                    session.execute(update(StaffSession).values(last_seen_at=now() - ago))
            return db.session.scalars(select(StaffSession.last_seen_at)).one()

    return last


def test_a_request_is_noted(desk, seen):
    before = seen(timedelta(minutes=5))
    desk.open("/orders")
    assert seen() - before >= timedelta(minutes=5)


def test_within_a_minute_nothing_is_written(desk, seen):
    before = seen(timedelta(seconds=50))
    desk.open("/orders")
    assert seen() == before


def test_a_refused_page_is_noted_too_and_a_strangers_is_not(desk, stranger, seen):
    before = seen(timedelta(minutes=5))
    stranger.open("/sign-in")
    assert seen() == before
    desk.open("/nowhere")
    assert seen() > before


def test_it_is_skipped_while_somebody_writes(app, desk, seen):
    """Another's transaction holds the row (SQLite: the whole file); the answer comes all the same."""
    before = seen(timedelta(minutes=5))
    held, done = threading.Event(), threading.Event()

    def hold():
        with app.app_context(), writing() as session:
            session.execute(update(StaffSession).values(device="held"))
            session.flush()
            held.set()
            done.wait(30)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(30)
    try:
        assert desk.open("/orders").status == 200
    finally:
        done.set()
        other.join()
    assert seen() == before
    desk.open("/orders")
    assert seen() > before
