"""TRUST 2: sixteen people on four workers send, refund and return the same pieces, with the locks on and off."""

from collections import Counter
from pathlib import Path
from statistics import median, quantiles

import pytest
from flask import Flask

from dashboard.checks import run
from dashboard.core.person import Role
from dashboard.extensions import db
from tests.faults import contest_goods, seed
from tests.faults.broken import Broken
from tests.faults.browser import Browser
from tests.faults.crew import crew
from tests.faults.test_races import drop_the_net

pytestmark = pytest.mark.faults

ORDERS = 20
SUBMITS = 10_000
ROUNDS_UNLOCKED = 3


@pytest.fixture
def scene(desk_app: Flask) -> seed.Scene:
    """People who may all of it, and owners."""
    made = seed.seed(desk_app, orders=0, role=Role.MANAGER)
    seed.sign_in(desk_app, made.people)
    return made


def test_exactly_the_possible_ones_succeed(
    desk_app: Flask, scene: seed.Scene, instance: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tries: list[contest_goods.Try] = []
    with crew(desk_app.config["SQLALCHEMY_DATABASE_URI"], instance) as ports:
        browsers = [Browser(person.name, seed.cookie(desk_app, person), ports) for person in scene.people]
        lots = 0
        while sum(len(one.answers) for one in tries) < SUBMITS:
            codes = contest_goods.seed_goods(desk_app, list(scene.accounts), ORDERS, lots)
            played, broken = race(desk_app, browsers, codes, lots)
            tries += played
            lots += 1
            assert broken == []
            ends = contest_goods.standing(desk_app, codes).values()
            assert {(one.left["fulfil"], one.left["refund"], one.left["return"]) for one in ends} == {(0, 0, 0)}
    with capsys.disabled():
        print(f"\n{kind}: {timing(tries)}, {lots * ORDERS} orders")


def test_without_locks_pieces_and_money_are_lost(
    desk_app: Flask, scene: seed.Scene, instance: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    drop_the_net(desk_app)
    codes = contest_goods.seed_goods(desk_app, list(scene.accounts), ORDERS, 0)
    with crew(desk_app.config["SQLALCHEMY_DATABASE_URI"], instance, locks=False) as ports:
        browsers = [Browser(person.name, seed.cookie(desk_app, person), ports) for person in scene.people]
        _, broken = race(desk_app, browsers, codes, 0, most=ROUNDS_UNLOCKED)
    promises = Counter(one.promise for one in broken)
    with capsys.disabled():
        print(f"\n{kind} without locks: {dict(promises)}")
    assert {"winners", "answers", "log", "check"} <= set(promises)


def race(
    app: Flask, browsers: list[Browser], codes: list[str], dice: int, most: int = 1_000
) -> tuple[list[contest_goods.Try], list[Broken]]:
    """Rounds until nothing is left to do, or so many; every form, and every promise that was broken."""
    tries: list[contest_goods.Try] = []
    broken: list[Broken] = []
    for number in range(most):
        stands = contest_goods.standing(app, codes)
        if not any(any(one.left.values()) for one in stands.values()):
            break
        played = contest_goods.play(browsers, stands, 1 + number % 2, 1_000 * dice + number)
        tries += played
        broken += contest_goods.verdict(played, stands) + contest_goods.audit(app, codes)
        if broken and most == 1_000:
            break
    return tries, broken + checked(app)


def checked(app: Flask) -> list[Broken]:
    """What `check` finds."""
    with app.app_context():
        return [Broken("check", f"{found.name}: {found.first}") for found in run.run(db.session()).broken]


def timing(tries: list[contest_goods.Try]) -> str:
    """How many submits there were, how many did something, and how long they took."""
    seconds = [answer.seconds for one in tries for answer in one.answers]
    statuses = Counter(answer.status for one in tries for answer in one.answers)
    p99 = quantiles(seconds, n=100)[98]
    effects = sum(one.won for one in tries)
    return (
        f"{len(seconds)} submits {dict(statuses)}, {effects} effects, median {median(seconds):.3f} s, p99 {p99:.3f} s"
    )
