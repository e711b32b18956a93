"""Fulfil on its page: what is ticked, how it goes, what comes of it before, and what is refused beside its field."""

import pytest

from dashboard.actions.cancel import cancel
from dashboard.core.person import Role
from dashboard.core.words import CancelReason
from dashboard.database import writing
from tests import goods, kinds, world
from tests.pages.visitor import HTMX, signed_in


def form_of(visitor, code=world.PAID):
    """The form."""
    return visitor.open(f"/orders/{code}/fulfil").page.one(id="verb").one("form")


def names(form):
    """The name of each line's quantity, by the line's own."""
    fields = form.all("input", type="number")
    return {field["aria-label"].removeprefix("Quantity of "): field["name"] for field in fields}


def redrawn(visitor, form, **typed):
    """The form once this was typed."""
    return visitor.submit(form, headers=HTMX, find="1", **typed).page.one("form")


def foot(form):
    """What the foot says of it."""
    return form.one(class_="foot-note").text


@pytest.mark.feature("U12", "U13")
def test_all_that_is_left_is_offered_and_goes(desk):
    form = form_of(desk)
    assert form.name == "Fulfil order OD-1"
    boxes = form.all("input", name="line")
    assert [box["aria-label"] for box in boxes] == ["Stoneware mug", "Beeswax candle", "Linen tea towel"]
    assert [field["value"] for field in form.all("input", type="number")] == ["2", "1", "1"]
    assert foot(form) == "4 of 4 pieces. Unfulfilled becomes Fulfilled"
    assert not form.all(id="warnings")
    assert "Carrier fulfil" not in form.text
    page = desk.follow(desk.submit(form, "Fulfil", carrier="DHL", tracking="JD01", expected="2027-03-04")).page
    assert page.one(id="flash").one("h2").text == "Shipment SH-4: shipped"
    shipment = page.region("Shipments").one(class_="shipment")
    assert "DHL, JD01 · arrives 4 Mar" in shipment.text
    assert page.one(class_="order-title").text.startswith("OD-1 Paid Fulfilled")


@pytest.mark.feature("U12")
def test_what_is_left_out_follows_in_another(desk):
    form = form_of(desk)
    quantity = names(form)
    mug = quantity["Stoneware mug"].removeprefix("quantity-")
    part = redrawn(desk, form, line=mug, **{quantity["Stoneware mug"]: "1"})
    assert foot(part) == "1 of 4 pieces. Unfulfilled becomes Partially fulfilled"
    assert [field["value"] for field in part.all("input", type="number")] == ["1", "0", "0"]
    assert desk.submit(part, "Fulfil").status == 303
    rest = form_of(desk)
    assert foot(rest) == "3 of 3 pieces. Partially fulfilled becomes Fulfilled"
    page = desk.follow(desk.submit(rest, "Fulfil", handed_over=None)).page
    assert [one.one(class_="badge").text for one in page.region("Shipments").all(class_="shipment")] == [
        "Shipped", "Awaiting shipment",
    ]  # fmt: skip
    assert "3 awaiting hand-over" in page.one(class_="order-head").text


@pytest.mark.feature("U13")
def test_each_shipping_point_asks_for_its_own(desk):
    form = redrawn(desk, form_of(desk), point="pickup")
    assert not {field["name"] for field in form.all("input")} & {"carrier", "tracking"}
    assert foot(form) == "4 of 4 pieces. Unfulfilled becomes Dispatched"
    form = redrawn(desk, form, point="international")
    assert "nobody can follow the parcel" in form.text
    answer = desk.submit(form, "Fulfil", headers=HTMX)
    assert (answer.status, answer.page.one("input", name="carrier")["aria-invalid"]) == (422, "true")
    assert "An international shipment needs its carrier." in answer.alert
    page = desk.follow(desk.submit(answer.page.one("form"), "Fulfil", carrier="UPS")).page
    assert "UPS" in page.region("Shipments").text


@pytest.mark.feature("U13")
def test_unpaid_and_oversold_are_said_before_and_after(app, desk):
    with app.app_context():
        goods.count(world.MUG, 1)
    form = form_of(desk, world.UNPAID)
    told = [item.text for item in form.one(id="warnings").all("li")]
    assert told == ["19.00 EUR of this order is not paid yet.", "Stoneware mug: stock goes to −1."]
    flash = desk.follow(desk.submit(form, "Fulfil")).page.one(id="flash")
    assert "Stoneware mug × 2. Stoneware mug: stock is −1 now." in flash.text
    assert flash.one(class_="notice")["data-tone"] == "warning"


@kinds.first
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"quantity": "3"}, "quantity"),
        ({"quantity": "-1"}, "quantity"),
        ({"quantity": "1.5"}, "quantity"),
        ({"quantity": ""}, "quantity"),
        ({"quantity": "9" * 400}, "quantity"),
        ({"carrier": "x" * 101}, "carrier"),
        ({"expected": "31.03.2027"}, "expected"),
        ({"expected": "0001-01-01"}, "expected"),
        ({"point": "moon"}, None),
        ({"line": None}, None),
        ({"line": "999999"}, None),
    ],
)
def test_wrong_input_stands_beside_its_field(desk, stands, typed, field):
    before, form = stands(world.PAID), form_of(desk)
    first = names(form)["Stoneware mug"]
    sent = {first if name == "quantity" else name: value for name, value in typed.items()}
    answer = desk.submit(form, "Fulfil", headers=HTMX, **sent)
    assert (answer.status, bool(answer.alert), stands(world.PAID)) == (422, True, before)
    if field:
        assert answer.page.one("input", name=first if field == "quantity" else field)["aria-invalid"] == "true"


def test_nothing_left_stale_and_not_yours(app, desk, stands):
    assert "No piece of this order is left to pack." in desk.open("/orders/OD-2/fulfil").page.one(id="verb").text
    assert not desk.open("/orders/OD-2/fulfil").page.one(id="verb").all("button", type="submit")
    first, second = form_of(desk), form_of(desk)
    line = names(first)["Beeswax candle"].removeprefix("quantity-")
    assert desk.submit(first, "Fulfil", line=line).status == 303
    answer = desk.submit(second, "Fulfil", headers=HTMX, carrier="GLS")
    assert (answer.status, "Shipment SH-4 handed over" in answer.alert) == (409, True)
    assert answer.page.one("input", name="carrier")["value"] == "GLS"
    before = stands(world.PAID)
    assert signed_in(app, Role.SUPPORT).open("/orders/OD-1/fulfil").status == 403
    assert desk.open("/orders/OD-99/fulfil").status == 404
    assert stands(world.PAID) == before


def test_what_can_be_done_no_more_says_who_did_what_and_why(app, desk):
    form = form_of(desk)
    with app.app_context():
        cancel(world.PAID, CancelReason.OUT_OF_STOCK, by=world.staff(Role.OWNER))
    answer = desk.submit(form, "Fulfil", headers=HTMX, carrier="GLS")
    news, why = answer.page.one(id="verb").all(role="alert")
    assert (answer.status, "Order canceled: out of stock" in news.text) == (409, True)
    assert "why stands below" in news.text
    assert why.one("li", class_="no").text == "This order is canceled."


def test_an_overdue_shipment_says_so(app, desk):
    with app.app_context(), writing():
        first, second = world.order(world.TWO_BOXES).shipments
        first.expected_on = second.expected_on = second.created_at.date().replace(year=2020)
    there, late = desk.open("/orders/OD-2").page.region("Shipments").all(class_="shipment")
    assert ("overdue since" in there.text, "overdue since" in late.text) == (False, True)
