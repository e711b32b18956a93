"""A buyer's carts at the desk: opened, filled, changed, closed, seen by everybody and changed by who may."""

import pytest

from dashboard.core.person import Role
from tests import goods, world
from tests.kinds import first
from tests.pages.visitor import signed_in

pytestmark = first


@pytest.fixture
def cart(desk, number):
    """Kate's Winter cart with three mugs: its address."""
    form = desk.open(f"/customers/{number(world.KATE)}/carts/open").page.one(id="verb").one("form")
    where = desk.submit(form, "Open cart", catalog=winter(form)).location
    added = desk.submit(picked(desk, where, "stoneware"), "Add product", quantity="3")
    assert desk.follow(added).page.one(id="flash").one("h2").text == "3 × Stoneware mug, Sage is in the cart"
    return where


def winter(form):
    """The value of the Winter catalog."""
    return next(one["value"] for one in form.one("select", name="catalog").all("option") if one.text == "Winter")


def picked(visitor, where, q):
    """The form of Add product after the first match was picked."""
    form = visitor.open(f"{where}/add").page.one(id="verb").one("form")
    found = visitor.submit(form, "Find", product_q=q).page.one(id="verb").one("form")
    return visitor.submit(found, found.one(role="option").name).page.one(id="verb").one("form")


def version_of(visitor, where):
    """The version that a form of this cart is drawn from."""
    return visitor.open(f"{where}/close").page.one("input", name="version")["value"]


def rows(page):
    """What the cart's page lists: each line by name, with quantity, price and amount."""
    return [
        (row.one("th").one("b").text, *(cell.text for cell in row.all("td"))) for row in page.one("tbody").all("tr")
    ]


@pytest.mark.feature("D2")
def test_opened_filled_changed_and_closed(desk, number, cart):
    page = desk.open(cart).page
    assert page.one("h1").text == "Cart Winter"
    assert rows(page) == [("Stoneware mug", "3", "9.50", "28.50")]
    assert page.one("tfoot").text == "Can be ordered today28.50 EUR"
    form = desk.open(f"{cart}/edit").page.one(id="verb").one("form")
    assert form.one("label", class_="bqty").text == "Quantity of Stoneware mug"
    name = form.one("input", type="number")["name"]
    page = desk.follow(desk.submit(form, "Save", **{name: "2"})).page
    assert page.one(id="flash").one("p").text == "Stoneware mug, Sage: 3 → 2."
    assert rows(page)[0][1] == "2"
    section = desk.open(f"/customers/{number(world.KATE)}").page.region("Carts")
    assert [cell.text for cell in section.one("tbody").all("td")][1:] == ["Open", "", "2 pieces"]
    form = desk.open(f"{cart}/close").page.one(id="verb").one("form")
    page = desk.follow(desk.submit(form, "Close cart")).page
    assert page.one(id="flash").one("h2").text == "The cart Winter is closed"
    assert not page.one(id="cart").all("a", role="button")


@pytest.mark.feature("D9")
def test_what_changed_since_is_told(desk, app, cart):
    with app.app_context():
        goods.count(world.MUG, 0)
    page = desk.open(cart).page
    assert page.one("span", class_="told").text == "Sold out"
    assert rows(page) == [("Stoneware mug", "3", "9.50", "not counted")]
    assert "Place as order" not in page.one(id="cart").text


def test_what_is_refused_stands_beside_its_field_and_is_kept(desk, cart):
    form = desk.open(f"{cart}/edit").page.one(id="verb").one("form")
    name = form.one("input", type="number")["name"]
    answer = desk.submit(form, "Save", **{name: "two"})
    assert (answer.status, answer.page.one("input", name=name)["value"]) == (422, "two")
    assert "Enter a whole number of pieces" in answer.page.one(class_="field-error").text
    form = desk.open(f"{cart}/add").page.one(id="verb").one("form")
    answer = desk.submit(form, "Add product", quantity="1")
    assert (answer.status, answer.page.one(id="product_q-note").text) == (422, "Choose a product of this catalog.")
    answer = desk.submit(picked(desk, cart, "candle"), "Add product", quantity="x")
    assert answer.page.one(id="quantity-note").text == "Enter a whole number of pieces, from 0 to 100,000."
    other = desk.open(f"{cart.rpartition('/')[0]}/open").page.one(id="verb").one("form")
    answer = desk.submit(other, "Open cart", catalog=winter(other))
    assert answer.page.one(id="catalog-note").text == "A cart of this catalog is open already."


def test_somebody_else_was_faster(desk, cart):
    first_form, second = (desk.open(f"{cart}/edit").page.one(id="verb").one("form") for _ in range(2))
    name = first_form.one("input", type="number")["name"]
    assert desk.submit(first_form, "Save", **{name: "4"}).status == 303
    answer = desk.submit(second, "Save", **{name: "5"})
    assert (answer.status, "changed the cart Winter: Stoneware mug, Sage: 3 → 4" in answer.alert) == (409, True)
    assert answer.page.one("input", name=name)["value"] == "5"


@pytest.mark.feature("R10")
def test_another_buyers_address_and_who_may_only_look(app, desk, number, cart):
    foreign = cart.replace(f"/{number(world.KATE)}/", f"/{number(world.CHLOE)}/")
    for verb in ("", "/add", "/edit", "/close", "/place"):
        assert desk.open(f"{foreign}{verb}").status == 404
    viewer = signed_in(app, Role.VIEWER)
    assert not viewer.open(cart).page.one(id="cart").all("a", role="button")
    assert version_of(desk, cart)
