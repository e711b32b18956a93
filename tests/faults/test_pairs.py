"""TRUST 3: every two actions that go stale, on one order at the same moment: one is done, the other is told of it."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask

from dashboard.checks.run import run
from dashboard.core.guards import TABLE, Action
from dashboard.core.person import Role
from dashboard.core.refusals import Refused, Stale, Vanished
from dashboard.core.sentences import News
from dashboard.extensions import db
from tests import world
from tests.faults import pairs
from tests.faults.at_once import at_once

ROUNDS = 200
# Never stale: they stand beside whatever else was done. And what is no verb of one order.
BESIDE = {
    Action.NOTE, Action.TAG, Action.RESEND, Action.PDF, Action.EXPORT, Action.IMPORT, Action.MERGE, Action.ERASE,
}  # fmt: skip


def test_every_action_is_in_a_pair_or_never_stale():
    assert set(pairs.VERBS) | BESIDE == set(TABLE)
    assert {action for pair in pairs.PAIRS for action in pair} == set(pairs.VERBS)


@pytest.mark.faults
@pytest.mark.feature("U8", "R5")
@pytest.mark.parametrize("first", pairs.VERBS)
def test_of_two_at_once_one_is_done_and_the_other_told(app: Flask, first: Action) -> None:
    wrong: Counter[tuple[str, ...]] = Counter()
    with app.app_context():
        people = world.staff(Role.OWNER), world.staff(Role.MANAGER)
    for pair in [pair for pair in pairs.PAIRS if pair[0] is first]:
        with app.app_context():
            owner, other = pairs.owners(pair)
        for _ in range(ROUNDS):
            with app.app_context():
                made = pairs.order_for(pair, owner, other)
            outcomes = at_once([partial(attempt, app, act) for act in pairs.acts(pair, made, people)])
            if not right(outcomes, [person.name for person in people]):
                wrong[pair[0].value, pair[1].value, *map(repr, outcomes)] += 1
    assert not wrong
    with app.app_context():
        assert run(db.session()).broken == []


def attempt(app: Flask, act: Callable[[], Any]) -> Refused | None:
    """How it ended, in a thread of its own: None when it was done."""
    with app.app_context():
        try:
            act()
        except Refused as refused:
            return refused
    return None


def right(outcomes: list[Refused | None], names: list[str]) -> bool:
    """Whether one was done, and the other was told who did what, or that the order is gone."""
    if outcomes.count(None) != 1:
        return False
    winner = outcomes.index(None)
    told = outcomes[1 - winner]
    if isinstance(told, Stale):
        return [news.actor for news in told.news if isinstance(news, News)] == [names[winner]]
    return isinstance(told, Vanished)
