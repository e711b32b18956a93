"""A shipment's menu and its four verbs on their pages."""

import pytest

from dashboard.database import writing
from dashboard.models import Shipment
from tests import goods, kinds, world
from tests.pages.visitor import HTMX

PLACE = "/orders/OD-2/shipments/SH-2"


def form_of(visitor, verb, place=PLACE):
    """The form of a shipment's verb."""
    return visitor.open(f"{place}/{verb}").page.one(id="verb").one("form")


def badge(page, at=-1):
    """The status of one of the order's shipments."""
    return page.region("Shipments").all(class_="shipment")[at].one(class_="badge").text


@pytest.fixture
def waiting(app):
    """The address of a shipment of OD-1 that awaits hand-over."""
    with app.app_context():
        return f"/orders/OD-1/shipments/{goods.send(world.PAID, handed_over=False)}"


@pytest.mark.feature("U15", "U8")
def test_each_shipment_has_its_menu_and_says_what_cannot_be_done(desk):
    shipments = desk.open("/orders/OD-2").page.region("Shipments")
    assert [one.one("strong").text for one in shipments.all(class_="shipment")] == ["SH-1", "SH-2"]
    menus = [shipments.one(id=shipments.button(f"Actions for shipment SH-{n}")["popovertarget"]) for n in (1, 2)]
    for menu, closed in zip(menus, (4, 1), strict=True):
        items = menu.all("a", role="menuitem")
        assert [item.text for item in items] == ["Edit shipment", "Hand over", "Mark as delivered", "Cancel shipment"]
        assert sum("aria-disabled" in item for item in items) == closed
    refused = desk.open("/orders/OD-2/shipments/SH-1/cancel").page.one(id="verb")
    assert refused.one("li", class_="no").text == "This shipment is delivered or canceled already."
    assert not refused.all("button", type="submit")


@pytest.mark.feature("U16", "U21")
def test_edited_with_the_steps_that_it_may_take(desk):
    form = form_of(desk, "edit")
    assert form.name == "Edit shipment SH-2"
    assert [option.text for option in form.one("select", name="status").all("option")] == [
        "In transit", "Out for delivery", "Delivered", "Delivery failed", "Canceled",
    ]  # fmt: skip
    again = desk.submit(form, headers=HTMX, find="1", status="canceled").page.one("form")
    assert [one.text for one in again.one(id="changes").all(class_="badge")] == ["Fulfilled", "Partially fulfilled"]
    page = desk.follow(desk.submit(form, "Save", status="out_for_delivery", carrier="UPS", expected="2027-03-04")).page
    told = "Carrier DHL → UPS, expected arrival none → 2027-03-04, status In transit → Out for delivery."
    assert told in page.one(id="flash").text
    assert (badge(page), "UPS, JD0146 0002 · arrives 4 Mar" in page.region("Shipments").text) == (
        "Out for delivery", True,
    )  # fmt: skip


@kinds.first
def test_what_cannot_be_saved_stands_beside_its_field(desk, stands):
    form, before = form_of(desk, "edit"), stands(world.TWO_BOXES)
    for typed, field in (
        ({"carrier": "x" * 101}, "carrier"), ({"tracking": "x" * 101}, "tracking"), ({"expected": "soon"}, "expected"),
        ({"status": "lost"}, "status"), ({"status": None}, None), ({"status": "shipped"}, None), ({}, None),
    ):  # fmt: skip
        answer = desk.submit(form, "Save", headers=HTMX, **{"key": "k" * 20, **typed})
        assert (answer.status, bool(answer.alert), stands(world.TWO_BOXES)) == (422, True, before), typed
        if field:
            wrong = [node for kind in ("input", "select") for node in answer.page.all(kind, aria_invalid="true")]
            assert [node["name"] for node in wrong] == [field]


@pytest.mark.feature("U16", "U20")
def test_a_carriers_shipment_says_why_it_is_closed(app, desk):
    with app.app_context(), writing() as session:
        session.query(Shipment).filter_by(number="SH-2").update({"kind": "carrier"})
    for verb in ("edit", "cancel"):
        page = desk.open(f"{PLACE}/{verb}").page.one(id="verb")
        assert page.one("li", class_="no").text.startswith("The carrier handles this shipment")
        assert not page.all("button", type="submit")


@pytest.mark.feature("U17")
def test_handed_over_and_delivered(desk, waiting):
    form = form_of(desk, "hand-over", waiting)
    page = desk.follow(desk.submit(form, "Hand over")).page
    assert badge(page) == "Shipped"
    stale = desk.submit(form_of(desk, "deliver", waiting), "Mark as delivered", version="1")
    assert (stale.status, "handed over" in stale.alert) == (409, True)
    form = form_of(desk, "deliver", waiting)
    assert [one.text for one in form.all(class_="badge")] == ["Fulfilled", "Delivered"]
    page = desk.follow(desk.submit(form, "Mark as delivered")).page
    assert (badge(page), page.one(class_="order-title").text) == ("Delivered", "OD-1 Paid Delivered")
    assert page.one(id="flash").one("h2").text == "Shipment SH-4 is delivered"


@pytest.mark.feature("U20")
def test_canceled_with_what_becomes_of_its_pieces(app, desk, waiting):
    form = form_of(desk, "cancel", waiting)
    assert "4 pieces go back to stock." in form.text
    assert form.button("Keep shipment")
    page = desk.follow(desk.submit(form, "Cancel shipment")).page
    assert "4 pieces are back in stock." in page.one(id="flash").text
    assert (badge(page), page.one(class_="order-title").text) == ("Canceled", "OD-1 Paid Unfulfilled")
    with app.app_context():
        out = goods.send(world.PAID)
    form = form_of(desk, "cancel", f"/orders/OD-1/shipments/{out}")
    assert "stay out of stock unless you say below" in form.text
    kept = desk.follow(desk.submit(form, "Cancel shipment", restock="y")).page
    assert "4 pieces are back in stock." in kept.one(id="flash").text
    assert "this shipment took nothing from it" in form_of(desk, "cancel").text


def test_shipments_of_others_and_none(desk):
    for verb in ("edit", "hand-over", "deliver", "cancel"):
        for place in ("/orders/OD-1/shipments/SH-2", "/orders/OD-2/shipments/SH-99", "/orders/OD-99/shipments/SH-2"):
            fields = {"key": "k" * 20, "version": "1"}
            assert {desk.open(f"{place}/{verb}").status, desk.post(f"{place}/{verb}", fields).status} == {404}


@pytest.mark.feature("U7", "U20")
def test_a_letter_that_did_not_go_is_dropped_with_its_shipment(app, desk):
    with app.app_context():
        number = goods.send(world.PAID)
    place = f"/orders/OD-1/shipments/{number}"
    form = form_of(desk, "cancel", place)
    assert "A letter about it that still waits in the outbox is dropped." in form.text
    page = desk.follow(desk.submit(form, "Cancel shipment")).page
    assert "The letter about it was dropped before it went." in page.one(id="flash").text
    assert "dropped “Your order OD-1 is on its way” to chloe@mail.example" in page.region("Activity").text
