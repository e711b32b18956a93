"""Shares by largest remainder: they always add up to the whole."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.money import share_out

WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=12)
TOTALS = st.integers(-(10**12), 10**12)


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (500, [1900, 1400, 800], [232, 171, 97]),
        (5, [50, 30, 20], [3, 1, 1]),
        (3, [-5, -10], [1, 2]),
        (5, [10, -5], [10, -5]),
        (1, [1, 2, 1], [0, 1, 0]),
        (10, [0, 5, 0], [0, 10, 0]),
        (7, [0, 0], [4, 3]),
        (0, [3, 4], [0, 0]),
        (0, [], []),
    ],
)
def test_share_out(total, weights, parts):
    assert share_out(total, weights) == parts


def test_something_cannot_be_shared_among_nobody():
    with pytest.raises(ValueError, match="nothing to share out to"):
        share_out(1, [])


@given(TOTALS, st.lists(st.integers(-(10**6), 10**9), min_size=1, max_size=12))
def test_shares_add_up_whatever_the_weights(total, weights):
    assert sum(share_out(total, weights)) == total


@given(TOTALS, WEIGHTS)
def test_each_share_is_within_one_unit_of_the_exact_one(total, weights):
    whole = sum(weights) or len(weights)
    for part, weight in zip(share_out(total, weights), weights if any(weights) else [1] * len(weights), strict=True):
        assert abs(part - Fraction(total * weight, whole)) < 1


@given(st.integers(0, 10**12), WEIGHTS)
def test_who_weighs_more_never_gets_less(total, weights):
    parts = share_out(total, weights)
    ranked = sorted(zip(weights, parts, strict=True))
    if any(weights):
        assert [part for _, part in ranked] == sorted(parts)


@given(TOTALS, WEIGHTS)
def test_what_is_given_back_is_shared_like_what_was_given(total, weights):
    assert share_out(-total, weights) == [-part for part in share_out(total, weights)]
