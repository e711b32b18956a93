"""The orders list against a search through all orders by hand: the same ones, in the same order, on both databases."""

import random
from dataclasses import replace

import pytest
from sqlalchemy import select

from dashboard.core.criteria import Criteria, Sort
from dashboard.core.statuses import PaymentStatus
from dashboard.core.trigrams import Sample
from dashboard.extensions import db
from dashboard.models import OrderDoc, order_list
from dashboard.models.full_text import newest_matches, terms
from dashboard.models.order_filters import conditions
from dashboard.models.order_list import SIZE as PAGE
from dashboard.models.order_list import Bound, decode, encode, orders_page
from dashboard.models.order_probe import alone
from tests.core.test_scripts import NAMES
from tests.models.random_orders import drawn, expected, orders, some

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


@pytest.fixture
def led_by_any(monkeypatch):
    """Lists are looked up by any of their conditions, or by none, however many orders fit it."""
    chance, told = random.Random(4), order_list.probed

    def drawn_lead(session, criteria):
        return chance.choice([None, *alone(conditions(criteria))]), told(session, criteria)[1]

    monkeypatch.setattr(order_list, "probed", drawn_lead)


@pytest.mark.feature("U2", "T1")
@pytest.mark.parametrize("seed", range(6, 12))
def test_by_whatever_filter_they_are_looked_up_they_are_the_same(many, led_by_any, seed):
    chance = random.Random(seed)
    for _ in range(10):
        agree(replace(drawn(chance), q="", sort=list(Sort)[seed % 6]))


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


def pieces(chance, docs):
    """One to three pieces of a document's words, sometimes with a letter of another word in them."""
    doc = chance.choice(docs)
    found = []
    for word in some(chance, doc.split()):
        start = chance.randrange(max(1, len(word) - 2))
        piece = word[start : start + chance.choice((3, 4, 6, 12, 30))]
        found.append(piece if chance.random() < 0.7 else piece[:2] + chance.choice("aeo0-") + piece[2:])
    return found


@pytest.mark.feature("U2", "D10")
@pytest.mark.parametrize("known", [None, Sample([])], ids=["sampled", "nothing known"])
def test_any_pieces_of_words_find_the_newest_documents_that_have_them(many, monkeypatch, known):
    if known is not None:
        monkeypatch.setattr("dashboard.models.full_text.sample_of", lambda session, doc: known)
    chance, session = random.Random(5), db.session()
    docs = dict(session.execute(select(OrderDoc.key, OrderDoc.doc).order_by(OrderDoc.key.desc())).all())
    for _ in range(60):
        words = pieces(chance, list(docs.values()))
        if not any(len(word) >= 3 for word in words):
            continue
        wanted = [key for key, doc in docs.items() if all(word in doc for word in words)]
        for most in (PAGE + 1, len(docs)):
            found = newest_matches(session, OrderDoc, words, most)
            assert list(found.keys) == wanted[:most], words
            assert found.whole is (len(wanted) <= most)
