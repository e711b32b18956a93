"""The orders list against a search through all orders by hand: the same ones, in the same order, on both databases."""

import random

import pytest

from dashboard.core.criteria import Criteria, Sort
from dashboard.core.statuses import PaymentStatus
from dashboard.extensions import db
from dashboard.models.full_text import terms
from dashboard.models.order_list import Bound, decode, encode, orders_page
from tests.core.test_scripts import NAMES
from tests.models.random_orders import drawn, expected, orders

SIZE = 400  # rows of a page, so that walking through them all takes a moment
SHAPES = ("OD-77", "od-4711", "guest7@mail.example", "GUEST1", "a12@mail", "TEST-1")


def walked(criteria):
    """All ids from the first page to the last, and from the last back to the first; and the first page."""
    session, there, back = db.session(), [], []
    first = page = orders_page(session, criteria, None)
    there += [row.id for row in page.rows]
    while page.after and page.rows:
        page = orders_page(session, criteria, decode(encode(page.rows[-1], criteria.sort), criteria.sort, back=False))
        there += [row.id for row in page.rows]
    back = [row.id for row in page.rows]
    while page.before:
        page = orders_page(session, criteria, decode(encode(page.rows[0], criteria.sort), criteria.sort, back=True))
        back = [row.id for row in page.rows] + back
    return there, back, first


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    monkeypatch.setattr("dashboard.models.order_list.SIZE", SIZE)


def agree(criteria, exact=False):
    people = terms(criteria.who)
    words = [*terms(criteria.q), *people]
    wanted = expected(criteria, words, people, exact)
    there, back, first = walked(criteria)
    assert there == wanted, criteria
    assert back == wanted, criteria
    if not first.at_least:
        assert first.count == len(wanted), criteria
    assert first.count <= len(wanted), criteria
    assert (first.bound is Bound.NEWEST) <= all(len(word) < 3 for word in words)


@pytest.mark.feature("U2", "T1", "D10", "L5")
@pytest.mark.parametrize("seed", range(6))
def test_any_filters_with_any_sort_list_the_same_orders_both_ways(many, seed):
    chance = random.Random(seed)
    for _ in range(10):
        agree(drawn(chance))


@pytest.mark.feature("U2")
@pytest.mark.parametrize("sort", Sort)
def test_all_orders_are_listed_once_in_every_sort(many, sort):
    agree(Criteria(sort=sort))


@pytest.mark.feature("D10", "L5")
@pytest.mark.parametrize("q", SHAPES)
def test_what_looks_like_a_code_or_an_address_finds_just_that(many, q):
    exact = "@" in q or any(order.row["code"].casefold() == q.casefold() for order in orders())
    agree(Criteria(q=q), exact=exact)
    agree(Criteria(q=q, payment=tuple(PaymentStatus)[:4], sort=Sort.CHEAPEST), exact=exact)


@pytest.mark.feature("U2", "D10")
@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_script_finds_all_its_orders(many, name):
    agree(Criteria(q=NAMES[name].upper(), sort=Sort.OLDEST))
