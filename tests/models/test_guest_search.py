"""Guests that a search finds against a search through all orders by hand: the same ones, with the same orders."""

import pytest

from dashboard.extensions import db
from dashboard.models.full_text import NEWEST, terms
from dashboard.models.guest_list import COUNTED_EACH, SHOWN, decode, encode
from dashboard.models.guest_search import guests_found, walking
from tests.models.random_orders import orders

WALKED = ("guest7", "käthe", "stoneware mail", "渡辺", "50%_", "Wrap the mugs", "nobody", "k", "d-7")


def expected(q, exact=None):
    """By guest, the one with the newest matching order first: the ids of the newest that are shown, how many match."""
    words, keys = terms(q), sorted((order.key for order in orders()), reverse=True)
    oldest = keys[min(NEWEST, len(keys)) - 1] if all(len(word) < 3 for word in words) else 0
    found = {}
    for order in sorted(orders(), key=lambda one: one.key, reverse=True):
        fits = exact(order) if exact else all(word in order.doc for word in words) and order.key >= oldest
        if order.owner is None and fits:
            found.setdefault(order.row["customer_email_key"], []).append(order.row["id"])
    return [(ids[:SHOWN], min(len(ids), COUNTED_EACH + 1)) for ids in found.values()]


def told(page):
    return [([order.id for order in guest.orders], guest.fitting) for guest in page.rows]


def walked(q):
    """The guests from the first page to the last, and from the last back to the first; and the first page."""
    session = db.session()
    first = page = guests_found(session, q, None)
    there = told(page)
    while page.after:
        page = guests_found(session, q, decode(encode(page.rows[-1]), back=False))
        there += told(page)
    back = told(page)
    while page.before:
        page = guests_found(session, q, decode(encode(page.rows[0]), back=True))
        back = told(page) + back
    return there, back, first


@pytest.fixture
def patient(monkeypatch):
    """Pages of a hundred guests, and time for all of them."""
    monkeypatch.setattr("dashboard.models.time_box.MILLISECONDS", 60_000)
    for module in ("guest_list", "guest_search"):
        monkeypatch.setattr(f"dashboard.models.{module}.SIZE", 100)
    walking.cache_clear()
    yield
    walking.cache_clear()


@pytest.mark.feature("L1", "U3")
@pytest.mark.parametrize("q", WALKED)
def test_a_search_finds_every_guest_once_both_ways(many, patient, q):
    wanted = expected(q)
    there, back, first = walked(q)
    assert there == wanted
    assert back == wanted
    if not first.at_least:
        assert first.orders == sum(count for _, count in wanted)


def test_what_looks_like_a_code_or_an_address_finds_just_that(many):
    guest = next(order for order in orders() if order.owner is None)
    code, email = guest.row["code"], guest.row["customer_email"]
    page = guests_found(db.session(), code, None)
    assert told(page) == expected(code, lambda order: order.row["code"] == code)
    page = guests_found(db.session(), email, None)
    assert told(page) == expected(
        email, lambda order: (order.row["customer_email_key"] or "").startswith(email.lower())
    )


def test_signs_that_print_nothing_find_nobody(many):
    assert guests_found(db.session(), "\u200b", None).rows == []


def test_what_takes_too_long_says_so(many, monkeypatch):
    monkeypatch.setattr("dashboard.models.time_box.MILLISECONDS", 0)
    monkeypatch.setattr("dashboard.models.time_box.STEPS", 1)
    page = guests_found(db.session(), "stoneware", None)
    assert (page.rows, page.in_time) == ([], False)
