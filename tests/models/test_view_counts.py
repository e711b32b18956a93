"""How many orders views show, against a count by hand."""

import random

import pytest

from dashboard.extensions import db
from dashboard.models.full_text import terms
from dashboard.models.order_list import COUNTED
from dashboard.models.view_counts import counts
from tests.models.random_orders import drawn, expected


@pytest.mark.feature("U2")
def test_views_count_what_their_lists_show(many, monkeypatch):
    monkeypatch.setattr("dashboard.models.view_counts.TIMES", 100)
    chance = random.Random(5)
    views = [drawn(chance) for _ in range(16)]
    wanted = []
    for criteria in views:
        people = terms(criteria.who)
        wanted.append(len(expected(criteria, [*terms(criteria.q), *people], people, exact=False)))
    assert counts(db.session(), views) == [min(number, COUNTED + 1) for number in wanted]
    assert {number > COUNTED for number in wanted} == {number == 0 for number in wanted} == {True, False}
