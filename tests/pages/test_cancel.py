"""Cancel order on its page: why, the refund offered with it, what will change, and doing it."""

import pytest

from tests import world
from tests.kinds import first

pytestmark = first


def form_of(visitor, code=world.PAID):
    """The form."""
    return visitor.open(f"/orders/{code}/cancel").page.one(id="verb").one("form")


def changes(page):
    """What will change, by its word: the words before and after."""
    region = page.one("section", aria_labelledby="what-will-change")
    return {row.one("dt").text: row.one("dd").text for row in region.all("div")}


@pytest.mark.feature("U11", "U9")
def test_with_its_money_given_back(desk, stands):
    before, form = stands(world.PAID), form_of(desk)
    assert form.one("label", for_="reason").text == "Reason"
    assert [node.text for node in form.all("a", class_="btn") if node.text] == ["Keep order"]
    assert changes(form) == {
        "Payment": "PaidbecomesRefunded",
        "Fulfilment": "UnfulfilledbecomesCanceled",
        "Total spend": "Chloe Lee: 90.00becomes50.00 EUR",
    }
    assert "Refund 40.00 EUR in the same step" in form.text
    page = desk.follow(desk.submit(form, "Cancel order", reason="fraud")).page
    assert page.one(id="flash").one("h2").text == "OD-1 is canceled: fraud"
    assert "40.00 EUR stands under “Money to send” now." in page.one(id="flash").text
    assert "Refunded Canceled" in page.one(class_="order-title").text
    assert stands(world.PAID).lines == before.lines + 1


@pytest.mark.feature("U11")
def test_or_with_its_money_held(desk):
    sent = desk.submit(form_of(desk), "Cancel order", refund=None)
    assert "Paid Canceled" in desk.follow(sent).page.one(class_="order-title").text
    assert desk.open("/orders/OD-1/refund").page.one(id="verb").all("button", type="submit")


def test_unticking_redraws_what_will_change(desk):
    fields = {"find": "1", "reason": "other", "version": "0", "notify": "y"}
    assert changes(desk.post("/orders/OD-1/cancel", fields).page) == {
        "Fulfilment": "UnfulfilledbecomesCanceled",
        "Total spend": "Chloe Lee: 90.00becomes50.00 EUR",
    }


def test_an_unpaid_order_offers_no_refund(desk):
    form = form_of(desk, world.UNPAID)
    assert "in the same step" not in form.text
    assert desk.submit(form, "Cancel order").status == 303


def test_what_is_refused(desk, stands):
    page = desk.open("/orders/OD-2/cancel").page.one(id="verb")
    assert page.one("li", class_="no").one("span").text.startswith("A shipment of this order stands. Cancel it first.")
    assert not page.all("button", type="submit")
    before = stands(world.PAID)
    answer = desk.submit(form_of(desk), "Cancel order", reason="boredom")
    assert (answer.status, "Choose a reason." in answer.alert, stands(world.PAID)) == (422, True, before)
    first, second = form_of(desk), form_of(desk)
    assert desk.submit(first, "Cancel order").status == 303
    answer = desk.submit(second, "Cancel order")
    assert (answer.status, "Order canceled: customer’s request" in answer.alert) == (409, True)
