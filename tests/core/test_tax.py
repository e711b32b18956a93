"""Tax rates as people enter them, in basis points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.refusals import Invalid
from dashboard.core.tax import entered_rate, parse_rate


@pytest.mark.parametrize(
    ("text", "points"),
    [("19", 1900), ("7.5", 750), ("7,5 %", 750), (" 0 ", 0), ("8.25%", 825), ("100", 10_000), ("019", 1900)],
)
def test_a_rate(text, points):
    assert parse_rate(text) == points


@pytest.mark.parametrize("text", ["", "nineteen", "-1", "100.01", "1e1", "NaN", "7.125", "١٩", "1 9", "9" * 5_000, "%"])
def test_no_rate(text):
    with pytest.raises(Invalid) as refused:
        parse_rate(text)
    assert refused.value.field == "tax_rate"


@given(st.integers(0, 10_000))
def test_what_is_shown_can_be_entered(points):
    assert parse_rate(entered_rate(points)) == points
