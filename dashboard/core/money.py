"""Money: integers in a currency's minor unit beside its ISO 4217 code; never a float."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel.core import get_global

from dashboard.core.refusals import Invalid

MINUS = "\N{MINUS SIGN}"
LONGEST = 24
LARGEST = 10**12  # major units: a million such amounts still add up within a big integer
ENTERED = re.compile(r"[0-9]{1,3}(,[0-9]{3})*(\.[0-9]+)?|[0-9]+([.,][0-9]+)?")
SIGN = r"(?:[A-Z]{3}|[$€£¥₹])?"
WRITTEN = re.compile(rf"[-(]?{SIGN}-?(?P<figures>[0-9.,]+){SIGN}[-)]?")
BY_COMMAS = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{2,3})*,[0-9]{3}(\.[0-9]+)?")  # also 12,34,567 as in India
BY_POINTS = re.compile(r"[1-9][0-9]{0,2}((\.[0-9]{3})+,[0-9]+|(\.[0-9]{3}){2,})")
UNGROUPED = re.compile(r"[0-9]*[.,][0-9]+|[0-9]+")
SPACES = re.compile(r"[\s'’]")


@cache
def decimals(currency: str) -> int:
    """How many decimals the currency has: EUR 2, JPY 0, KWD 3."""
    fractions = get_global("currency_fractions")
    return int(fractions.get(currency, fractions["DEFAULT"])[0])


def to_minor(value: Decimal, currency: str) -> int:
    """An amount in minor units, half a unit rounded away from zero. Raises Invalid beyond LARGEST."""
    if not abs(value) < LARGEST:
        raise Invalid(f"This amount is too large: it must be below {LARGEST:,} {currency}.")
    return int(value.scaleb(decimals(currency)).to_integral_value(ROUND_HALF_UP))


def to_decimal(minor: int, currency: str) -> Decimal:
    """An amount in the major unit."""
    return Decimal(minor).scaleb(-decimals(currency))


def parse(text: str, currency: str) -> int:
    """An amount that a person entered, in minor units. Raises Invalid for anything but plain ASCII digits."""
    plain = text.strip()
    if len(plain) > LONGEST or not ENTERED.fullmatch(plain):
        raise Invalid(f"Enter an amount in figures, such as {example(currency)}.")
    places = decimals(currency)
    value = parse_decimal(plain)
    if value != value.quantize(Decimal(1).scaleb(-places)):
        raise Invalid(f"{currency} has {places or 'no'} decimals. Enter an amount such as {example(currency)}.")
    return to_minor(value, currency)


def example(currency: str) -> str:
    """An amount as one would enter it."""
    return f"{Decimal(1250).scaleb(-2).quantize(Decimal(1).scaleb(-decimals(currency)), ROUND_HALF_UP)}"


def parse_decimal(text: str) -> Decimal:
    """An amount as other systems write it: "$1,024.50", "(3.00)", "-$12.00", "3.00-", "82,27", "--" (nothing).

    Raises Invalid for what is no amount. One separator is the decimal one, but "1,024" is a thousand and more.
    """
    plain = SPACES.sub("", text[: LONGEST * 2]).replace(MINUS, "-")
    if plain.strip("-") == "":
        return Decimal(0)
    found = WRITTEN.fullmatch(plain) if len(plain) <= LONGEST else None
    figures = with_point(found["figures"]) if found else None
    signs = [mark for mark in plain if mark in "-()"]
    if figures is None or signs not in ([], ["-"], ["(", ")"]):
        raise Invalid(f"“{text.strip()[:40]}” is no amount.")
    return -Decimal(figures) if signs else Decimal(figures)


def with_point(figures: str) -> str | None:
    """Figures with separators as Decimal reads them; None if the separators make no sense together."""
    if BY_COMMAS.fullmatch(figures):
        return figures.replace(",", "")
    if BY_POINTS.fullmatch(figures):
        return figures.replace(".", "").replace(",", ".")
    return figures.replace(",", ".") if UNGROUPED.fullmatch(figures) else None


def amount(minor: int, currency: str) -> str:
    """An amount without its currency, as on the page: "1,234.50", "4,800", "−5.00"."""
    return f"{to_decimal(minor, currency):,.{decimals(currency)}f}".replace("-", MINUS)


def money(minor: int, currency: str) -> str:
    """An amount with its currency, as on the page: "40.00 EUR"."""
    return f"{amount(minor, currency)} {currency}"


def sort_value(minor: int, currency: str) -> int:
    """The amount in thousandths of the major unit: what sorts totals of several currencies."""
    places = decimals(currency)
    return minor * 10 ** (3 - places) if places <= 3 else int(to_decimal(minor, currency).scaleb(3))


def from_sort_value(thousandths: int, currency: str) -> int:
    """The amount in minor units of what sort_value() gave."""
    return to_minor(Decimal(thousandths).scaleb(-3), currency)


def share_out(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in parts by weight, by largest remainder: they always add up. No weight at all: equal parts."""
    if not weights:
        if total:
            raise ValueError("nothing to share out to")
        return []
    whole = sum(weights)
    if total < 0:
        return [-part for part in share_out(-total, weights)]
    if whole < 0:
        return share_out(total, [-weight for weight in weights])
    shares = list(weights) if whole else [1] * len(weights)
    whole = whole or len(weights)
    parts = [total * share // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda at: (-(total * shares[at] % whole), at))
    for at in by_remainder[: total - sum(parts)]:
        parts[at] += 1
    return parts


def line_total(quantity: int, unit_price: Decimal, currency: str) -> int:
    """Quantity times unit price in minor units, rounded once."""
    return to_minor(quantity * unit_price, currency)


def tax_within(gross: int, rate: int) -> int:
    """The tax inside an amount that includes it; `rate` in basis points, half a unit rounded up."""
    return int((Decimal(gross) * rate / (10_000 + rate)).to_integral_value(ROUND_HALF_UP))


def tax_upon(net: int, rate: int) -> int:
    """The tax to add to an amount without it; `rate` in basis points."""
    return int((Decimal(net) * rate / 10_000).to_integral_value(ROUND_HALF_UP))
