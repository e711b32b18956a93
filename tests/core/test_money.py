from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core import money
from dashboard.core.refusals import Invalid

CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD"])
MINOR = st.integers(-(10**14), 10**14)


def test_decimals():
    assert [money.decimals(currency) for currency in ("EUR", "JPY", "KWD")] == [2, 0, 3]


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("40", "EUR", 4000),
        ("40.00", "EUR", 4000),
        (" 12,5 ", "EUR", 1250),
        ("1,024.50", "EUR", 102450),
        ("1,024", "EUR", 102400),
        ("12.50000", "EUR", 1250),
        ("0", "EUR", 0),
        ("4800", "JPY", 4800),
        ("4,800", "JPY", 4800),
        ("1.234", "KWD", 1234),
        ("999999999999.99", "EUR", 99999999999999),
    ],
)
def test_parse(text, currency, minor):
    assert money.parse(text, currency) == minor


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-0", "-5", "−5", "+5", "1e3", "1E3", "NaN", "Infinity", "0x10", "1_000", "٣", "١٢", "１２", "²",
        "5 EUR", "€5", "1 000", ".5", "5.", "0,123,456",
        "1.2.3", "1,23,4", "12.345,60", "--", "(3.00)", "5\x00", "5;5", "1" * 5_000, "1000000000000", "9" * 24,
    ],
)  # fmt: skip
def test_parse_refuses_what_is_no_plain_amount(text):
    with pytest.raises(Invalid) as refusal:
        money.parse(text, "EUR")
    assert refusal.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("text", "currency", "sentence"),
    [
        ("1.234", "EUR", "EUR has 2 decimals. Enter an amount such as 12.50."),
        ("4800.5", "JPY", "JPY has no decimals. Enter an amount such as 13."),
        ("x", "KWD", "Enter an amount in figures, such as 12.500."),
        ("1000000000000", "EUR", "This amount is too large: it must be below 1,000,000,000,000 EUR."),
    ],
)
def test_parse_says_what_to_enter(text, currency, sentence):
    with pytest.raises(Invalid) as refusal:
        money.parse(text, currency)
    assert refusal.value.sentence == sentence


@given(st.text(max_size=40), CURRENCIES)
def test_parse_knows_any_text_or_refuses_it(text, currency):
    with suppress(Invalid):
        assert 0 <= money.parse(text, currency) < 10**15


@given(st.integers(0, 10**12 - 1), CURRENCIES)
def test_what_is_shown_can_be_entered(minor, currency):
    assert money.parse(money.amount(minor, currency), currency) == minor


@pytest.mark.parametrize(
    ("minor", "currency", "amount"),
    [
        (123450, "EUR", "1,234.50"),
        (4800, "JPY", "4,800"),
        (1234, "KWD", "1.234"),
        (0, "EUR", "0.00"),
        (-500, "EUR", "−5.00"),
        (-5, "EUR", "−0.05"),
        (10**17 + 1, "EUR", "1,000,000,000,000,000.01"),
    ],
)
def test_amount(minor, currency, amount):
    assert money.amount(minor, currency) == amount
    assert money.money(minor, currency) == f"{amount} {currency}"


@given(MINOR, MINOR, CURRENCIES, CURRENCIES)
def test_sort_value_sorts_as_the_amounts_do(one, other, first, second):
    values = money.sort_value(one, first), money.sort_value(other, second)
    amounts = money.to_decimal(one, first), money.to_decimal(other, second)
    assert (values[0] < values[1]) == (amounts[0] < amounts[1])


@given(MINOR, CURRENCIES)
def test_sort_value_is_the_amount_shifted(minor, currency):
    assert money.sort_value(minor, currency) == int(money.to_decimal(minor, currency) * 1000)


def test_sort_value_is_in_thousandths():
    assert [money.sort_value(5, currency) for currency in ("EUR", "JPY", "KWD")] == [50, 5000, 5]
    assert money.sort_value(12345, "CLF") == 1234


@pytest.mark.parametrize(
    ("quantity", "price", "currency", "total"),
    [
        (3, "0.001", "EUR", 0),
        (5, "0.001", "EUR", 1),
        (3, "9.505", "EUR", 2852),
        (3, "1.5", "JPY", 5),
        (2, "0.0015", "KWD", 3),
    ],
)
def test_line_total_is_rounded_once(quantity, price, currency, total):
    assert money.line_total(quantity, Decimal(price), currency) == total


def test_to_minor_rounds_half_away_from_zero_and_is_bounded():
    assert money.to_minor(Decimal("0.005"), "EUR") == 1
    assert money.to_minor(Decimal("-0.005"), "EUR") == -1
    with pytest.raises(Invalid, match="too large"):
        money.to_minor(Decimal("-1e12"), "EUR")


@given(st.integers(0, 10**9), st.integers(0, 3000))
def test_tax_upon_the_net_is_the_tax_within_the_gross(net, rate):
    tax = money.tax_upon(net, rate)
    assert money.tax_within(net + tax, rate) == tax


def test_tax_of_the_demo_store():
    assert money.tax_within(4000, 1900) == 639
    assert money.tax_upon(10000, 1900) == 1900
