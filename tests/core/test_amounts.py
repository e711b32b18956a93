"""Amounts as other systems write them in their files."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.money import parse_decimal
from dashboard.core.refusals import Invalid

SPELLINGS = {
    "$1,024.50": "1024.50",
    "(3.00)": "-3.00",
    "($3.00)": "-3.00",
    "-$12.00": "-12.00",
    "$-12.00": "-12.00",
    "3.00-": "-3.00",
    "−5.00": "-5.00",
    "--": "0",
    "-": "0",
    "": "0",
    "-0": "0",
    "150000.00": "150000.00",
    "82,27": "82.27",
    "0,5": "0.5",
    ".5": "0.5",
    "1,024": "1024",
    "0,024": "0.024",
    "1.024": "1.024",
    "1.024,50": "1024.50",
    "1.234.567": "1234567",
    "1,234,567.89": "1234567.89",
    "12,34,567.00": "1234567.00",
    "1 024,50": "1024.50",
    "1\N{NO-BREAK SPACE}024,50 €": "1024.50",
    "1\N{NARROW NO-BREAK SPACE}024,50": "1024.50",
    "1'024.50": "1024.50",
    "1’024.50": "1024.50",
    "EUR 12.00": "12.00",
    "12.00 EUR": "12.00",
    "£0.001": "0.001",
    "0.333333333333": "0.333333333333",
}
NO_AMOUNT = [
    "1e3", "NaN", "sNaN", "Infinity", "-inf", "0x10", "1_000", "١٢", "१२", "１２", "free", "EUR", "$", "()", "(", ".",
    "5.", "1..2", "1,,2", "3.00)", "(3.00", "(-3.00)", "-3.00-", "--5", "5--", "-(3)", "5%", "12.34.56", "2026-11-24",
    "24.11.2026", "1,024,50", "1,2.3,4", "1.024.50",
    "5 and 6", "$5$6", "€€5", "9" * 5000, "," * 5000, "(" * 5000, "5\x00",
]  # fmt: skip


@pytest.mark.parametrize("text", SPELLINGS, ids=ascii)
def test_parse_decimal(text):
    assert parse_decimal(text) == parse_decimal(f" {text}\n") == Decimal(SPELLINGS[text])


@pytest.mark.parametrize("text", NO_AMOUNT, ids=lambda text: ascii(text[:12]))
def test_what_is_no_amount_is_refused_in_its_own_words(text):
    with pytest.raises(Invalid, match="is no amount") as refused:
        parse_decimal(text)
    assert len(refused.value.sentence) < 80


@given(st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False))
def test_one_amount_in_all_spellings(value):
    continental = f"{value:,}".translate(str.maketrans(",.", ".,"))
    for text in (f"{value}", f"${value:,}", continental, f"{value:,} EUR".replace(",", " ")):
        assert parse_decimal(text) == value
    for text in (f"-{value}", f"(${value:,})", f"{continental}-", f"−{value}"):
        assert parse_decimal(text) == -value


@given(st.text(max_size=60) | st.from_regex(r"[-($]?[0-9.,]{1,12}[-)]?", fullmatch=True))
def test_any_text_is_a_finite_amount_or_refused(text):
    try:
        assert parse_decimal(text).is_finite()
    except Invalid as refused:
        assert refused.sentence.endswith("is no amount.")
