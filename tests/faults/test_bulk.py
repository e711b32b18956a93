"""A thousand orders reassigned as one batch: measured, pages open throughout, its worker killed, one Undo for all."""

import random
import subprocess
import threading
import time
from collections import Counter
from contextlib import AbstractContextManager
from pathlib import Path
from statistics import median, quantiles

import pytest
from flask import Flask
from sqlalchemy import func, select

from dashboard.checks.run import run
from dashboard.core.batches import WORKED_ON
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Activity, Batch, Message, Order
from tests.faults import seed
from tests.faults.browser import Answer, Browser
from tests.faults.crew import crew
from tests.faults.process import process

pytestmark = pytest.mark.faults

ORDERS, KILLS, PATIENCE = 1_000, 8, 120.0


def batcher(app: Flask, instance: Path) -> AbstractContextManager["subprocess.Popen[str]"]:
    """A process that works on batches."""
    return process("batcher", app.config["SQLALCHEMY_DATABASE_URI"], str(instance))


@pytest.fixture
def many(desk_app: Flask, scene: seed.Scene) -> seed.Scene:
    """A thousand more orders of 1.00 to 10.00 EUR, beside those of the races, of the same accounts."""
    owners = list(scene.accounts)
    with desk_app.app_context(), writing():
        for number in range(ORDERS):
            seed.place_order(100 + number, owners[number % len(owners)], total=100 + number % 900)
    return scene


class Visit:
    """Somebody who opens page after page, as fast as one reads, while the block lasts; `answers` are what they got."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.answers, self.over = browser, [], threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self) -> None:
        """Page after page."""
        paths = ("/orders", "/orders/RACE-100", "/customers", "/orders?q=whoever", "/batches/1")
        while not self.over.is_set():
            for via, path in enumerate(paths):
                self.answers.append(self.browser.get(path, via))
                self.over.wait(0.1)

    def __enter__(self) -> "Visit":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()


def owners(app: Flask) -> dict[str, int | None]:
    """Who owns each order."""
    with app.app_context():
        return dict(db.session.execute(select(Order.code, Order.account_id)).all())


def begin(browser: Browser, to: int, name: str) -> Answer:
    """Reassign all orders there are, as the dialog does."""
    path = "/orders/bulk/reassign?all=1&list="
    return browser.post(
        "/orders/bulk/reassign", {**browser.form(path, 0), "owner": str(to), "q": name, "notify": "y"}, 0
    )


def wait(app: Flask) -> Batch:
    """The batch once nobody need work on it any more."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with app.app_context():
            batch = db.session.scalars(select(Batch)).one()
            if batch.state not in WORKED_ON:
                db.session.expunge(batch)
                return batch
        time.sleep(0.1)
    raise AssertionError("The batch does not come to its end.")


def sound(app: Flask, orders: int) -> None:
    """Each order was reassigned once, the owner is told once, and `check` finds nothing."""
    with app.app_context():
        lines = select(Activity.order_id).where(Activity.verb == "reassigned")
        assert set(Counter(db.session.scalars(lines)).values()) == {1}
        assert db.session.scalar(select(func.count()).select_from(lines.subquery())) == orders
        letters = db.session.execute(select(Message.event, Message.subject)).all()
        assert [tuple(letter) for letter in letters] == [("orders_reassigned", f"{orders:,} orders are now yours")]
        assert run(db.session()).broken == []


def told(name: str, seconds: float, answers: list[Answer]) -> str:
    """How long it took, and what pages took meanwhile."""
    taken = [answer.seconds for answer in answers]
    p99 = quantiles(taken, n=100)[98]
    return f"{name}: {seconds:.1f} s; {len(taken)} pages meanwhile, median {median(taken):.3f} s, p99 {p99:.3f} s"


def test_a_thousand_orders_and_back(desk_app: Flask, many: seed.Scene, instance: Path) -> None:
    before, url = owners(desk_app), desk_app.config["SQLALCHEMY_DATABASE_URI"]
    to, name = next(iter(many.accounts.items()))
    mine = sum(owner == to for owner in before.values())
    with crew(url, instance) as ports, batcher(desk_app, instance):
        clerk, visitor = (Browser(who.name, seed.cookie(desk_app, who), ports) for who in many.people[:2])
        began = time.monotonic()
        with Visit(visitor) as visit:
            assert begin(clerk, to, name).status == 200
            first, done = time.monotonic() - began, wait(desk_app)
        print(
            told(f"{done.done} orders (the first answer after {first:.1f} s)", time.monotonic() - began, visit.answers)
        )
        assert (done.done, done.refused, done.count) == (len(before) - mine, mine, len(before))
        assert set(owners(desk_app).values()) == {to}
        sound(desk_app, done.done)
        began = time.monotonic()
        with Visit(visitor) as again:
            place = f"/batches/{done.id}/undo"
            assert clerk.post(place, clerk.form(place, 1), 1).status == 200
            back = wait(desk_app)
        print(told(f"{back.undone} taken back", time.monotonic() - began, again.answers))
    assert (back.undone, back.kept, owners(desk_app)) == (done.done, 0, before)
    assert {answer.status for answer in (*visit.answers[5:], *again.answers)} == {200}
    with desk_app.app_context():
        assert run(db.session()).broken == []


def test_killed_again_and_again(desk_app: Flask, many: seed.Scene, instance: Path) -> None:
    url, (to, name) = desk_app.config["SQLALCHEMY_DATABASE_URI"], next(iter(many.accounts.items()))
    mine = sum(owner == to for owner in owners(desk_app).values())
    chance = random.Random(4)
    with crew(url, instance) as ports:
        clerk = Browser(many.people[0].name, seed.cookie(desk_app, many.people[0]), ports)
        assert begin(clerk, to, name).status == 200
        for _ in range(KILLS):
            with batcher(desk_app, instance):
                time.sleep(chance.uniform(0.2, 1.2))
        with batcher(desk_app, instance):
            done = wait(desk_app)
    assert done.done == done.count - mine
    sound(desk_app, done.done)
