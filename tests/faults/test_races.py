"""TRUST 1, 3 and 4: sixteen people on four workers reassign the same twenty orders, with the locks on and off."""

from collections import Counter
from pathlib import Path
from statistics import median, quantiles

import pytest
from flask import Flask

from dashboard.database import WRITES
from dashboard.extensions import db
from tests.faults import contest, ledger, seed
from tests.faults.broken import Broken
from tests.faults.browser import Browser
from tests.faults.crew import crew

pytestmark = pytest.mark.faults

ROUNDS = 10
ROUNDS_UNLOCKED = 2


def test_races_have_one_winner_and_exact_sums(
    desk_app: Flask, scene: seed.Scene, instance: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with crew(desk_app.config["SQLALCHEMY_DATABASE_URI"], instance) as ports:
        tries, broken = race(desk_app, scene, ports, ROUNDS)
    with capsys.disabled():
        print(f"\n{kind}: {timing(tries)}")
    assert broken == []


def test_races_without_locks_break_every_promise(
    desk_app: Flask, scene: seed.Scene, instance: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    drop_the_net(desk_app)
    with crew(desk_app.config["SQLALCHEMY_DATABASE_URI"], instance, locks=False) as ports:
        _, broken = race(desk_app, scene, ports, ROUNDS_UNLOCKED)
    promises = Counter(one.promise for one in broken)
    with capsys.disabled():
        print(f"\n{kind} without locks: {dict(promises)}")
    assert {"winners", "answers", "spend", "log", "check"} <= set(promises)


def race(app: Flask, scene: seed.Scene, ports: list[int], rounds: int) -> tuple[list[contest.Try], list[Broken]]:
    """Every form of so many rounds, and every promise that was broken in one of them or in the books after it."""
    browsers = [Browser(person.name, seed.cookie(app, person), ports) for person in scene.people]
    tries, broken = [], []
    for number, (kind, copies) in enumerate(contest.rounds(rounds)):
        played = contest.play(browsers, ledger.owners(app, scene), scene.accounts, kind, copies, number)
        tries += played
        broken += contest.verdict(played) + ledger.audit(app, scene)
    return tries, broken


def drop_the_net(app: Flask) -> None:
    """Drop the unique index that would turn most lost updates into errors, so that they are seen as what they are."""
    with app.app_context(), db.engine.connect() as connection:
        connection = connection.execution_options(**WRITES)
        with connection.begin():
            connection.exec_driver_sql("DROP INDEX uq_activities_order")


def timing(tries: list[contest.Try]) -> str:
    """How many actions there were, and how long they took."""
    seconds = [answer.seconds for one in tries for answer in one.answers]
    effects = sum(one.landed is not None for one in tries)
    p99 = quantiles(seconds, n=100)[98]
    return f"{len(seconds)} submits, {effects} effects, median {median(seconds):.3f} s, p99 {p99:.3f} s"
