"""Catalogs on their pages: made, named, filled and emptied."""

import pytest

from dashboard.core.person import Role
from tests import world
from tests.kinds import first
from tests.pages.visitor import signed_in

pytestmark = first


@pytest.fixture
def spring(desk):
    """The address of a new catalog."""
    form = desk.open("/catalogs/create").page.one(id="verb").one("form")
    return desk.submit(form, "Create catalog", name="Spring").location


def form_of(visitor, path):
    """The form of a verb."""
    return visitor.open(path).page.one(id="verb").one("form")


def picked(visitor, spring, q):
    """The form of Add product once the first match was picked."""
    found = visitor.submit(form_of(visitor, f"{spring}/add"), "Find", product_q=q).page.one(id="verb").one("form")
    return visitor.submit(found, found.one(role="option").name).page.one(id="verb").one("form")


def offered(page):
    """What the catalog offers: names and prices there."""
    return [(row.one("a", href=row.one("th").one("a")["href"]).text, row.all("td")[1].text)
            for row in page.one("tbody").all("tr")]  # fmt: skip


def test_made_filled_priced_and_emptied(desk, spring):
    page = desk.open(spring).page
    assert (page.one("h1").text, "Nothing is offered yet" in page.text) == ("Catalog Spring", True)
    page = desk.follow(desk.submit(picked(desk, spring, "stoneware"), "Add product", price="8.50")).page
    assert page.one(id="flash").one("h2").text == "Stoneware mug, Sage is in the catalog now"
    assert offered(page) == [("Stoneware mug", "8.50 EUR")]
    again = page.button("Set price of Stoneware mug, Sage")["href"]
    form = form_of(desk, again)
    assert form.one("input", name="price")["value"] == "8.50"
    assert form.name == "Set price of Stoneware mug in catalog Spring"
    page = desk.follow(desk.submit(form, "Set price", price="")).page
    assert offered(page) == [("Stoneware mug", "its own")]
    form = form_of(desk, page.button("Take out Stoneware mug, Sage")["href"])
    page = desk.follow(desk.submit(form, "Take out")).page
    assert page.one(id="flash").one("h2").text == "Stoneware mug, Sage is out of the catalog Spring"
    assert not page.all("tbody")


def test_the_list_and_another_name(desk, spring):
    page = desk.follow(desk.submit(form_of(desk, f"{spring}/rename"), "Rename", name="Early spring")).page
    assert page.one("h1").text == "Catalog Early spring"
    assert desk.open("/products").page.one("a", href="/catalogs").text == "Catalogs"
    found = desk.open("/catalogs").page.one("tbody").all("tr")
    assert ["Early spring", "0", "0"] in [[cell.text for cell in (row.one("th"), *row.all("td"))] for row in found]


def test_a_search_of_what_it_offers(desk, spring):
    desk.submit(picked(desk, spring, "stoneware"), "Add product")
    assert offered(desk.open(spring, q="mug").page) == [("Stoneware mug", "its own")]
    assert "No products match" in desk.open(spring, q="nothing such").page.one(id="results").text


def test_what_is_refused_stands_beside_its_field_and_is_kept(desk, spring):
    answer = desk.submit(form_of(desk, "/catalogs/create"), "Create catalog", name="spring")
    assert (answer.status, answer.page.one(id="catalog-note").text) == (422, "There is a catalog “Spring” already.")
    assert answer.page.one(id="catalog-name")["value"] == "spring"
    answer = desk.submit(form_of(desk, f"{spring}/add"), "Add product", price="1")
    assert (answer.status, answer.page.one(id="product_q-note").text) == (422, "Choose a product.")
    answer = desk.submit(picked(desk, spring, "candle"), "Add product", price="much")
    assert (answer.status, answer.page.one("input", name="price")["value"]) == (422, "much")
    first_form, second = form_of(desk, f"{spring}/rename"), form_of(desk, f"{spring}/rename")
    desk.submit(first_form, "Rename", name="Late spring")
    answer = desk.submit(second, "Rename", name="Autumn days")
    assert (answer.status, "renamed the catalog Spring to Late spring" in answer.alert) == (409, True)
    assert desk.open("/catalogs/999999").status == 404


def test_who_may_only_look(app, spring):
    page = signed_in(app, Role.VIEWER).open(spring).page
    assert not page.one(id="catalog").all("a", role="button")
    assert world.MUG not in page.text
