"""The way from order to order in a list, and its place there, against a search through all orders by hand."""

import random

import pytest

from dashboard.extensions import db
from dashboard.models import Order, order_list
from dashboard.models.full_text import terms
from dashboard.models.order_filters import conditions
from dashboard.models.order_list import COUNTED
from dashboard.models.order_neighbours import neighbours
from dashboard.models.order_probe import alone
from tests.models.random_orders import drawn, expected, orders

pytestmark = pytest.mark.feature("U2", "L5")
EACH = 2  # orders of a list


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    monkeypatch.setattr("dashboard.models.order_neighbours.TIMES", 100)


@pytest.fixture(params=["as it pays", "by any filter"])
def looked_up(request, monkeypatch):
    """Lists are looked up as it pays, and by any of their conditions or none, however many orders fit it."""
    chance = random.Random(4)
    if request.param == "by any filter":
        monkeypatch.setattr(
            order_list, "probed", lambda session, asked: (chance.choice([None, *alone(conditions(asked))]), None)
        )


@pytest.mark.parametrize("seed", range(2))
def test_neighbours_place_and_count_are_those_of_the_list(many, looked_up, seed):
    chance = random.Random(seed)
    for _ in range(8):
        criteria = drawn(chance)
        people = terms(criteria.who)
        listed = expected(criteria, [*terms(criteria.q), *people], people, exact=False)
        for at in {0, len(listed) - 1, *(chance.randrange(len(listed)) for _ in range(EACH))} if listed else ():
            around = [None, *(orders()[number - 1].row["code"] for number in listed), None]
            found = neighbours(db.session(), criteria, db.session.get_one(Order, listed[at]))
            assert (found.before, found.after, found.listed) == (around[at], around[at + 2], True), criteria
            assert (found.ahead, found.count) == (min(at, COUNTED + 1), min(len(listed), COUNTED + 1)), criteria


def test_an_order_that_the_list_lacks_is_none_of_it(many):
    chance = random.Random(9)
    for _ in range(8):
        criteria = drawn(chance)
        people = terms(criteria.who)
        lacks = {order.row["id"] for order in orders()} - {
            *expected(criteria, [*terms(criteria.q), *people], people, exact=False)
        }
        for number in chance.sample(sorted(lacks), min(EACH, len(lacks))):
            assert not neighbours(db.session(), criteria, db.session.get_one(Order, number)).listed, criteria
