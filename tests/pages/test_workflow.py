"""The workflow page: of all orders, and of one."""

import pytest

from dashboard.core.person import Role
from tests.pages.visitor import signed_in

pytestmark = pytest.mark.feature("U23")


def test_all_of_it(desk):
    page = desk.open("/workflow").page
    assert page.one("h1").text == "Workflow"
    assert [part.name for part in page.all("section", class_="card")] == ["Payment", "Fulfilment", "Order", "Shipment"]
    assert (
        "Only if: The order’s state allows it; Not archived; Money of the order is held" in page.region("Payment").text
    )
    assert "here now" not in page.one("main").text


def test_the_place_of_an_order_with_what_may_come_and_what_is_refused(desk):
    page = desk.open("/orders/OD-2/workflow").page
    assert page.one("h1").text == "Workflow of OD-2"
    assert page.region("Payment").one("li", aria_current="step").text == "Paid: here now"
    assert page.region("Fulfilment").one("li", aria_current="step").text == "Fulfilled: here now"
    assert "A shipment of this order stands. Cancel it first." in page.region("Order").text
    assert "4 of 4 pieces handed over" in page.region("Fulfilment").text


def test_it_is_found_under_more_and_everybody_reads_it(app):
    for role in Role:
        visitor = signed_in(app, role)
        item = visitor.open("/orders/OD-1").page.one(id="more-menu").all(role="menuitem")[-1]
        assert (item.text, item["href"]) == ("Workflow", "/orders/OD-1/workflow")
        assert visitor.open(item["href"]).status == 200
    assert visitor.open("/orders/OD-99/workflow").status == 404
