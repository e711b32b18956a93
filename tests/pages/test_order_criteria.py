"""The orders list's criteria and its address: one way there, the same way back."""

from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from dashboard.core.criteria import Criteria, Sort
from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus, Route
from dashboard.models import Store
from dashboard.pages.order_criteria import query_string, read

STORE = Store(currency="EUR", zone="Europe/Berlin")
SOME = {
    name: st.lists(st.sampled_from(list(kind)), unique=True, max_size=3).map(tuple)
    for name, kind in (
        ("payment", PaymentStatus), ("fulfilment", FulfilmentStatus), ("state", OrderState), ("route", Route),
    )
}  # fmt: skip
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), max_size=12)
YES_NO = st.sampled_from([None, True, False])
CRITERIA = st.builds(
    Criteria, q=TEXT, customer=TEXT, catalog=st.lists(TEXT.filter(bool), unique=True, max_size=3).map(tuple),
    tag=st.lists(TEXT.filter(bool), unique=True, max_size=3).map(tuple), guest=YES_NO, test=YES_NO, archived=YES_NO,
    placed_from=st.none() | st.dates(date(1970, 1, 1), date(2026, 1, 1)),
    placed_to=st.none() | st.dates(date(2026, 1, 1), date(9000, 1, 1)),
    total_min=st.none() | st.integers(0, 10**6).map(lambda cents: cents * 10),
    total_max=st.none() | st.integers(10**6, 10**9).map(lambda cents: cents * 10),
    imported=st.none() | st.integers(0, 10**17), sort=st.sampled_from(Sort), zone=st.just("Europe/Berlin"), **SOME,
)  # fmt: skip


def asked(query):
    return read(MultiDict(parse_qsl(query, keep_blank_values=True)), STORE)


@pytest.mark.feature("U2")
@given(CRITERIA)
def test_what_is_written_is_read_again(criteria):
    found = asked(query_string(criteria))
    assert (found.criteria, found.errors) == (criteria, {})


def test_the_address_of_everything_is_empty_and_no_address_asks_for_anything_unknown():
    assert query_string(Criteria()) == ""
    words = "payment=nonsense&fulfilment=Paid&state=&route=x&guest=maybe&test=1&archived=no!&import=x&sort=best"
    assert asked(f"{words}&catalog=&tag=").criteria == Criteria(zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("placed_from=yesterday", "placed_from", "Enter a day such as 2026-11-22."),
        ("placed_to=2026-02-30", "placed_to", "Enter a day such as 2026-11-22."),
        ("placed_to=0001-01-01", "placed_to", "Enter a day such as 2026-11-22."),
        ("placed_from=٢٠٢٦-٠١-٠١", "placed_from", "Enter a day such as 2026-11-22."),
        ("placed_from=2026-11-22&placed_to=2026-11-21", "placed_to", "This day is before the first one."),
        ("total_min=much", "total_min", "Enter an amount in figures, such as 12.50."),
        ("total_min=12.345", "total_min", "EUR has 2 decimals. Enter an amount such as 12.50."),
        ("total_min=-1", "total_min", "Enter an amount in figures, such as 12.50."),
        ("total_max=1e9", "total_max", "Enter an amount in figures, such as 12.50."),
        ("total_min=20&total_max=10", "total_max", "This is less than the lowest total."),
    ],
)
def test_a_day_or_amount_that_is_none_is_told_beside_its_field(query, field, sentence):
    found = asked(query)
    assert found.errors == {field: sentence}
    assert found.typed == {field: dict(parse_qsl(query))[field]}
    assert getattr(found.criteria, field) is None


def test_amounts_are_read_as_people_write_them():
    found = asked("total_min=1,250.50&total_max=%202000%20").criteria
    assert (found.total_min, found.total_max) == (1_250_500, 2_000_000)


def test_what_is_too_long_or_too_much_is_cut():
    many = asked("q=" + "x" * 5_000 + "&customer=" + "9" * 5_000 + "".join(f"&tag={n}" for n in range(500))).criteria
    assert (len(many.q), len(many.customer), len(many.tag)) == (200, 200, 20)
