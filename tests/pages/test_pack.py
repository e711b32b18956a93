"""Mark as packed on its page."""

import pytest

from tests import world


def form_of(visitor, code=world.PAID):
    """The form."""
    return visitor.open(f"/orders/{code}/pack").page.one(id="verb").one("form")


@pytest.mark.feature("U8", "U11")
def test_packed_and_told_before_that_it_stays(desk):
    first, second = form_of(desk), form_of(desk)
    assert first.name == "Mark order OD-1 as packed"
    assert [badge.text for badge in first.all(class_="badge")] == ["Unfulfilled", "Dispatched"]
    page = desk.follow(desk.submit(first, "Mark as packed")).page
    assert page.one(id="flash").one("h2").text == "OD-1 is packed"
    assert page.one(class_="order-title").text == "OD-1 Paid Dispatched"
    assert not page.one(id="flash").all("button")  # what is confirmed is not reset
    answer = desk.submit(second, "Mark as packed")
    assert (answer.status, "Olga Winter marked this order as packed" in answer.alert) == (409, True)
    again = desk.open("/orders/OD-1/pack").page.one(id="verb")
    assert (again.one("li", class_="no").text, again.all("button", type="submit")) == (
        "This order is marked as packed already.", [],
    )  # fmt: skip
