from datetime import date

import pytest

from dashboard.core.chips import Known, amounts, chips, days
from dashboard.core.criteria import NO_CATALOG, Criteria
from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus, Route

KNOWN = Known({"1": "Winter"}, "Kate Wong", "EUR", 2026)


def told(**asked):
    return [(chip.title, chip.words) for chip in chips(Criteria(**asked), KNOWN)]


@pytest.mark.feature("U2")
def test_each_thing_asked_for_is_a_chip_in_words():
    assert told(
        payment=(PaymentStatus.PAID, PaymentStatus.PARTIALLY_REFUNDED),
        fulfilment=(FulfilmentStatus.PICKED_UP,),
        placed_from=date(2026, 11, 16),
        placed_to=date(2026, 11, 22),
        customer="7",
        guest=True,
        route=(Route.API,),
        catalog=("1", NO_CATALOG, "Autumn"),
        tag=("gift",),
        total_min=10_000,
        state=(OrderState.RETURNED_TO_CART,),
        test=False,
        archived=True,
        imported=3,
    ) == [
        ("Payment", "Paid"),
        ("Payment", "Partially refunded"),
        ("Fulfilment", "Picked up"),
        ("Placed", "16–22 Nov"),
        ("Customer", "Kate Wong"),
        ("Customer", "Guest orders"),
        ("Route", "API"),
        ("Catalog", "Winter"),
        ("Catalog", "No catalog"),
        ("Catalog", "Autumn"),
        ("Tag", "gift"),
        ("Total", "from 10.00 EUR"),
        ("State", "Returned to cart"),
        ("Test orders", "No test orders"),
        ("Archived", "Only archived"),
        ("Import", "3"),
    ]
    assert told(q="kate") == []
    assert told(customer="half a name") == [("Customer", "half a name")]


def test_every_chip_can_be_taken_off():
    asked = Criteria(payment=tuple(PaymentStatus), tag=("a", "b"), placed_to=date(2026, 1, 1), total_max=0, imported=0)
    for chip in chips(asked, KNOWN):
        asked = asked.without(chip.name, chip.value)
    assert asked.plain


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 16), date(2026, 11, 22), "16–22 Nov"),
        (date(2026, 10, 28), date(2026, 11, 3), "28 Oct – 3 Nov"),
        (date(2025, 12, 28), date(2026, 1, 3), "28 Dec 2025 – 3 Jan"),
        (date(2026, 11, 3), date(2026, 11, 3), "3 Nov"),
        (date(2026, 11, 3), None, "since 3 Nov"),
        (None, date(2025, 11, 3), "until 3 Nov 2025"),
    ],
)
def test_days(first, last, words):
    assert days(first, last, 2026) == words


@pytest.mark.parametrize(
    ("least", "most", "currency", "words"),
    [
        (10_000, 50_000, "EUR", "10.00–50.00 EUR"),
        (None, 1_234_500, "EUR", "up to 1,234.50 EUR"),
        (4_800_000, None, "JPY", "from 4,800 JPY"),
        (1, 1, "KWD", "0.001–0.001 KWD"),
    ],
)
def test_amounts(least, most, currency, words):
    assert amounts(least, most, currency) == words
