"""What lines come to: shares and taxes that always add up, whatever the currency, included or on top."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core import money
from dashboard.core.reckoning import Wanted, quantity, reckon, unit_price, written
from dashboard.core.refusals import Invalid

D = Decimal
LINES = st.lists(
    st.builds(
        Wanted,
        st.integers(0, 50),
        st.decimals(0, 1_000, places=3, allow_nan=False, allow_infinity=False),
        st.sampled_from((0, 700, 1900)),
    ),
    min_size=1,
    max_size=6,
)


@given(LINES, st.sampled_from(("EUR", "JPY", "KWD")), st.integers(0, 100), st.integers(0, 5_000), st.booleans())
def test_shares_taxes_and_totals_add_up(lines, currency, per_cent, shipping, included):
    gross = [money.line_total(line.quantity, line.unit_price, currency) for line in lines]
    discount = sum(gross) * per_cent // 100
    sums = reckon(lines, currency, discount=discount, shipping=shipping, tax_included=included, shipping_rate=1900)
    assert sum(line.discount for line in sums.lines) == discount
    added = 0 if included else sums.tax
    assert sums.total == sum(gross) - discount + shipping + added
    assert sums.tax == sums.shipping_tax + sum(line.tax for line in sums.lines)
    assert all(line.total >= 0 and line.tax >= 0 for line in sums.lines)


def test_an_order_reckoned_by_hand():
    lines = [Wanted(2, D("9.50"), 1900), Wanted(1, D("14.00"), 1900), Wanted(1, D("8.00"), 1900)]
    sums = reckon(lines, "EUR", discount=500, shipping=400, shipping_rate=1900)
    assert [line.total for line in sums.lines] == [1668, 1229, 703]
    assert (sums.total, sums.shipping_tax) == (4000, 64)
    on_top = reckon([Wanted(1, D("10.00"), 1900)], "EUR", shipping=100, tax_included=False, shipping_rate=1900)
    assert (on_top.lines[0], on_top.total) == ((0, 190, 1190), 1309)


def test_a_discount_beyond_the_items_is_refused():
    with pytest.raises(Invalid, match="more than the items come to") as refused:
        reckon([Wanted(1, D("9.50"), 0)], "EUR", discount=951)
    assert refused.value.field == "discount"


@pytest.mark.parametrize("text", ["", "-1", "1.5", "1e3", "١", "100001", "9" * 5_000, "NaN"])
def test_no_quantity(text):
    with pytest.raises(Invalid) as refused:
        quantity(text, "quantity-p1")
    assert refused.value.field == "quantity-p1"


@pytest.mark.parametrize("text", ["", "-1", "1.5.2", "1e3", "١", "1.1234567", "9" * 5_000, "NaN", "10000000000000"])
def test_no_price(text):
    with pytest.raises(Invalid):
        unit_price(text, "EUR")


@pytest.mark.parametrize(
    ("text", "currency", "again"),
    [("9,5", "EUR", "9.50"), ("0.001", "EUR", "0.001"), ("4800", "JPY", "4800"), ("0", "KWD", "0.000")],
)
def test_a_price_is_written_as_it_can_be_typed(text, currency, again):
    assert written(unit_price(text, currency), currency) == again
    assert unit_price(again, currency) == unit_price(text, currency)
