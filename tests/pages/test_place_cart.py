"""Place a buyer's cart as an order at the desk: what it comes to, and both orders pointing at each other."""

import pytest
from sqlalchemy import select

from dashboard.actions.return_to_cart import return_to_cart
from dashboard.core.person import COMMAND
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Cart
from tests import world
from tests.actions.goods import product
from tests.actions.people import SHOP
from tests.kinds import first

pytestmark = first


@pytest.fixture
def cart(app):
    """The address of the cart that OD-3 went back to."""
    with app.app_context():
        return_to_cart(world.UNPAID, by=COMMAND, shop=SHOP)
        found = db.session.scalars(select(Cart).where(Cart.from_order_id == world.order(world.UNPAID).id)).one()
        return f"/customers/{found.customer_id}/carts/{found.id}"


def form_of(visitor, cart):
    """The form."""
    return visitor.open(f"{cart}/place").page.one(id="verb").one("form")


@pytest.mark.feature("D9")
def test_it_becomes_an_order_and_both_point_at_each_other(desk, cart):
    form = form_of(desk, cart)
    assert form.one("tfoot").text == "Can be ordered today19.00 EUR"
    answer = desk.submit(form, "Place as order")
    page = desk.follow(answer).page
    code = page.one("h1").text
    assert page.one(id="flash").one("h2").text == f"{code} is placed: 19.00 EUR"
    assert [link.text for link in page.one(id="order-title").all("a")] == [world.UNPAID]
    old = desk.open(f"/orders/{world.UNPAID}").page
    assert [link.text for link in old.one(id="order-title").all("a")] == [code]
    assert f"Ordered anew as {code}" in old.region("Activity").text
    done = desk.open(cart).page
    assert [link.text for link in done.one("p", class_="order-sub").all("a")] == [world.KATE, world.UNPAID, code]
    assert done.one("span", class_="badge").text == "Placed"


@pytest.mark.feature("D9")
def test_a_price_that_changed_since_is_looked_at_again(desk, app, cart):
    form = form_of(desk, cart)
    with app.app_context(), writing():
        product().price = 990
    answer = desk.submit(form, "Place as order")
    assert answer.status == 422
    assert "Something in this cart changed meanwhile: it comes to 19.80 EUR now." in answer.alert
    assert answer.page.one("span", class_="told").text == "Price changed from 9.50 to 9.90"
    assert desk.submit(answer.page.one(id="verb").one("form"), "Place as order").status == 303


def test_what_is_refused(desk, cart):
    first_form, second = form_of(desk, cart), form_of(desk, cart)
    assert desk.submit(first_form, "Place as order", agreed="").status == 422
    assert desk.submit(second, "Place as order").status == 303
    answer = desk.submit(first_form, "Place as order")
    assert (answer.status, "This cart was placed as an order already." in answer.alert) == (422, True)
