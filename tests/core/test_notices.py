"""What the shop tells of by itself: what came about between two standings, and what holds for each event."""

from types import SimpleNamespace

import pytest

from dashboard.core.filling import PLACEHOLDER
from dashboard.core.notices import EVENTS, GROUPS, PLACEHOLDERS, Parcel, Standing, choice, happened
from dashboard.core.words import OrderState, RefundState, ShipmentStatus

S = ShipmentStatus
STOOD = Standing(OrderState.OPEN, {}, {}, {}, frozenset())
pytestmark = pytest.mark.feature("U7")


def one(status, point="local", tracking=""):
    return {7: Parcel(status, point, tracking)}


@pytest.mark.parametrize(
    ("before", "after", "came"),
    [
        ({}, one(S.SHIPPED), "shipment_sent"),
        ({}, one(S.AWAITING_SHIPMENT), None),
        (one(S.AWAITING_SHIPMENT), one(S.IN_TRANSIT), "shipment_sent"),
        (one(S.SHIPPED), one(S.IN_TRANSIT), None),
        (one(S.SHIPPED), one(S.SHIPPED, tracking="JD1"), "shipment_sent"),
        (one(S.SHIPPED, tracking="JD1"), one(S.SHIPPED), None),
        (one(S.OUT_FOR_DELIVERY, tracking="JD1"), one(S.OUT_FOR_DELIVERY, tracking="JD2"), "shipment_sent"),
        (one(S.DELIVERY_FAILED, tracking="JD1"), one(S.IN_TRANSIT, tracking="JD2"), "shipment_sent"),
        (one(S.AWAITING_SHIPMENT), one(S.AWAITING_SHIPMENT, tracking="JD1"), None),
        (one(S.DELIVERED, tracking="JD1"), one(S.DELIVERED, tracking="JD2"), None),
        (one(S.DELIVERY_FAILED, tracking="JD1"), one(S.IN_TRANSIT, tracking="JD1"), None),
        (one(S.IN_TRANSIT), one(S.OUT_FOR_DELIVERY), "out_for_delivery"),
        (one(S.AWAITING_SHIPMENT), one(S.DELIVERED), "delivered"),
        (one(S.DELIVERED), one(S.DELIVERED), None),
        ({}, one(S.AWAITING_SHIPMENT, "pickup"), "ready_for_pickup"),
        (one(S.AWAITING_SHIPMENT, "pickup"), one(S.DELIVERED, "pickup"), "delivered"),
        (one(S.SHIPPED), one(S.CANCELED), None),
    ],
)
def test_what_a_shipment_s_way_tells(before, after, came):
    found = happened(STOOD._replace(parcels=before), STOOD._replace(parcels=after))
    assert found == ({came: [7]} if came else {})


@pytest.mark.parametrize(
    ("before", "after", "came"),
    [
        ({}, {3: RefundState.TO_SEND}, None),
        ({3: RefundState.TO_SEND}, {3: RefundState.SENT}, "refund_sent"),
        ({3: RefundState.SENT}, {3: RefundState.FAILED}, None),
        ({}, {3: RefundState.AWAITING_APPROVAL}, None),
    ],
)
def test_money_is_told_of_once_it_is_sent(before, after, came):
    found = happened(STOOD._replace(refunds=before), STOOD._replace(refunds=after))
    assert found == ({came: [3]} if came else {})


@pytest.mark.parametrize(("before", "after", "came"), [({}, "captured", True), ({5: "open"}, "captured", True),
                         ({}, "open", False), ({5: "captured"}, "captured", False)])  # fmt: skip
def test_a_payment_is_told_of_once_it_is_money(before, after, came):
    found = happened(STOOD._replace(payments=before), STOOD._replace(payments={5: after}))
    assert found == ({"payment_received": [5]} if came else {})


def test_the_weightiest_comes_first_and_a_cancel_names_the_money_that_is_sure():
    canceled = STOOD._replace(state=OrderState.CANCELED, refunds={3: RefundState.TO_SEND}, returns=frozenset({9}))
    assert happened(STOOD, canceled) == {"order_canceled": [3], "return_recorded": [9]}
    asked = canceled._replace(refunds={3: RefundState.AWAITING_APPROVAL}, returns=frozenset())
    assert happened(STOOD, asked) == {"order_canceled": []}
    assert happened(canceled, canceled) == {}


def test_every_original_text_uses_only_what_its_event_offers():
    for name, event in EVENTS.items():
        used = PLACEHOLDER.findall(event.subject + event.text + event.sms)
        assert set(used) <= set(event.placeholders) <= set(PLACEHOLDERS), name
        assert event.group in GROUPS


def test_which_are_on_until_the_shop_chooses():
    on = {name for name in EVENTS if choice(name, None).by_email}
    assert set(EVENTS) - on == {"payment_received", "delivered", "out_for_delivery"}
    assert not choice("new_order", SimpleNamespace(by_email=True, by_sms=True, subject="", text="", sms="")).goes("sms")


def test_what_the_shop_chose_holds_and_what_it_left_empty_is_the_original():
    kept = SimpleNamespace(by_email=False, by_sms=True, subject="Off it goes", text="", sms="")
    chosen, original = choice("shipment_sent", kept), choice("shipment_sent", None)
    assert (chosen.goes("email"), chosen.goes("sms"), chosen.subject) == (False, True, "Off it goes")
    assert (chosen.text, chosen.own, original.own) == (original.text, True, False)
