"""The refund page: the live sum, what comes of it, limits beside their fields, and doing it."""

import pytest

from dashboard.actions.change import change
from dashboard.core.guards import Action
from dashboard.core.person import COMMAND, Role
from dashboard.models import Payment
from tests import world
from tests.kinds import first
from tests.pages.queries import queries
from tests.pages.visitor import HTMX, signed_in

pytestmark = first


def form_of(visitor, code=world.PAID, **query):
    """The form of the refund."""
    return visitor.open(f"/orders/{code}/refund", **query).page.one(id="verb").one("form")


def quantity(form, item):
    """The name of an item's number field."""
    return next(box["name"] for box in form.all("input", type="number") if box["aria-label"] == f"Quantity of {item}")


def total(page):
    """What the page says the refund comes to."""
    return page.one(role="status", aria_label="Refund total").text


def becomes(page):
    """What will change, as sentences."""
    return [item.text for item in page.one(id="refund-sum").one("ul").all("li")]


def find(desk, form, **typed):
    """The page redrawn with this typed."""
    return desk.submit(form, "Show sum", **typed).page


@pytest.mark.feature("U10")
def test_the_sum_and_what_comes_of_it_are_shown_before(desk, stands):
    before, form = stands(world.PAID), form_of(desk)
    assert total(desk.open("/orders/OD-1/refund").page) == "Refund total 0.00 EUR"
    mugs = quantity(form, "Stoneware mug")
    page = find(desk, form, **{mugs: "2"}, shipping="4", adjustment="1,50", fee="0.50")
    assert total(page) == "Refund total 21.68 EUR"
    assert becomes(page) == ["Paid becomes Partially refunded", "Chloe Lee: total spend 90.00 becomes 68.32"]
    assert page.one(id="refund-sum").one(class_="gauge-note").text == "21.68 now18.32 stays"
    assert page.one("input", name=mugs)["value"] == "2"
    assert [box["name"].split("-")[0] for box in page.all("input", type="checkbox") if "checked" in box] == [
        "withdraw"
    ] * 3
    assert stands(world.PAID) == before


@pytest.mark.feature("U10")
def test_refunded_in_part_and_then_whole(desk):
    form = form_of(desk)
    sent = desk.submit(form, "Refund", **{quantity(form, "Beeswax candle"): "1"}, reason="Arrived damaged")
    page = desk.follow(sent).page
    assert page.one(id="flash").one("h2").text == "Refund of 12.29 EUR for OD-1 is to be sent"
    assert "Partially refunded" in page.one(class_="order-title").text
    assert "To send: Arrived damaged" in page.region("Payment").text
    whole = desk.submit(form_of(desk), "Refund all that is left").page.one(id="verb").one("form")
    assert (total(whole), whole.one("input", name="shipping")["value"]) == ("Refund total 27.71 EUR", "4.00")
    page = desk.follow(desk.submit(whole, "Refund")).page
    assert "Refunded" in page.one(class_="order-title").text


@pytest.mark.feature("U10")
def test_with_nothing_left_to_send_it_can_be_canceled_too(desk):
    form = desk.submit(form_of(desk), "Refund all that is left").page.one(id="verb").one("form")
    page = find(desk, form, cancel_too="on")
    assert "Unfulfilled becomes Canceled" in becomes(page)
    form = page.one(id="verb").one("form")
    page = desk.follow(desk.submit(form, "Refund", cancel_reason="fraud")).page
    assert "Refunded Canceled" in page.one(class_="order-title").text
    assert "canceled: fraud" in page.one("p", class_="order-sub").text
    assert "cancel_too" not in [box["name"] for box in form_of(desk, world.TWO_BOXES).all("input", type="checkbox")]


@pytest.mark.feature("U10", "U22")
def test_delivered_pieces_can_be_recorded_as_returned(desk):
    form = form_of(desk, world.TWO_BOXES)
    bowls = quantity(form, "Serving bowl")
    line = bowls.removeprefix("quantity-")
    page = find(desk, form, **{bowls: "1", f"returned-{line}": "on"})
    assert "Fulfilled becomes Partially returned" in becomes(page)
    assert "Restock 1" in page.one(id=f"rline-{line}").text
    sent = desk.submit(page.one(id="verb").one("form"), "Refund", **{f"condition-{line}": "damaged"})
    assert "Partially returned" in desk.follow(sent).page.one(class_="order-title").text


def test_a_link_fills_in_pieces(desk):
    form = form_of(desk)
    mugs = quantity(form, "Stoneware mug")
    asked = form_of(desk, **{mugs: "1", "quantity-99": "7"})
    assert (asked.one("input", name=mugs)["value"], total(asked)) == ("1", "Refund total 8.34 EUR")


@pytest.mark.feature("U10")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"mugs": "3"}, "Stoneware mug: 2 of 2 can still be refunded."),
        ({"mugs": "-1"}, "Enter a whole number of pieces."),
        ({"mugs": "1.5"}, "Enter a whole number of pieces."),
        ({"shipping": "4.01"}, "At most 4.00 EUR of the shipping is left to refund."),
        ({"adjustment": "a lot"}, "Enter an amount in figures, such as 12.50."),
        ({"adjustment": "0.001"}, "EUR has 2 decimals."),
        ({"mugs": "1", "fee": "9"}, "The fee takes all of the refund."),
        ({"adjustment": "40.01"}, "The refund is 40.01 EUR, but only 40.00 EUR"),
        ({}, "This refund is of nothing."),
        ({"adjustment": "1", "reason": "x" * 501}, "Use 500 characters at most."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept(desk, stands, typed, sentence):
    before, form = stands(world.PAID), form_of(desk)
    fields = {quantity(form, "Stoneware mug") if name == "mugs" else name: text for name, text in typed.items()}
    answer = desk.submit(form, "Refund", **fields)
    assert (answer.status, sentence in answer.alert, stands(world.PAID)) == (422, True, before)
    again = answer.page.one(id="verb").one("form")
    assert {name: again.one("input", name=name)["value"] for name in fields} == fields
    beside = [note.text for note in again.all("p", class_="field-error")]
    assert [sentence in note for note in beside] == ([] if "only" in sentence or "nothing" in sentence else [True])


@pytest.mark.feature("U10")
def test_a_managers_limit_is_told_and_what_is_above_waits(app):
    with app.app_context(), change(world.PAID, Action.RECORD_PAYMENT, by=COMMAND) as under_way:
        under_way.order.payments.append(Payment(amount=100_000))
        under_way.record("paid", amount="1,000.00 EUR")
    desk = signed_in(app, Role.MANAGER)
    form = form_of(desk)
    assert form.one("p", class_="foot-note").text.startswith("Your limit is 500.00 EUR an order.")
    page = find(desk, form, adjustment="500.01")
    assert becomes(page) == ["It waits until another person approves it."]
    page = desk.follow(desk.submit(form, "Refund", adjustment="500.01")).page
    assert page.one(id="flash").one("h2").text == "Refund of 500.01 EUR for OD-1 waits for approval"
    assert "Awaiting approval" in page.region("Payment").text
    assert not form_of(signed_in(app, Role.OWNER)).all("p", class_="foot-note")


def test_what_cannot_be_refunded_says_why(desk):
    page = desk.open("/orders/OD-3/refund").page.one(id="verb")
    assert page.one("li", class_="no").text == "No money of this order is left to refund."
    assert not page.all("button", type="submit")


def test_stale_twice_and_another_orders_line(desk, stands):
    first, second = form_of(desk), form_of(desk)
    assert desk.submit(first, "Refund", adjustment="1").status == 303
    assert desk.submit(first, "Refund", adjustment="1").status == 303  # the same submit
    before = stands(world.PAID)
    answer = desk.submit(second, "Refund", adjustment="2")
    assert (answer.status, "Refund of 1.00 EUR" in answer.alert, stands(world.PAID)) == (409, True, before)
    assert answer.page.one("input", name="adjustment")["value"] == "2"


@pytest.mark.feature("U2")
def test_a_redraw_is_as_light_as_the_dialog(app, desk):
    form = form_of(desk)
    with queries(app) as sent:
        answer = desk.submit(form, "Show sum", headers=HTMX, adjustment="1")
    assert len(sent) <= 5
    assert len(answer.body) <= 8_000
