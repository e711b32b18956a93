"""Test orders on their pages: made, seen for what they are, deleted, purged."""

from functools import partial

import pytest

from dashboard.core.person import Role
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Store
from dashboard.models.trial_orders import count_tests
from tests import world
from tests.faults.at_once import at_once
from tests.pages.test_new_order import form_of
from tests.pages.test_once import post
from tests.pages.visitor import signed_in

pytestmark = pytest.mark.feature("U3")


def made(desk):
    """The code of a new test order."""
    return desk.follow(desk.submit(form_of(desk.open("/orders/create-test")), "Create test order")).page.one("h1").text


def test_it_is_made_and_marked(desk):
    assert "Create test order" in desk.open("/orders").page.one("main").one("header").text
    code = made(desk)
    page = desk.open(f"/orders/{code}").page
    assert "Test order" in page.one(class_="order-title").text
    assert "Test order" in desk.open("/orders").page.one(id=f"row-{code}").text


def test_it_is_deleted_and_its_page_is_gone(desk):
    code = made(desk)
    form = form_of(desk.open(f"/orders/{code}/delete"))
    first = desk.submit(form, "Delete order")
    page = desk.follow(first).page
    assert (page.one("h1").text, page.one(id="flash").one("h2").text) == ("Orders", f"{code} is deleted")
    assert desk.open(f"/orders/{code}").status == 404
    again = desk.submit(form, "Delete order")
    assert (again.status, again.location) == (303, first.location)
    assert desk.submit(form, "Delete order", surely="other").status == 404


@pytest.mark.parametrize("path", ["/orders/purge-tests", f"/orders/{world.TEST}/delete"])
def test_eight_at_once_are_once(app, path):
    visitor = signed_in(app, Role.MANAGER)
    fields = dict(form_of(visitor.open(path)).fields())
    cookie = visitor.client.get_cookie("desk").value
    assert at_once([partial(post, app, cookie, path, fields)] * 8) == [303] * 8
    with app.app_context():
        assert count_tests(db.session()) == 0


def test_all_of_them_are_purged(desk):
    code = made(desk)
    listed = desk.open("/orders", test="yes").page
    assert {f"row-{code}", f"row-{world.TEST}"} <= {row["id"] for row in listed.one("tbody").all("tr")}
    form = form_of(desk.open(listed.button("Purge test orders")["href"]))
    page = desk.follow(desk.submit(form, "Purge 2 test orders")).page
    assert page.one(id="flash").one("h2").text == "2 test orders are deleted"
    assert "No orders match" in desk.open("/orders", test="yes").text
    assert not form_of(desk.open("/orders/purge-tests")).all("button", type="submit")


def test_only_test_orders_offer_it(desk):
    assert "Delete order" not in desk.open(f"/orders/{world.PAID}").text
    assert "Delete order" in desk.open(f"/orders/{world.TEST}").text
    page = desk.open(f"/orders/{world.PAID}/delete").page.one(id="verb")
    assert (len(page.all("li", class_="no")), page.all("button", type="submit")) == (1, [])


def test_where_real_orders_are_the_setting_decides(app, desk):
    with app.app_context(), writing() as session:
        session.get_one(Store, 1).test_orders = False
    assert "Create test order" not in desk.open("/orders").page.one("main").one("header").text
    form = form_of(desk.open("/orders/create-test"))
    assert ("test orders are off" in form.text, form.all("button", type="submit")) == (True, [])
    settings = desk.open("/settings/store").page.one("form", aria_label="Store")
    assert desk.submit(settings, "Save", test_orders="y").status == 303
    assert "test orders from off to allowed" in desk.open("/settings/store").text
    assert "Create test order" in desk.open("/orders").page.one("main").one("header").text
