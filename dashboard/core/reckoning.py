"""What an order’s lines come to: discount shares, taxes and the total. Source: DOMAIN 3 (docs/domain.md).

Amounts in minor units of one currency. `tax_included` says whether unit prices hold their tax; rates are basis points.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from dashboard.core import money
from dashboard.core.refusals import Invalid

QUANTITY = re.compile(r"[0-9]{1,6}")
PRICE = re.compile(r"[0-9]{1,12}([.,][0-9]{1,6})?")
MOST_PIECES = 100_000


class Wanted(NamedTuple):
    """Pieces of one product at a price."""

    quantity: int
    unit_price: Decimal
    tax_rate: int


class LineSum(NamedTuple):
    """One line: its share of the discount, its tax, and its total with tax and after discount."""

    discount: int
    tax: int
    total: int


class Sums(NamedTuple):
    """What the lines and the shipping come to. `shipping_tax` is inside `shipping`, or upon it."""

    lines: list[LineSum]
    items: int
    shipping_tax: int
    tax: int
    total: int


def reckon(
    lines: Sequence[Wanted],
    currency: str,
    *,
    discount: int = 0,
    shipping: int = 0,
    tax_included: bool = True,
    shipping_rate: int = 0,
) -> Sums:
    """The sums of these lines. Raises Invalid beside "discount" for one that is more than they come to."""
    gross = [money.line_total(line.quantity, line.unit_price, currency) for line in lines]
    if discount > sum(gross):
        most = money.money(sum(gross), currency)
        raise Invalid(f"The discount is more than the items come to, which is {most}.", "discount")
    shares = money.share_out(discount, gross) if discount else [0] * len(gross)
    sums = [
        line_sum(amount, share, line.tax_rate, tax_included)
        for amount, share, line in zip(gross, shares, lines, strict=True)
    ]
    shipping_tax = tax_of(shipping, shipping_rate, tax_included)
    items, beside = sum(line.total for line in sums), shipping + (0 if tax_included else shipping_tax)
    return Sums(sums, items, shipping_tax, shipping_tax + sum(line.tax for line in sums), items + beside)


def line_sum(gross: int, share: int, rate: int, tax_included: bool) -> LineSum:
    """One line of this amount before its share of the discount."""
    left = gross - share
    tax = tax_of(left, rate, tax_included)
    return LineSum(share, tax, left if tax_included else left + tax)


def tax_of(amount: int, rate: int, included: bool) -> int:
    """The tax inside an amount, or upon it."""
    return money.tax_within(amount, rate) if included else money.tax_upon(amount, rate)


def quantity(text: str, field: str = "quantity") -> int:
    """A count of pieces as typed. Raises Invalid beside the field."""
    plain = text.strip()
    if not QUANTITY.fullmatch(plain) or int(plain) > MOST_PIECES:
        raise Invalid(f"Enter a whole number of pieces, from 0 to {MOST_PIECES:,}.", field)
    return int(plain)


def unit_price(text: str, currency: str, field: str = "price") -> Decimal:
    """A unit price as typed: up to six decimals, since sources have such. Raises Invalid beside the field."""
    plain = text.strip()
    if not PRICE.fullmatch(plain) or Decimal(plain.replace(",", ".")) >= money.LARGEST:
        raise Invalid(f"Enter a price in figures, such as {money.example(currency)}.", field)
    return Decimal(plain.replace(",", "."))


def written(price: Decimal, currency: str) -> str:
    """A unit price as one would type it: "9.50", "0.001"."""
    places = max(money.decimals(currency), -int(price.normalize().as_tuple().exponent))
    return f"{price:.{places}f}"
