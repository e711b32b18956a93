"""TRUST 8: a mail server dead, slow, refusing and dropping; two senders; a sender killed ten times. Nothing is lost."""

import random
import subprocess
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from dashboard.checks.run import run
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Activity, Message, Store
from tests.faults import seed
from tests.faults.process import process
from tests.mail_server import Mailbox, free_port, mail_server

pytestmark = pytest.mark.faults

LETTERS, KILLS, PATIENCE = 300, 10, 180.0


def sender(app: Flask, instance: Path, smtp: str) -> AbstractContextManager["subprocess.Popen[str]"]:
    """A sender process."""
    return process("sender", app.config["SQLALCHEMY_DATABASE_URI"], str(instance), smtp)


def write(app: Flask, count: int = LETTERS) -> set[str]:
    """So many letters that are due; their Message-IDs."""
    with app.app_context(), writing() as session:
        session.get_one(Store, 1).email = "shop@shop.example"
        caused = session.scalars(select(Activity.id).where(Activity.order_id.is_not(None))).first()
        order = session.get_one(Activity, caused).order_id
        known = session.scalar(select(func.max(Message.id))) or 0
        letters = [
            Message(
                activity_id=caused,
                order_id=order,
                event="reassigned",
                way="email",
                recipient=f"c{known + at}@mail.example",
                recipient_key=f"c{known + at}@mail.example",
                subject=f"Letter {at}",
                text="Hello\n",
                html="<p>Hello</p>\n",
                message_id=f"<{known + at}@desk.example>",
                send_after=now() - timedelta(seconds=1),
            )
            for at in range(count)
        ]
        session.add_all(letters)
        return {letter.message_id for letter in letters}


def states(app: Flask) -> dict[str, int]:
    """How many messages are in each state."""
    with app.app_context():
        return dict(db.session.execute(select(Message.state, func.count()).group_by(Message.state)).all())


def put_back(app: Flask) -> bool:
    """Whether somebody found nobody there, and put a message back."""
    with app.app_context():
        return bool(db.session.scalar(select(func.count()).where(Message.failure != "")))


def until(done: Callable[[], bool]) -> float:
    """Wait for it; the seconds it took."""
    began = time.monotonic()
    while not done():
        assert time.monotonic() - began < PATIENCE, "it never came to an end"
        time.sleep(0.1)
    return time.monotonic() - began


def clean(app: Flask) -> bool:
    """Whether `check` finds nothing."""
    with app.app_context():
        return run(db.session()).broken == []


def test_two_senders_one_killed_ten_times(
    desk_app: Flask, scene: seed.Scene, instance: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ids, dice, kills = write(desk_app), random.Random(8), 0
    with mail_server() as (box, url), ExitStack() as stack:
        box.seconds = 0.02  # so that a kill mostly meets a letter under way
        stack.enter_context(sender(desk_app, instance, url))
        while kills < KILLS:
            with sender(desk_app, instance, url) as victim:
                arrived = len(box.taken)
                until(lambda arrived=arrived: len(box.taken) > arrived or "held" not in states(desk_app))
                time.sleep(dice.uniform(0, 0.2))
                victim.kill()
                kills += 1
            if "held" not in states(desk_app):
                ids |= write(desk_app)
        seconds = until(lambda: set(states(desk_app)) == {"sent"})
        duplicates = sum(box.ids().values()) - len(box.ids())
        assert set(box.ids()) == ids
        assert duplicates <= kills
    assert clean(desk_app)
    with capsys.disabled():
        print(
            f"\n{kind}: {len(ids)} letters, {kills} kills, 0 lost, {duplicates} duplicates, {seconds:.1f} s to the end"
        )


@pytest.mark.parametrize("mood", ["451", "452", "drop", "550", "554", "slow", "dead"])
def test_whatever_the_server_does_nothing_is_lost(
    desk_app: Flask, scene: seed.Scene, instance: Path, kind: str, mood: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = write(desk_app, 60)
    port = free_port()
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(sender(desk_app, instance, f"smtp://127.0.0.1:{port}"))
        if mood == "dead":
            until(lambda: put_back(desk_app))
            assert states(desk_app).get("sent", 0) == states(desk_app).get("failed", 0) == 0
        box = stack.enter_context(mail_server(port))[0]
        misbehave(box, mood, desk_app)
        until(lambda: set(states(desk_app)) <= {"sent", "failed"})
        found, lost = states(desk_app), ids - set(box.ids())
        if mood in {"550", "554"}:
            assert len(lost) == found["failed"] > 0  # told as failed, with "Send again"
        else:
            assert lost == set()
        assert max(box.ids().values(), default=1) == 1
    assert clean(desk_app)
    with capsys.disabled():
        print(f"\n{kind}, {mood}: {len(ids)} letters, {found}, 0 lost, 0 duplicates")


def misbehave(box: Mailbox, mood: str, app: Flask) -> None:
    """Be in this mood until it was felt, then fine."""
    if mood == "slow":
        box.seconds = 0.3
        return
    if mood != "dead":
        box.mood = mood
        until(lambda: box.met["recipients"] >= 20 or set(states(app)) == {"failed"})
        box.mood = "fine"
