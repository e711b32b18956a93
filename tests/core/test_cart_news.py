"""What changed since a line was put into a cart, in words that both sides read."""

from decimal import Decimal

import pytest

from dashboard.core.cart_news import News, Today, Was, counts, since

D = Decimal
WAS = Was(2, D("9.50"), "EUR")
CASES = {
    "nothing": (Today(950, "EUR"), []),
    "plenty": (Today(950, "EUR", 2), []),
    "dearer": (Today(990, "EUR"), [(News.PRICE, "Price changed from 9.50 to 9.90")]),
    "cheaper": (Today(900, "EUR", 9), [(News.PRICE, "Price changed from 9.50 to 9.00")]),
    "few": (Today(950, "EUR", 1), [(News.FEW, "Only 1 left")]),
    "few and dearer": (
        Today(1000, "EUR", 1), [(News.FEW, "Only 1 left"), (News.PRICE, "Price changed from 9.50 to 10.00")],
    ),
    "sold out": (Today(990, "EUR", 0), [(News.SOLD_OUT, "Sold out")]),
    "oversold": (Today(950, "EUR", -3), [(News.SOLD_OUT, "Sold out")]),
    "gone": (None, [(News.GONE, "Gone: it is no longer sold here")]),
    "another currency": (Today(1520, "JPY"), [(News.PRICE, "Now 1520 JPY each")]),
}  # fmt: skip


@pytest.mark.feature("D9")
@pytest.mark.parametrize("case", CASES)
def test_what_changed_is_told(case):
    today, told = CASES[case]
    assert [tuple(one) for one in since(WAS, today)] == told


@pytest.mark.feature("D9")
def test_what_is_sold_out_or_gone_does_not_count():
    assert [case for case, (today, _) in CASES.items() if not counts(since(WAS, today))] == [
        "sold out", "oversold", "gone",
    ]  # fmt: skip


def test_a_price_of_many_decimals_is_compared_as_it_is():
    assert since(Was(1, D("0.001"), "EUR"), Today(0, "EUR"))[0].words == "Price changed from 0.001 to 0.00"
    assert since(Was(1, D("9.5"), "EUR"), Today(950, "EUR")) == ()
