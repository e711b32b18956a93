import re
from pathlib import Path

import pytest

from dashboard.core.words import (
    BADGES,
    CancelReason,
    FulfilmentStatus,
    OrderState,
    PaymentStatus,
    RefundState,
    Route,
    ShipmentStatus,
)

ICONS = Path(__file__).parents[2] / "static" / "icons.svg"
WITH_BADGE = [*OrderState, *PaymentStatus, *FulfilmentStatus, *ShipmentStatus, *RefundState]


@pytest.mark.feature("U9")
def test_payment_labels():
    assert {status.label for status in PaymentStatus} == {
        "Unpaid",
        "Partially paid",
        "In progress",
        "Paid",
        "Refunded",
        "Partially refunded",
    }


@pytest.mark.feature("U11")
def test_fulfilment_labels():
    assert {status.label for status in FulfilmentStatus} == {
        "Unfulfilled",
        "Dispatched",
        "Fulfilled",
        "Partially fulfilled",
        "Delivered",
        "Picked up",
        "Returned",
        "Partially returned",
        "Canceled",
    }


def test_other_labels():
    assert OrderState.RETURNED_TO_CART.label == "Returned to cart"
    assert CancelReason.CUSTOMER_REQUEST.label == "Customer’s request"
    assert CancelReason.REJECTED_BY_US.label == "Rejected by us"
    assert Route.API.label == "API"
    assert Route.POINT_OF_SALE.label == "Point of sale"


@pytest.mark.parametrize("status", [status for status in WITH_BADGE if status is not OrderState.OPEN], ids=repr)
def test_every_status_that_is_shown_has_a_tone_and_a_glyph(status):
    assert status.value in BADGES
    assert status.tone in {"warning", "info", "success", "neutral", "critical", "violet"}
    assert status.glyph in re.findall(r'id="(st-[a-z]+)"', ICONS.read_text())


@pytest.mark.parametrize(
    ("status", "badge"),
    [
        (PaymentStatus.UNPAID, ("warning", "st-empty")),
        (PaymentStatus.IN_PROGRESS, ("info", "st-dashed")),
        (PaymentStatus.PARTIALLY_PAID, ("warning", "st-half")),
        (PaymentStatus.PARTIALLY_REFUNDED, ("neutral", "st-back")),
        (FulfilmentStatus.PARTIALLY_FULFILLED, ("info", "st-half")),
        (FulfilmentStatus.FULFILLED, ("success", "st-most")),
        (FulfilmentStatus.PICKED_UP, ("success", "st-full")),
        (OrderState.RETURNED_TO_CART, ("violet", "st-back")),
        (ShipmentStatus.SHIPPED, ("info", "st-dashed")),
        (ShipmentStatus.DELIVERY_FAILED, ("critical", "st-x")),
    ],
)
def test_badges(status, badge):
    assert (status.tone, status.glyph) == badge
