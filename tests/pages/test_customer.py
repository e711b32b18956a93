"""A customer's page: live details, total spend and what makes it up, orders, activity."""

import pytest

from dashboard.actions.reassign import NewOwner, reassign
from dashboard.actions.spend import recompute
from dashboard.core.person import Role
from dashboard.database import now, writing
from dashboard.letters.shop import Shop
from dashboard.models import CustomerSpend, Store
from tests import world
from tests.pages.crowd import LONG_AGO, add_customer, add_order


@pytest.fixture
def address(app):
    """Gives the address of an account's page by its name."""

    def of(name):
        with app.app_context():
            return f"/customers/{world.customer(name).id}"

    return of


def shares(page):
    """The spend table: order, why, counts; under its two headings."""
    found = {}
    for part in page.region("Total spend").all("tbody"):
        head, *rows = part.all("tr")
        found[head.text] = [(row.one("a").text, row.all("td")[0].text, row.all("td")[-1].text) for row in rows]
    return found


@pytest.mark.feature("R2")
def test_the_page_has_its_regions(desk, address):
    page = desk.open(address(world.CHLOE)).page
    assert page.one("h1").text == world.CHLOE
    assert [section.name for section in page.all("section")] == [
        "Contact details",
        "Total spend",
        "Orders",
        "Carts",
        "Activity",
        "Tags",
        "Groups",
        "Notes",
    ]
    assert page.region("Contact details").facts == {
        "E-mail": world.CHLOE_EMAIL, "Phone": "+49 151 2345 6789", "Sign-in": "password set",
    }  # fmt: skip
    assert "90.00 EURover 2 open orders" in page.region("Total spend").text
    assert [link.text for link in page.region("Orders").all("a", class_="row-link")] == ["OD-2", "OD-1"]
    assert (
        page.region("Orders").button("Show all 2 orders of Chloe Lee")["href"]
        == f"/orders?customer={address(world.CHLOE).split('/')[-1]}"
    )
    assert page.button("Back to customers")["href"] == "/customers"


@pytest.mark.feature("R11")
def test_details_are_live(app, desk, address):
    with app.app_context(), writing():
        account = world.customer(world.CHLOE)
        account.email, account.phone = "marsh@mail.example", "+49 151 999"
    details = desk.open(address(world.CHLOE)).page.region("Contact details").facts
    assert (details["E-mail"], details["Phone"]) == ("marsh@mail.example", "+49 151 999")


@pytest.mark.feature("R5", "R13")
def test_total_spend_opens_into_what_counts_and_what_does_not(desk, address):
    page = desk.open(address(world.KATE)).page
    assert shares(page) == {
        "Counted": [("OD-7", "Paid in full", "8.00 EUR")],
        "Not counted": [("OD-8", "Canceled: customer’s request", "—"), ("OD-3", "Nothing paid yet", "—")],
    }
    assert shares(desk.open(address(world.OFFLINE)).page) == {
        "Counted": [("OD-9", "Paid, some of it refunded", "14.00 EUR")],
    }
    assert shares(desk.open(address(world.KENJI)).page) == {"Not counted": [("OD-6", "Returned to cart", "—")]}


def test_currencies_are_not_added_up(app, desk, address):
    with app.app_context(), writing() as session:
        session.add(CustomerSpend(customer_id=world.customer(world.CHLOE).id, currency="JPY", amount=4800, orders=1))
    figures = desk.open(address(world.CHLOE)).page.one("div", class_="spend-figures")
    assert [part.text for part in figures.all("p")] == ["90.00 EURover 2 open orders", "4,800 JPYover 1 open order"]
    listed = desk.open("/customers", q=world.CHLOE).page.one("td", class_="spend")
    assert [part.text for part in listed.all("b")] == ["90.00 EUR", "4,800 JPY"]


@pytest.mark.feature("R7")
def test_the_activity_shows_orders_that_came_and_went(app, desk, address):
    with app.app_context():
        sofia, shop = world.staff(Role.SUPPORT), Shop.of(Store(id=1, name="Q"), "http://desk.example", now() - now())
        kate = world.customer(world.KATE).id
        reassign(world.PAID, NewOwner(kate), by=sofia, shop=shop)
    sentence = "OD-1: Sofia Lund reassigned this order from Chloe Lee to Kate Wong"
    for name in (world.CHLOE, world.KATE):
        log = desk.open(address(name)).page.region("Activity")
        assert log.all("li")[0].one("div", class_="event-text").text == sentence
        assert log.all("li")[0].button("Kate Wong")["href"] == address(world.KATE)
    assert "Counterfoil created this account" in desk.open(address(world.KATE)).page.region("Activity").text


def test_the_newest_twenty_orders_are_shown_and_the_others_a_page_further(app, desk, address):
    with app.app_context(), writing() as session:
        owner = world.customer(world.KENJI).id
        for number in range(25):
            add_order(session, f"MANY-{number}", LONG_AGO, account_id=owner, customer_name="Kenji")
        recompute(session, owner)
    page = desk.open(address(world.KENJI)).page
    shown = [link.text for link in page.region("Orders").all("a", class_="row-link")]
    assert shown == ["OD-6", *(f"MANY-{number}" for number in range(24, 5, -1))]
    older = desk.open(page.region("Total spend").button("Older orders")["href"].partition("#")[0]).page
    assert [link.text for link in older.region("Total spend").all("a") if link.text] == [
        f"MANY-{number}" for number in range(5, -1, -1)
    ]
    newer = desk.open(older.region("Total spend").button("Newer orders")["href"].partition("#")[0]).page
    assert [link.text for link in newer.region("Orders").all("a", class_="row-link")] == shown
    assert "26 orders" in page.one("p", class_="order-sub").text


def test_an_account_without_orders(app, desk, address):
    with app.app_context(), writing() as session:
        add_customer(session, "Aaron", deactivated_at=now())
    page = desk.open(address("Aaron")).page
    assert "This account owns no orders yet." in page.region("Orders").text
    assert "Nothing has happened here yet." in page.region("Activity").text
    assert "0.00 EURover no order yet" in page.region("Total spend").text
    assert "Deactivated" in page.one("div", class_="order-title").text
    assert page.region("Contact details").facts == {"E-mail": "—", "Phone": "—", "Sign-in": "no password set yet"}


def test_an_unknown_number_is_not_found(desk):
    for number in ("999", "0", "9" * 18, "9" * 19, "-1", "1.0", "abc", "1%00", "١"):
        assert desk.open(f"/customers/{number}").status == 404, number
