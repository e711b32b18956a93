"""Many people at one order: one winner per version, one effect per form, exact sums. Long: tests/faults."""

from collections import Counter
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dashboard.actions import change
from dashboard.actions.once import Submission
from dashboard.actions.reassign import NewOwner, reassign
from dashboard.core.person import Person
from dashboard.core.refusals import Replayed, Stale
from dashboard.extensions import db
from dashboard.letters.shop import Shop
from dashboard.models import Order, Store
from tests.databases import application
from tests.faults import ledger, unlocked
from tests.faults.at_once import at_once
from tests.faults.seed import Scene, seed

ACCOUNTS, ORDERS = 4, 8


@pytest.fixture
def scene(app: Flask) -> Scene:
    return seed(app, ORDERS, ACCOUNTS)


def attempt(app: Flask, code: str, to: int, by: Person, **seen: Any) -> str:
    """How a reassign in a thread of its own ended."""
    with app.app_context():
        shop = Shop.of(db.session.get(Store, 1), app.config["BASE_URL"], timedelta(minutes=1))
        try:
            reassign(code, NewOwner(to), by=by, shop=shop, notify=True, **seen)
        except (Stale, Replayed, IntegrityError) as ended:
            return type(ended).__name__
        return "done"


def version(app: Flask, code: str) -> int:
    with app.app_context():
        return db.session.scalar(select(Order.version).where(Order.code == code))


def others(scene: Scene, owner: int) -> list[int]:
    return [account for account in scene.accounts if account != owner]


@pytest.mark.feature("R5")
def test_each_version_has_one_winner(app: Flask, scene: Scene) -> None:
    for code, owner in list(ledger.owners(app, scene).items())[:4]:
        targets, seen = others(scene, owner), version(app, code)
        wanted = [(targets[number % len(targets)], person) for number, person in enumerate(scene.people)]
        outcomes = at_once([partial(attempt, app, code, to, by, seen=seen) for to, by in wanted])
        assert Counter(outcomes) == {"done": 1, "Stale": len(scene.people) - 1}
        assert version(app, code) == seen + 1
    assert ledger.audit(app, scene) == []


def test_a_form_submitted_eight_times_at_once_acts_once(app: Flask, scene: Scene) -> None:
    code, by = scene.codes[0], scene.people[0]
    to, seen = others(scene, ledger.owners(app, scene)[code])[0], version(app, code)
    once = Submission.of("a-key-of-one-form", f"/orders/{code}/reassign", by, [("owner", str(to))])
    outcomes = at_once([partial(attempt, app, code, to, by, seen=seen, once=once)] * 8)
    assert Counter(outcomes) == {"done": 1, "Replayed": 7}
    assert version(app, code) == seen + 1
    assert ledger.audit(app, scene) == []


@pytest.mark.feature("R5")
def test_orders_that_cross_between_the_same_accounts_neither_block_nor_lose_money(app: Flask, scene: Scene) -> None:
    accounts = list(scene.accounts)
    for step in (1, 2, 3):
        owners = ledger.owners(app, scene)
        wanted = {code: accounts[(accounts.index(owner) + step) % ACCOUNTS] for code, owner in owners.items()}
        moves = zip(wanted.items(), scene.people, strict=False)
        outcomes = at_once([partial(attempt, app, code, to, by) for (code, to), by in moves])
        assert Counter(outcomes) == {"done": ORDERS}
        assert ledger.owners(app, scene) == wanted
    assert ledger.audit(app, scene) == []


def test_without_the_lock_two_act_on_one_version_and_only_the_database_is_left_to_refuse(
    kind: str, database: str, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name, instead in unlocked.replacements(kind):
        monkeypatch.setattr(module, name, instead)
    with application(database, instance, made_anew=True) as app:
        scene = seed(app, ORDERS, ACCOUNTS)
        code, people = scene.codes[0], scene.people[:2]
        seen, targets = version(app, code), others(scene, ledger.owners(app, scene)[code])
        monkeypatch.setattr(change, "lock_order", after_both_have_seen(Barrier(2, timeout=60)))
        wanted = zip(targets, people, strict=False)
        outcomes = at_once([partial(attempt, app, code, to, by, seen=seen) for to, by in wanted])
    assert Counter(outcomes) == {"done": 1, "IntegrityError": 1}


def after_both_have_seen(meeting: Barrier) -> Any:
    """Read the order as unlocked.see_order does, and go on when the other one has read it too."""

    def see(session: Session, code: str) -> Order:
        order = unlocked.see_order(session, code)
        meeting.wait()
        return order

    return see
