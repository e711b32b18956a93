"""Products on their pages: listed, searched, page by page, and added."""

import pytest

from dashboard.core.names import one_line
from dashboard.core.person import Role
from dashboard.database import writing
from dashboard.models import Product
from dashboard.models.product_list import SIZE
from tests import world
from tests.pages.hostile import SCRIPTS
from tests.pages.visitor import signed_in


def form_of(visitor):
    """The form for a new product."""
    return visitor.open("/products/create").page.one(id="verb").one("form")


def names(page):
    """The products of a list, in its order."""
    return [link.text for link in page.one(id="results").all("a", class_="row-link")]


def test_it_is_added_and_shown(desk):
    form = form_of(desk)
    page = desk.follow(desk.submit(form, "Create product", sku="JUG-1", name="Jug", price="12.50", stock="-2")).page
    assert page.one(id="flash").one("h2").text == "Jug is added"
    assert page.one("h1").text == "Jug"
    assert "oversold by 2" in page.region("Product").text
    assert "Counted" in page.region("Stock").text
    assert "Olga Winter added the product Jug" in page.region("Activity").text


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("sku", world.MUG, f"Another product has the SKU {world.MUG} already."),
        ("price", "a lot", "Enter an amount in figures"),
        ("stock", "some", "Enter a whole number of pieces"),
    ],
)
def test_what_was_typed_is_kept_and_the_refusal_stands_beside(desk, field, text, sentence):
    right = {"sku": "JUG-1", "name": "<b>Jug", "price": "12.50"}
    answer = desk.submit(form_of(desk), "Create product", **{**right, field: text})
    assert answer.status == 422
    form = answer.page.one(id="verb").one("form")
    assert dict(form.fields())[field] == text
    assert dict(form.fields())["name"] == "<b>Jug"
    assert form.one("input", name=field)["aria-invalid"] == "true"
    assert sentence in form.one(id=f"{field}-note").text


def test_the_list_is_searched_by_sku_and_name(desk):
    assert names(desk.open("/products", q="mug").page) == ["Stoneware mug"]
    assert names(desk.open("/products", q="spn oak").page) == []
    assert names(desk.open("/products", q="TRY oak").page) == ["Serving tray", "Serving tray"]
    assert "No products match" in desk.open("/products", q="%").page.one(id="results").text
    assert "Nothing is archived" in desk.open("/products", archived="yes").page.one(id="results").text


def test_many_come_page_by_page_and_back(app, desk):
    with app.app_context(), writing() as session:
        session.add_all(
            Product(sku=f"Z-{at:03}", name=f"Thing {at:03}", currency="EUR", price=1) for at in range(2 * SIZE)
        )
    first = desk.open("/products", q="thing").page
    assert names(first) == [f"Thing {at:03}" for at in range(SIZE)]
    second = desk.open(first.one("a", rel="next")["href"]).page
    assert names(second) == [f"Thing {at:03}" for at in range(SIZE, 2 * SIZE)]
    assert not second.all("a", rel="next")
    again = desk.open(second.one("a", rel="prev")["href"]).page
    assert (names(again), again.all("a", rel="prev")) == (names(first), [])


def test_who_may_not_change_them_sees_no_button(app):
    for role in (Role.SUPPORT, Role.FULFILMENT, Role.VIEWER):
        visitor = signed_in(app, role)
        assert "Create product" not in visitor.open("/products").text
        assert "/products/1/edit" not in visitor.open("/products/1").text


def test_what_would_be_a_script_is_text(desk):
    for at, text in enumerate(SCRIPTS[::8]):
        desk.submit(form_of(desk), "Create product", sku=f"XSS-{at}", name=text, variant=text, price="1")
        page = desk.open("/products", q=f"XSS-{at}").page
        assert names(page) == [one_line(text)]
        line = desk.open(page.one(id="results").one("a", class_="row-link")["href"]).page
        assert line.one("h1").text == one_line(text)
