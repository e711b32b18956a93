"""Guest accounts below the customer accounts: orders without an owner, by contact."""

import pytest
from sqlalchemy import event

from dashboard.core.person import Role
from dashboard.database import writing
from dashboard.extensions import db
from tests import world
from tests.pages.crowd import LONG_AGO, add_order
from tests.pages.visitor import signed_in


def guests(page):
    """Each guest: contact, name and count, and the codes of the orders shown."""
    return [
        (item.one("h3").text, item.all("p")[0].text, [code.text for code in item.all("span", class_="g-code")])
        for item in page.region("Guest accounts").all("li", class_="guest")
    ]


@pytest.mark.feature("L1")
def test_guest_orders_stand_by_contact_with_a_way_to_each(app, desk):
    with app.app_context(), writing() as session:
        add_order(
            session,
            "SH-1",
            customer_name="K. Wong",
            customer_email="Kate.Wong@MAIL.example",
            customer_email_key=world.KATE_EMAIL,
        )
        add_order(session, "SH-2", customer_name="Walk-in")
        add_order(session, "SH-3", customer_name="Walk-in")
    page = desk.open("/customers").page
    assert guests(page) == [
        ("Test customer", "no contact details · 1 order", ["TEST-1Test order"]),
        (world.KENJI_PHONE, "Kenji · 1 order", ["OD-5"]),
        (world.KATE_EMAIL, "Kate W. · 2 orders", ["OD-4", "SH-1"]),
        ("Walk-in", "no contact details · 1 order", ["SH-3"]),
        ("Walk-in", "no contact details · 1 order", ["SH-2"]),
    ]
    assert page.region("Guest accounts").button("View order OD-4")["href"] == "/orders/OD-4"
    assert "6 orders without an owner, by contact" in page.region("Guest accounts").text


@pytest.mark.feature("L1", "L5")
def test_one_search_finds_accounts_and_guests_and_an_order_by_its_code(desk, number):
    page = desk.open("/customers", q="kate.wong@mail.example").page
    assert [link.text for link in page.all("a", class_="row-link")] == [world.KATE]
    assert guests(page) == [(world.KATE_EMAIL, "Kate W. · 1 order", ["OD-4"])]
    assert [guest[0] for guest in guests(desk.open("/customers", q="090-1234 5678").page)] == [world.KENJI_PHONE]
    page = desk.open("/customers", q="#od-1").page
    assert "OD-1 belongs to Chloe Lee." in page.one("p", class_="found-order").text
    assert [link.text for link in page.all("a", class_="row-link")] == [world.CHLOE]
    assert "OD-4 is a guest order." in desk.open("/customers", q="OD-4").page.one("p", class_="found-order").text
    assert "No guest orders match “nobody”." in desk.open("/customers", q="nobody").page.region("Guest accounts").text


def test_guests_are_paged_both_ways_beside_the_accounts(app, desk):
    with app.app_context(), writing() as session:
        for at in range(25):
            email = f"g{at:02}@mail.example"
            add_order(session, f"GU-{at:02}", LONG_AGO, customer_email=email, customer_email_key=email)
    first = desk.open("/customers?sort=-orders").page
    second = desk.open(first.button("Next page of guests")["href"].partition("#")[0]).page
    assert [guest[0] for guest in guests(second)] == [f"g{at:02}@mail.example" for at in range(7, -1, -1)]
    assert second.all("a", class_="row-link")[0].text == world.KATE
    back = desk.open(second.button("Previous page of guests")["href"].partition("#")[0]).page
    assert guests(back) == guests(first)
    assert "aria-disabled" in second.button("Next page of guests").attrs


def test_a_guest_with_many_orders_shows_the_newest_and_where_all_are(app, desk):
    with app.app_context(), writing() as session:
        for at in range(110):
            add_order(session, f"MA-{at:03}", LONG_AGO, customer_email="m@x.example", customer_email_key="m@x.example")
    page = desk.open("/customers").page
    assert guests(page)[-1] == ("m@x.example", "no name · 100+ orders", [f"MA-{at:03}" for at in range(109, 104, -1)])
    assert page.button("All orders of m@x.example")["href"] == "/orders?q=m@x.example"


@pytest.mark.feature("R5")
def test_accounts_are_sorted_and_narrowed_as_asked(desk):
    def listed(**query):
        return [link.text for link in desk.open("/customers", **query).page.all("a", class_="row-link")]

    assert listed(sort="-spend") == [world.CHLOE, world.OFFLINE, world.KATE, world.KENJI]
    assert listed(sort="-orders")[:2] == [world.KATE, world.CHLOE]
    assert listed(sort="-last_order")[0] == world.OFFLINE
    assert listed(sort="-created")[0] == world.OFFLINE
    assert listed(only="offline") == [world.OFFLINE]
    assert listed(only="no_email", sort="nonsense") == [world.KENJI]
    assert listed(only=["no_email", "offline"]) == []
    page = desk.open("/customers", sort="-spend", only="offline").page
    assert (
        "by total spend in EUR; other currencies are shown and not converted" in page.region("Customer accounts").text
    )
    assert page.region("Customer accounts").one("th", aria_sort="descending").text == "Total spend"
    assert page.button("Offline buyer remove filter")["href"] == "/customers?sort=-spend"


@pytest.fixture
def asked(app):
    """The statements sent to the database since it was emptied."""
    found = []

    def note(*given):
        found.append(given[2])

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        yield found
        event.remove(db.engine, "before_cursor_execute", note)


def test_few_queries_whatever_is_asked(desk, asked):
    for path, most in (("/customers", 7), ("/customers?q=kate&sort=-spend", 10), ("/customers/1", 6)):
        asked.clear()
        assert desk.open(path).status == 200
        assert len([text for text in asked if text.startswith("SELECT")]) <= most, path


@pytest.mark.feature("L2")
def test_a_guest_is_linked_from_here_with_all_their_orders(app, desk, stands):
    with app.app_context(), writing() as session:
        add_order(session, "SH-1", LONG_AGO, customer_email=world.KATE_EMAIL, customer_email_key=world.KATE_EMAIL)
    guests_of = desk.open("/customers").page.region("Guest accounts")
    kate = next(item for item in guests_of.all("li", class_="guest") if item.one("h3").text == world.KATE_EMAIL)
    assert "Looks like Kate Wong (same e-mail)" in kate.text
    question = desk.open(kate.button(f"Link {world.KATE_EMAIL} to Kate Wong")["href"])
    answer = desk.submit(question.page.one(id="verb").one("form"), "Yes")
    assert (answer.status, answer.location) == (303, "/customers")
    assert [stands("OD-4").owner, stands("SH-1").owner] == [world.KATE, world.KATE]
    others = desk.open("/customers").page.region("Guest accounts").all("li", class_="guest")
    assert world.KATE_EMAIL not in [item.one("h3").text for item in others]
    walk_in = next(item for item in others if item.all("p")[0].text.startswith("no contact"))
    assert walk_in.button("Link to customer account: Test customer")["href"].startswith(
        "/orders/TEST-1/link?together=1"
    )


def test_who_may_not_link_sees_no_way_to(app):
    assert "Link" not in signed_in(app, Role.VIEWER).open("/customers").page.region("Guest accounts").text
