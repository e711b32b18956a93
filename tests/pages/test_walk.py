"""From order to order within the list that one came from."""

from datetime import timedelta

import pytest

from dashboard.core.criteria import Criteria, Sort
from dashboard.core.statuses import FulfilmentStatus, PaymentStatus
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import order_neighbours
from dashboard.models.order_list import orders_page
from dashboard.models.order_neighbours import neighbours
from tests import world
from tests.pages.crowd import LONG_AGO, add_order
from tests.pages.test_orders import CAST, codes
from tests.pages.visitor import HTMX

pytestmark = pytest.mark.feature("U2")


def walk(page):
    """Where one is, and where the links lead."""
    nav = page.one("nav", aria_label="Orders of this list")
    links = [nav.button(name).attrs.get("href") for name in ("Previous order", "Next order")]
    return nav.one("span").text, *links


def follow(desk, path, word):
    """The codes of all orders from this one on, by these links, and what each says of its place."""
    found = []
    while path:
        page = desk.open(path).page
        found.append((page.one("h1").text, page.one("nav", aria_label="Orders of this list").one("span").text))
        path = page.button(word).attrs.get("href")
    return found


@pytest.mark.parametrize("query", ["", "payment=paid&sort=total", "q=chloe"])
def test_one_walks_through_the_list_both_ways(desk, query):
    page = desk.open(f"/orders?{query}").page
    expected = codes(page)
    places = [f"{at} of {len(expected)}" for at in range(1, len(expected) + 1)]
    first = page.one("a", id=f"o-{expected[0]}")["href"]
    there = follow(desk, first, "Next order")
    assert there == list(zip(expected, places, strict=True))
    last = page.one("a", id=f"o-{expected[-1]}")["href"]
    assert follow(desk, last, "Previous order") == there[::-1]


def test_two_windows_walk_through_two_lists(desk):
    paid = desk.open("/orders?payment=paid").page.one("a", id="o-OD-2")["href"]
    chloe = desk.open("/orders?q=chloe&sort=placed").page.one("a", id="o-OD-2")["href"]
    assert walk(desk.open(paid).page)[0] == "2 of 3"
    assert walk(desk.open(chloe).page)[0] == "2 of 2"
    assert desk.open(paid).page.button("Back to orders")["href"] == "/orders?payment=paid"
    assert desk.open(chloe).page.button("Back to orders")["href"] == "/orders?q=chloe&sort=placed"


def test_the_way_back_leads_to_the_page_of_the_list_that_was_open(desk, monkeypatch):
    monkeypatch.setattr("dashboard.models.order_list.SIZE", 3)
    second = desk.open("/orders?payment=unpaid").page.button("Next page")["href"]
    code = codes(desk.open(second).page)[0]
    page = desk.open(desk.open(second).page.one("a", id=f"o-{code}")["href"]).page
    assert page.button("Back to orders")["href"] == second
    assert codes(desk.open(second).page) == codes(desk.open(page.button("Back to orders")["href"]).page)


def test_an_order_of_no_list_stands_among_all_and_one_put_away_nowhere(desk):
    assert walk(desk.open("/orders/OD-9").page) == ("2 of 9", "/orders/TEST-1", "/orders/OD-8")
    assert walk(desk.open("/orders/TEST-1").page)[1] is None
    assert not desk.open("/orders/OD-7").page.all("nav", aria_label="Orders of this list")


def test_an_order_that_left_the_list_meanwhile_still_leads_on(app, desk):
    path = desk.open("/orders?payment=paid").page.one("a", id="o-OD-2")["href"]
    there = walk(desk.open(path).page)
    with app.app_context(), writing():
        world.order("OD-2").archived_at = now()
    assert walk(desk.open(path).page) == ("Not in this list", *there[1:])
    left = desk.open(there[2]).page
    assert walk(left)[:2] == ("2 of 2", there[1].replace("OD-2", "OD-4"))


def test_a_list_that_is_none_is_all_orders(desk):
    for junk in ("payment=x", "%00", "a" * 3000, "&" * 900, "after=1.1.1&before=x"):
        place, *links = walk(desk.open("/orders/OD-9", list=junk).page)
        assert (place, links) == ("2 of 9", ["/orders/TEST-1", "/orders/OD-8"]), junk


def test_counts_stop_at_a_thousand(desk, monkeypatch):
    for module in ("dashboard.models.order_list", "dashboard.pages.walk"):
        monkeypatch.setattr(f"{module}.COUNTED", 3)
    assert [place for _, place in follow(desk, "/orders/TEST-1", "Next order")][1:5] == [
        "2 of 3+", "3 of 3+", "3+ of 3+", "3+ of 3+",
    ]  # fmt: skip


@pytest.mark.parametrize("sent", [{**HTMX, "HX-Current-URL": "http://localhost/orders/OD-4?list=payment%3Dpaid"},
                                  {"Referer": "http://localhost/orders/OD-4?list=payment%3Dpaid"}])  # fmt: skip
def test_a_verb_keeps_the_list(desk, number, sent):
    form = desk.open("/orders/OD-4/reassign", headers=sent).page.one(id="verb").one("form")
    done = desk.submit(form, "Reassign order", owner=number(world.KATE), q=world.KATE, headers=sent)
    assert done.location == "/orders/OD-4?list=payment%3Dpaid"
    assert walk(desk.follow(done).page)[0] == "1 of 3"
    undone = desk.post("/orders/OD-4/undo/3", {"key": "k" * 20}, headers=sent)
    assert undone.location == "/orders/OD-4?list=payment%3Dpaid"


def test_another_page_or_site_says_nothing_of_the_list(desk):
    for address in ("http://localhost/orders/OD-5?list=x", "http://localhost/orders/OD-4", "http://[", "x" * 3000):
        form = desk.open("/orders/OD-4/reassign", headers={"Referer": address}).page.one(id="verb").one("form")
        assert form.one("input", name="next")["value"] == "/orders/OD-4"


@pytest.fixture
def crowd(app):
    """Thirty orders at ten moments, of five totals and all statuses, as a stored list has them."""
    with app.app_context():
        with writing() as session:
            for at in range(30):
                order = add_order(session, f"W-{at}", LONG_AGO + timedelta(seconds=at % 10), total=100 * (at % 5 + 1))
                order.payment_status = list(PaymentStatus)[at % 6]
                order.fulfilment_status = list(FulfilmentStatus)[at * 7 % 9]
                order.archived_at = now() if at % 15 == 0 else None
        yield


def test_neighbours_and_places_are_those_of_the_list_in_every_sort(crowd, monkeypatch):
    monkeypatch.setattr("dashboard.models.order_list.SIZE", 200)
    for sort in Sort:
        criteria = Criteria(sort=sort, payment=(PaymentStatus.PAID, PaymentStatus.UNPAID, PaymentStatus.REFUNDED))
        listed = [row.code for row in orders_page(db.session(), criteria, None).rows]
        assert len(listed) > 15
        for at, code in list(enumerate(listed))[::3]:
            found = neighbours(db.session(), criteria, world.order(code))
            before, after = (listed[at - 1] if at else None), (listed[at + 1] if at + 1 < len(listed) else None)
            expected = (before, after, at, len(listed))
            assert (found.before, found.after, found.ahead, found.count) == expected, (sort, code)


def test_the_cast_is_as_the_list_has_it(desk):
    assert [code for code, _ in follow(desk, "/orders/TEST-1", "Next order")] == CAST


def test_what_takes_too_long_is_left_out(desk, monkeypatch):
    """First the counts, which read most, then the links; the order itself is always there."""

    def too_long(statements):
        def asked(session, query, where):
            return None if len(query.selected_columns) >= statements else real(session, query, where)

        return asked

    real = order_neighbours.asked
    monkeypatch.setattr(order_neighbours, "asked", too_long(5))
    assert walk(desk.open("/orders/OD-9").page) == ("", "/orders/TEST-1", "/orders/OD-8")
    monkeypatch.setattr(order_neighbours, "asked", too_long(0))
    page = desk.open("/orders/OD-9").page
    assert page.one("h1").text == "OD-9"
    assert not page.all("nav", aria_label="Orders of this list")
