"""The orders list: newest first, page by page, narrowed by filters."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from dashboard.core.person import Role
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Order, order_list
from tests import world
from tests.pages.crowd import LONG_AGO, add_customer, add_order
from tests.pages.dialog import opened
from tests.pages.visitor import signed_in

CAST = ["TEST-1", "OD-9", "OD-8", "OD-6", "OD-5", "OD-4", "OD-3", "OD-2", "OD-1"]  # the archived OD-7 is put away


def codes(page):
    return [link.text for link in page.all("a", class_="order-code")]


def row(page, code):
    return page.one("tr", id=f"row-{code}")


def test_the_newest_order_is_first_and_archived_ones_are_put_away(desk):
    page = desk.open("/orders").page
    assert page.one("h1").text == "Orders"
    assert codes(page) == CAST
    assert page.one("nav", aria_label="Pages").button("Next page")["aria-disabled"] == "true"
    box, *heads = page.one("table").all("th")
    assert box.one("input")["aria-label"] == "Select all on this page"
    named = ["Order", "Placed", "Customer", "Payment", "Fulfilment", "Tags", "Items", "Total", "Actions"]
    assert [head.text for head in heads] == named


@pytest.mark.feature("T6")
def test_a_row_shows_the_owner_and_beneath_who_ordered(desk):
    page = desk.open("/orders").page
    owned, guest, plain = (row(page, code).one(class_="c-customer").text for code in ("OD-1", "OD-4", "OD-3"))
    assert owned == "Chloe LeeAccountordered as Chloe"
    assert guest == "Kate W.Guest"
    assert plain == "Kate WongAccount"
    assert row(page, "OD-1").one(class_="c-total").text == "40.00 EUR"
    assert row(page, "OD-1").one(class_="c-pay").text == "Paid"
    assert row(page, "OD-1").one(class_="c-ful").text == "Unfulfilled"
    assert row(page, "OD-1").one(class_="c-tags").text == "gift"
    assert row(page, "OD-6").one(class_="c-ful").text == "Returned to cart"
    assert "Test order" in row(page, "TEST-1").text


@pytest.mark.feature("T2", "T7")
def test_a_row_offers_view_and_a_menu_with_reassign_and_no_clone(desk):
    page = desk.open("/orders").page
    assert row(page, "OD-4").button("View")["href"] == "/orders/OD-4"
    assert row(page, "OD-4").button("More actions for OD-4")["popovertarget"] == "row-menu"
    assert [item.text for item in page.one(id="row-menu").all(role="menuitem")] == ["Reassign order"]


def test_who_may_not_reassign_has_no_menu(app):
    page = signed_in(app, Role.VIEWER).open("/orders").page
    assert row(page, "OD-4").button("View")
    assert not page.all(id="row-menu")
    assert not page.all(popovertarget="row-menu")


@pytest.fixture
def many(app):
    """120 orders older than the cast, three at each moment."""
    with app.app_context(), writing() as session:
        for number in range(120):
            add_order(session, f"OLD-{number}", LONG_AGO + timedelta(seconds=number // 3))
    return [f"OLD-{number}" for number in reversed(range(120))]


def turn(desk, path, word):
    """Every page from this one on, as long as there is a button with this word."""
    pages = []
    while path:
        pages.append(desk.open(path).page)
        path = pages[-1].one("nav", aria_label="Pages").button(word).attrs.get("href")
    return pages


def test_paging_shows_every_order_once_both_ways(desk, many):
    there = turn(desk, "/orders", "Next page")
    assert [code for page in there for code in codes(page)] == CAST + many
    assert [len(codes(page)) for page in there] == [50, 50, 29]
    last = there[-1].one("nav", aria_label="Pages").button("Previous page")["href"]
    back = turn(desk, last, "Previous page")
    assert [code for page in reversed(back) for code in codes(page)] == (CAST + many)[:100]
    assert "129 orders" in there[1].one("footer", class_="pager").text


def test_paging_is_not_moved_by_a_new_order(app, desk, many):
    path = desk.open("/orders").page.button("Next page")["href"]
    before = codes(desk.open(path).page)
    with app.app_context(), writing() as session:
        add_order(session, "NEW-1", LONG_AGO + timedelta(days=2000))
    assert codes(desk.open(path).page) == before


def test_paging_keeps_search_and_filters(desk, many):
    page = desk.open("/orders?q=old&payment=unpaid").page
    second = page.button("Next page")["href"]
    assert codes(desk.open(second).page) == many[50:100]
    assert page.one("main").one("input", type="search")["value"] == "old"


PLACES = ["0.0", "junk", "1.1.1", "-1.5", "9" * 40, "99999999999999999.1", "1." + "9" * 30, "١.١", "1e3.2", "\0", " "]


@pytest.mark.parametrize("name", ["after", "before"])
def test_a_place_that_is_none_begins_at_the_top(desk, name):
    for place in PLACES:
        answer = desk.open("/orders", **{name: place})
        assert (answer.status, codes(answer.page)) == (200, CAST), place


FILTERED = {
    "payment=paid": ["OD-4", "OD-2", "OD-1"],
    "payment=paid&payment=partially_refunded": ["OD-9", "OD-4", "OD-2", "OD-1"],
    "fulfilment=partially_fulfilled": [],
    "fulfilment=fulfilled": ["OD-2"],
    "fulfilment=canceled": ["OD-8"],
    "fulfilment=unfulfilled": ["TEST-1", "OD-9", "OD-5", "OD-4", "OD-3", "OD-1"],  # OD-6 was returned to its cart
    "payment=paid&fulfilment=unfulfilled": ["OD-4", "OD-1"],
    "payment=paid&q=chloe": ["OD-2", "OD-1"],
    "payment=nonsense": CAST,
    "payment=refunded": [],
}


@pytest.mark.feature("U2")
def test_filters(desk):
    pages = {query: desk.open(f"/orders?{query}").page for query in FILTERED}
    assert {query: codes(page) for query, page in pages.items()} == FILTERED
    for page in pages.values():
        assert ("No orders match" in page.one(id="results").text) == (not codes(page))


def test_each_filter_can_be_taken_off(desk):
    page = desk.open("/orders?q=chloe&payment=paid&payment=unpaid&fulfilment=unfulfilled").page
    active = page.one("ul", aria_label="Active filters")
    links = {link.text.removesuffix(" remove filter"): link["href"] for link in active.all("a")}
    assert links == {
        "Payment: Paid": "/orders?q=chloe&payment=unpaid&fulfilment=unfulfilled",
        "Payment: Unpaid": "/orders?q=chloe&payment=paid&fulfilment=unfulfilled",
        "Fulfilment: Unfulfilled": "/orders?q=chloe&payment=paid&payment=unpaid",
        "Clear": "/orders?q=chloe",
    }
    boxes = page.one("main").one("form", role="search").all("input", type="checkbox")
    ticked = [(box["name"], box["value"]) for box in boxes if "checked" in box]
    assert ticked == [("payment", "unpaid"), ("payment", "paid"), ("fulfilment", "unfulfilled")]


@pytest.mark.feature("T2")
def test_the_order_page_leads_back_to_the_list_as_it_was(desk):
    desk.open("/orders?q=kate&payment=paid")
    assert desk.open("/orders/OD-4").page.button("Back to orders")["href"] == "/orders?q=kate&payment=paid"


def test_what_is_remembered_fits_into_a_cookie(app, desk, number):
    """Browsers drop a cookie over 4,096 bytes, and with it the session."""
    name = "渡辺健二郎左衛門" * 25
    with app.app_context(), writing() as session:
        add_customer(session, name, email="a@b.example")
    answer = desk.open("/orders", q="渡" * 200, payment="x" * 50_000)
    assert len(answer.headers["Set-Cookie"]) < 4_000
    assert desk.open("/orders/OD-4").page.button("Back to orders")["href"] == "/orders"
    random = "".join(chr(0x4E00 + at * 97 % 20_000) for at in range(200))
    assert len(desk.open("/orders", q=random).headers["Set-Cookie"]) < 4_000
    done = desk.submit(opened(desk), owner=number(name), q=name)
    assert (done.status, len(done.headers["Set-Cookie"]) < 4_000) == (303, True)


def test_the_list_is_whole_for_htmx_too(desk):
    whole, redrawn = desk.open("/orders?q=kate"), desk.open("/orders?q=kate", headers={"HX-Request": "true"})
    assert codes(whole.page) == codes(redrawn.page) != []
    assert redrawn.page.one("h1").text == "Orders"


def test_an_empty_store_says_how_orders_come(app, desk):
    with app.app_context(), writing() as session:
        session.execute(update(Order).values(archived_at=LONG_AGO))
    assert "No orders yet" in desk.open("/orders").page.one(id="results").text


def test_counts_stop_at_a_thousand(app, desk, monkeypatch):
    monkeypatch.setattr("dashboard.models.order_list.COUNTED", 5)
    monkeypatch.setattr("dashboard.models.order_list.SIZE", 3)
    assert desk.open("/orders").page.one("footer", class_="pager").one("p").text == "5+ orders"


def test_a_list_writes_nothing(app, desk):
    with app.app_context():
        before = db.session.execute(select(Order.code, Order.version)).all()
    desk.open("/orders?q=kate&payment=paid")
    with app.app_context():
        assert db.session.execute(select(Order.code, Order.version)).all() == before
    assert world.PAID in codes(desk.open("/orders").page)


@pytest.mark.feature("T7")
def test_the_row_menu_holds_reassign_and_no_clone(desk):
    menu = desk.open("/orders").page.one(id="row-menu")
    assert [item.text.strip() for item in menu.all("a")] == ["Reassign order"]


def test_a_place_beyond_the_end_of_a_long_list_leads_to_its_top(desk, monkeypatch):
    monkeypatch.setattr(order_list, "COUNTED", 1)
    page = desk.open("/orders?sort=placed&after=9999999999000000.1").page
    assert codes(page) == codes(desk.open("/orders?sort=placed").page)
