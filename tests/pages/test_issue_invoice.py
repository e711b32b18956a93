"""Issue invoice on its page."""

import pytest

from tests import world
from tests.kinds import first

pytestmark = first


def form_of(visitor, code=world.PAID):
    """The form."""
    return visitor.open(f"/orders/{code}/issue-invoice").page.one(id="verb").one("form")


@pytest.mark.feature("U8")
def test_issued_once(desk):
    first, second = form_of(desk), form_of(desk)
    assert "an invoice of 40.00 EUR" in first.text
    page = desk.follow(desk.submit(first, "Issue invoice")).page
    assert page.one(id="flash").one("h2").text == "Invoice INV-1 is issued"
    assert "INV-1" in page.region("Payment").text
    assert desk.submit(second, "Issue invoice").status == 409
    refused = desk.open("/orders/OD-1/issue-invoice").page.one(id="verb")
    assert refused.one("li", class_="no").text == "An invoice is issued for this order already."
    assert not refused.all("button", type="submit")


def test_a_test_orders_is_numbered_apart(desk):
    assert "numbered in a series of its own" in form_of(desk, world.TEST).text
