"""Tax rates as people enter them."""

import re
from decimal import Decimal

from dashboard.core.refusals import Invalid

ENTERED = re.compile(r"[0-9]{1,3}([.,][0-9]{1,2})?")
HIGHEST = 10_000


def parse_rate(text: str) -> int:
    """A rate in basis points: "19" → 1900, "7.5 %" → 750. Raises Invalid beside "tax_rate"."""
    plain = text.strip().removesuffix("%").strip()
    points = int(Decimal(plain.replace(",", ".")) * 100) if ENTERED.fullmatch(plain) else HIGHEST + 1
    if points > HIGHEST:
        raise Invalid("Enter a rate in per cent, such as 19 or 7.5.", "tax_rate")
    return points


def entered_rate(points: int) -> str:
    """The rate as one would enter it: 1900 → "19", 750 → "7.5"."""
    return f"{(Decimal(points) / 100).normalize():f}"
