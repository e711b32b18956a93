"""The jump box: as a page, and as the list that typing fills."""

import pytest

from dashboard.core.person import Role
from dashboard.database import writing
from dashboard.models.jump import SHOWN
from tests import world
from tests.pages.crowd import LONG_AGO, add_customer, add_order
from tests.pages.queries import queries
from tests.pages.visitor import HTMX, signed_in


def options(desk, q):
    """The list for this search: its options as (id, address)."""
    page = desk.open("/jump", headers=HTMX, q=q).page
    return {node["id"]: node["href"] for node in page.all("a", role="option")}


def parts(page):
    """Each group of the page with what its links are called."""
    return {group.name: [link.one("strong").text for link in group.all("a")] for group in page.all(role="group")}


@pytest.mark.feature("D10", "L5")
def test_the_page_shows_customers_orders_and_where_to_go_on(desk):
    page = desk.open("/jump", q="kate").page
    found = parts(page)
    assert list(found) == ["Customers", "Orders", "Do"]
    assert found["Customers"] == ["Kate Wong"]
    assert found["Orders"] == ["OD-8", "OD-7", "OD-4", "OD-3"]
    assert found["Do"] == ["Search all orders for “kate”", "Search all customers for “kate”"]
    box = page.one("main").one("input", type="search")
    assert box["value"] == "kate"
    assert not page.all(role="option")  # a page of links, not a list to choose from


@pytest.mark.feature("D10")
@pytest.mark.parametrize("typed", ["OD-4", "od-4", "#OD-4", " od-4 "])
def test_a_whole_code_leads_straight_to_its_order(desk, typed):
    answer = desk.open("/jump", q=typed)
    assert (answer.status, answer.location) == (303, "/orders/OD-4")


def test_a_whole_code_comes_first_also_where_newer_ones_begin_like_it(app, desk):
    with app.app_context(), writing() as session:
        for number in range(SHOWN + 1):
            add_order(session, f"OD-1{number:03}")
    first = next(iter(options(desk, "od-1")))
    assert first == "jump-o-OD-1"
    assert desk.open("/jump", q="od-1").location == "/orders/OD-1"
    assert desk.open("/jump", q="od-100").status == 200  # the beginning of a code is none


def test_nothing_found_says_so_and_still_leads_on(desk):
    page = desk.open("/jump", q="zebra").page
    assert "No order and no customer matches “zebra”" in page.one("main").text
    assert list(parts(page)) == ["Do"]
    assert list(options(desk, "zebra").values()) == ["/orders?q=zebra", "/customers?q=zebra"]


def test_the_list_is_a_listbox_and_says_what_it_answers(desk):
    answer = desk.open("/jump", headers=HTMX, q="kate")
    found = answer.page.one(id="jump-found")
    assert found["data-q"] == "kate"
    assert found["data-said"] == "1 customer, 4 orders"
    assert "<html" not in answer.text
    assert {node["tabindex"] for node in found.all(role="option")} == {"-1"}
    assert desk.open("/jump", headers=HTMX, q="od-4").status == 200  # it never leads away while one types


def test_the_most_fitting_customers_come_first(app, desk):
    with app.app_context(), writing() as session:
        for name in ("Wongkate", "Ana Wong", "Kate Bell"):
            add_customer(session, name)
    assert parts(desk.open("/jump", q="wong").page)["Customers"] == ["Wongkate", "Ana Wong", "Kate Wong"]


def test_the_newest_orders_come_first_and_at_most_five(app, desk):
    with app.app_context(), writing() as session:
        for number in range(SHOWN + 3):
            add_order(session, f"ZZ-{number}", LONG_AGO.replace(day=number + 1), sku="RARE-1")
    found = [href for href in options(desk, "rare-1").values() if href.startswith("/orders/")]
    assert found == [f"/orders/ZZ-{number}" for number in (7, 6, 5, 4, 3)]
    said = desk.open("/jump", headers=HTMX, q="rare-1").page.one(id="jump-found")["data-said"]
    assert said == "0 customers, 5 orders or more"


def test_what_is_to_be_done_is_found_by_its_words_and_by_role(app, desk):
    def ways(visitor, q):
        return [text for text in parts(visitor.open("/jump", q=q).page)["Do"] if not text.startswith("Search")]

    assert ways(desk, "") == [
        "Orders", "Customers", "Create customer", "Outbox", "Imports", "Store settings", "Staff", "Invite staff",
        "Your account",
    ]  # fmt: skip
    assert ways(desk, "INVI") == ["Invite staff"]
    assert ways(desk, "tax") == ["Store settings"]
    assert ways(signed_in(app, Role.VIEWER), "") == ["Orders", "Customers", "Your account"]


def test_every_way_leads_to_a_page(app, desk):
    for role in Role:
        visitor = signed_in(app, role)
        for link in visitor.open("/jump").page.one("main").all("a"):
            assert visitor.open(link["href"]).status == 200, (role, link.text)


def test_what_is_typed_is_bounded_and_shown_as_text(desk):
    for typed in (
        "<script>alert(1)</script>",
        "\0kate",
        "%",
        '"',
        "x" * 5_000,
        "☕ \u202e",
        "'; DROP TABLE orders; --",
    ):
        answer = desk.open("/jump", q=typed)
        assert answer.status == 200, typed
        assert "<script>alert" not in answer.text
        assert desk.open("/jump", headers=HTMX, q=typed).status == 200, typed


def test_the_queries_stay_few(app, desk, kind):
    """Who asks; for orders and for customers what the search itself needs, and one for what is shown of them."""
    most = 6 if kind == "sqlite" else 8  # PostgreSQL looks through the newest first
    for q in ("kate", "od-4", "kate.wong@mail.example", "0151 2345 6789", "k", "zebra"):
        with queries(app) as sent:
            assert desk.open("/jump", headers=HTMX, q=q).status == 200
        assert len(sent) <= most, q


def test_every_page_has_the_box(desk):
    for path in ("/orders", f"/orders/{world.PAID}", "/customers", "/settings/account", "/jump", "/nowhere"):
        form = desk.open(path).page.one("form", class_="jump")
        assert (form["action"], form.one("input")["name"], form.attrs.get("method", "get")) == ("/jump", "q", "get")
        assert form.one("label").text == "Jump to an order or customer/"


@pytest.mark.feature("D10")
def test_an_order_says_where_it_matched_beyond_what_is_shown(app, desk):
    with app.app_context(), writing() as session:
        for name in ("Käthe Bauer", "Émile Ōtani"):
            add_customer(session, name)

    def told(q):
        links = desk.open("/jump", q=q).page.one("main").all("a", class_="result")
        return {
            link.one("strong").text: (
                [node.text for node in link.all("mark")],
                [node.text.lstrip(", ") for node in link.all(class_="where")],
            )
            for link in links
            if link["href"].startswith(("/orders/", "/customers/"))
        }

    assert told("wrap") == {"OD-1": (["Wrap"], ["note Wrap the mugs apart."])}
    assert told("bwl-oa")["OD-2"] == (["BWL-OA"], ["SKU BWL-OA-24"])
    assert told("kate.wong@")["OD-4"] == (["kate.wong@"], ["e-mail kate.wong@mail.example"])
    street = told("fischerallee")["OD-1"]
    assert street == (["Fischerallee"], ["delivery address Chloe Lee Fischerallee 18 3rd floor 22763 Hamburg"])
    assert told("81901234")["OD-5"] == (["+81 90 1234 5678"], ["phone +81 90 1234 5678"])  # as it was written
    assert told("kate w")["OD-4"] == (["Kate", "W"], [])  # what is shown explains it
    assert told("kat")["Käthe Bauer"] == (["Kät"], [])
    assert told("emile otani")["Émile Ōtani"] == (["Émile", "Ōtani"], [])
