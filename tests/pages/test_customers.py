"""The customers list: accounts by name, page by page, and its search box."""

import pytest

from dashboard.database import now, writing
from tests import world
from tests.pages.crowd import LONG_AGO, add_customer


def rows(page):
    return page.region("Customer accounts").one("tbody").all("tr")


def names(page):
    return [link.text for link in page.all("a", class_="row-link")]


def found(desk, q):
    return names(desk.open("/customers", q=q).page)


CAST = [world.CHLOE, world.KATE, world.KENJI, world.OFFLINE]


def test_accounts_stand_by_name_with_orders_and_spend(desk):
    page = desk.open("/customers").page
    assert page.one("h1").text == "Customers"
    assert names(page) == CAST
    cells = [[cell.text for cell in row.all("td")][1:4] for row in rows(page)]
    assert cells == [
        ["chloe.lee@mail.example+49 151 2345 6789", "2", "90.00 EUR"],
        ["kate.wong@mail.example", "3", "8.00 EUR"],
        ["+81 90 1234 5678verified mobile, no e-mail", "1", "0.00 EUR"],
        ["tomas.herrera@mail.example", "1", "14.00 EUR"],
    ]
    assert [row.one("td", class_="d-main").text for row in rows(page)][2:] == [
        "KW" + world.KENJI,
        "TH" + world.OFFLINE + "Offline",
    ]
    assert page.region("Customer accounts").one("span", role="status").text == "4 accounts"


@pytest.mark.feature("R4")
def test_finds_by_name_contact_and_number_in_any_spelling(desk):
    expected = {
        "kate": [world.KATE],
        "WONG kate": [world.KATE],
        "kate.wong@mail": [world.KATE],
        "tomas": [world.OFFLINE],
        "0151 2345-6789": [world.CHLOE],
        "+49 (151) 23456789": [world.CHLOE],
        "090 1234 5678": [world.KENJI],
        "lee": [world.CHLOE],
        "ke": [world.KENJI],
        "%": [],
        "_": [],
        "mail.example": [world.CHLOE, world.KATE, world.OFFLINE],
    }
    assert {q: found(desk, q) for q in expected} == expected


def test_nothing_found_says_so(desk):
    page = desk.open("/customers", q="nobody <i>").page
    accounts = page.region("Customer accounts")
    assert "No customers match “nobody <i>”." in accounts.text
    assert accounts.button("Clear the search")["href"] == "/customers"
    assert page.one("main").one("input", type="search")["value"] == "nobody <i>"


@pytest.fixture
def many(app):
    """120 accounts, four of each name."""
    with app.app_context(), writing() as session:
        made = [add_customer(session, f"Mary Smith {'abcdefghijklmnopqrstuvwxyzÄéßø'[at // 4]}") for at in range(120)]
        return [customer.name for customer in sorted(made, key=lambda one: (one.name_key.encode(), one.id))]


def test_paging_shows_every_account_once(desk, many):
    path, shown = "/customers?q=mary", []
    while path:
        page = desk.open(path).page
        shown.append([(link.text, link["href"]) for link in page.all("a", class_="row-link")])
        path = page.one("nav", aria_label="Pages of accounts").button("Next page").attrs.get("href")
    assert [len(part) for part in shown] == [50, 50, 20]
    everyone = [entry for part in shown for entry in part]
    assert [name for name, _ in everyone] == many
    assert len(set(everyone)) == 120
    back = []
    while path := page.one("nav", aria_label="Pages of accounts").button("Previous page").attrs.get("href"):
        page = desk.open(path).page
        back.insert(0, [(link.text, link["href"]) for link in page.all("a", class_="row-link")])
    assert back == shown[:-1]


def test_a_place_that_is_none_begins_at_the_top(desk):
    for place in ("junk", "x.y", ".", "1.\0", "9" * 19 + ".a", "-1.a", "١.a", "\0"):
        answer = desk.open("/customers", after=place)
        assert (answer.status, names(answer.page)) == (200, CAST), place


def test_closed_accounts_say_so_and_merged_ones_are_not_listed(app, desk):
    with app.app_context(), writing() as session:
        add_customer(session, "Gone Away", deactivated_at=now())
        add_customer(session, "Twice There", merged_into_id=world.customer(world.KATE).id)
    page = desk.open("/customers").page
    assert names(page) == [world.CHLOE, "Gone Away", world.KATE, world.KENJI, world.OFFLINE]
    assert "Deactivated" in rows(page)[1].text


def test_counts_stop_at_a_thousand(desk, monkeypatch):
    monkeypatch.setattr("dashboard.models.customer_list.COUNTED", 3)
    assert desk.open("/customers").page.region("Customer accounts").one("span", role="status").text == "3+ accounts"


def test_an_account_without_anything_shows_nothing_made_up(app, desk):
    with app.app_context(), writing() as session:
        add_customer(session, "Aaron", created_at=LONG_AGO)
    first = [cell.text for cell in rows(desk.open("/customers").page)[0].all("td")]
    assert first[1:] == ["—", "0", "0.00 EUR", "none yet"]
