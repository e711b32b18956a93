"""How orders stand, in the words of whoever bought them."""

from datetime import date

import pytest

from dashboard.core.buyer_words import Parcel, order, parcel, title
from dashboard.core.words import FulfilmentStatus, OrderState, PaymentStatus, ShipmentStatus

F, P, S, OPEN = FulfilmentStatus, PaymentStatus, ShipmentStatus, OrderState.OPEN
FRIDAY = date(2026, 11, 27)


def test_a_parcel_says_when_it_arrives():
    assert parcel(S.IN_TRANSIT, "local", FRIDAY) == "Arrives Friday, 27 Nov"
    assert parcel(S.IN_TRANSIT, "local") == "It is on its way"
    assert parcel(S.OUT_FOR_DELIVERY, "local", FRIDAY) == "It arrives today"
    assert parcel(S.AWAITING_SHIPMENT, "pickup") == "Ready for pickup"
    assert parcel(S.DELIVERED, "pickup") == "Picked up"


@pytest.mark.parametrize("status", [one for one in S if one is not S.CANCELED])
@pytest.mark.parametrize("point", ["local", "international", "pickup"])
def test_every_parcel_has_words(status, point):
    assert parcel(status, point)


def test_an_order_says_what_comes_next():
    on_its_way = [Parcel(S.DELIVERED, "local", None), Parcel(S.SHIPPED, "local", FRIDAY)]
    assert order(OPEN, P.PAID, F.PARTIALLY_FULFILLED, on_its_way) == "first parcel arrives Fri 27 Nov"
    assert order(OPEN, P.PAID, F.FULFILLED, on_its_way) == "arrives Fri 27 Nov"
    assert order(OPEN, P.PAID, F.UNFULFILLED, []) == "paid, being packed"
    assert order(OPEN, P.UNPAID, F.UNFULFILLED, []) == "not paid yet"
    assert order(OrderState.RETURNED_TO_CART, P.UNPAID, F.UNFULFILLED, in_cart=True) == "look into your carts"
    assert order(OrderState.RETURNED_TO_CART, P.UNPAID, F.UNFULFILLED) == "its cart is done"
    assert order(OrderState.CANCELED, P.REFUNDED, F.CANCELED, []) == "money paid was given back"


def test_a_title_names_two_things_at_most():
    assert title(["Mug"]) == "Mug"
    assert title(["Mug", "Candle"]) == "Mug and Candle"
    assert title(["Mug", "Candle", "Towel"]) == "Mug and 2 more"
    assert title([]) == "Nothing left in it"
