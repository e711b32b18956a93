"""The buyer's carts: what came back, what changed since, corrected and placed once."""

import pytest
from sqlalchemy import func, select

from dashboard.actions.edit_cart import edit_cart
from dashboard.core.person import Role
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Cart, CartLine, Order, Product
from tests import world
from tests.pages.buyer import Buyer, buyer_in

pytestmark = pytest.mark.usefixtures("cheap_passwords")


@pytest.fixture
def kenji(app) -> Buyer:
    """Kenji, whose order OD-6 waits in his cart."""
    return buyer_in(app, world.KENJI)


@pytest.fixture
def path(app) -> str:
    """Where his cart is."""
    with app.app_context():
        return f"/account/carts/{db.session.scalars(select(Cart.id)).one()}"


def form_of(buyer: Buyer, path: str):
    return next(node for node in buyer.open(path).page.all("form") if node["action"] == path)


def mug(page):
    return page.one("input", aria_label="Quantity of Stoneware mug")


def orders(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(Order.id)))


def change(app, **values: object) -> None:
    """What the shop does to the mug meanwhile."""
    with app.app_context(), writing() as session:
        sold = session.scalars(select(Product).where(Product.sku == world.MUG)).one()
        for name, value in values.items():
            setattr(sold, name, value)


@pytest.mark.feature("D2")
def test_what_came_back_is_found_after_signing_in(kenji, path):
    carts = kenji.open("/account/carts").page.one("main")
    assert world.RETURNED_TO_CART in carts.text
    page = kenji.open(path).page.one("main")
    assert f"from order {world.RETURNED_TO_CART}" in page.text
    assert (mug(page)["value"], "9.50 EUR" in page.text) == ("1", True)
    assert [node["href"] for node in kenji.open("/account/orders").page.all("a", href="/account/carts")]


@pytest.mark.feature("D9")
def test_corrected_and_placed_it_is_a_new_order_and_both_refer(app, kenji, path):
    before = orders(app)
    quantity = mug(kenji.open(path).page)["name"]
    placed = kenji.submit(form_of(kenji, path), "Place order", **{quantity: "3"})
    assert placed.status == 303
    page = kenji.follow(placed).page.one("main").text
    assert ("is placed" in page, "28.50" in page, world.RETURNED_TO_CART in page) == (True, True, True)
    code = placed.location.split("/")[-2]
    assert orders(app) == before + 1
    new = kenji.open(f"/account/orders/{code}").page.one("main").text
    assert f"Ordered again from {world.RETURNED_TO_CART}" in new
    assert code in kenji.open(f"/account/orders/{world.RETURNED_TO_CART}").text
    assert "This cart was placed as an order already" in kenji.open(path).text
    assert "No carts here" in kenji.open("/account/carts").text


def test_twice_is_once_and_other_content_is_refused(app, kenji, path):
    form = form_of(kenji, path)
    fields = {**dict(form.fields()), "place": "y"}
    first, before = kenji.post(path, fields), orders(app)
    again = kenji.post(path, fields)
    assert (again.status, again.location, orders(app)) == (303, first.location, before)
    assert kenji.post(path, {**fields, "surely": "something else"}).status == 409
    assert kenji.post(path, {**fields, "key": "k" * 20}).status == 422
    assert kenji.post(path, {**fields, "key": ""}).status == 400
    assert orders(app) == before


def test_quantities_are_changed_and_lines_taken_out(app, kenji, path):
    form = form_of(kenji, path)
    quantity = mug(kenji.open(path).page)["name"]
    assert kenji.submit(form, "Update cart", **{quantity: "2"}).location == path
    assert "19.00 EUR" in kenji.open(path).page.one("main").text
    assert kenji.submit(form_of(kenji, path), "Update cart").status == 303
    assert kenji.submit(form_of(kenji, path), "Remove Stoneware mug").status == 303
    assert "Nothing lies in this cart" in kenji.open(path).text
    with app.app_context():
        assert db.session.scalar(select(func.count(CartLine.id))) == 0


@pytest.mark.parametrize("typed", ["", "-1", "1.5", "1e3", "99999999999999999999", "x"])
def test_a_wrong_quantity_is_refused_beside_its_field_and_kept(app, kenji, path, typed):
    before = orders(app)
    quantity = mug(kenji.open(path).page)["name"]
    for button in ("Update cart", "Place order"):
        answer = kenji.submit(form_of(kenji, path), button, **{quantity: typed})
        assert answer.status == 422
        assert mug(answer.page)["aria-invalid"] == "true"
        assert mug(answer.page)["value"] == typed or not typed
    assert orders(app) == before


@pytest.mark.feature("D8")
def test_a_price_that_changed_is_shown_and_never_charged_unseen(app, kenji, path):
    form, before = form_of(kenji, path), orders(app)
    change(app, price=990)
    answer = kenji.submit(form, "Place order")
    assert (answer.status, "it comes to 9.90 EUR now" in answer.alert, orders(app)) == (422, True, before)
    assert "Price changed from 9.50 to 9.90" in answer.text
    assert kenji.submit(form_of(kenji, path), "Place order").status == 303


def test_what_is_gone_does_not_count(app, kenji, path):
    change(app, stock=0)
    page = kenji.open(path).page.one("main")
    assert ("Sold out" in page.text, "0.00 EUR" in page.text) == (True, True)
    answer = kenji.submit(form_of(kenji, path), "Place order")
    assert (answer.status, "Nothing in this cart can be ordered" in answer.alert) == (422, True)


def test_who_was_slower_sees_what_the_shop_did(app, kenji, path):
    form, before = form_of(kenji, path), orders(app)
    with app.app_context():
        line = db.session.scalars(select(CartLine)).one()
        edit_cart(line.cart_id, {line.id: 5}, by=world.staff(Role.OWNER))
    answer = kenji.submit(form, "Place order")
    assert (answer.status, "changed meanwhile" in answer.alert, orders(app)) == (409, True, before)
    assert "47.50 EUR" in answer.text


@pytest.mark.feature("R10")
def test_a_cart_of_somebody_else_is_not_found(app, path):
    kate = buyer_in(app, world.KATE)
    assert kate.open(path).status == 404
    assert kate.post(path, {"place": "y", "key": "k" * 20, "version": "1"}).status == 404
    assert "No carts here" in kate.open("/account/carts").text
    assert kate.open("/account/carts/999999").status == 404
