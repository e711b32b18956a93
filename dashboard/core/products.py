"""What is entered for a product, as it is kept."""

import re
from dataclasses import dataclass
from typing import Any

from dashboard.core import money, names, places
from dashboard.core.refusals import Invalid

LONGEST_SKU, LONGEST_NAME, LONGEST_VARIANT = 120, 500, 200
MOST_STOCK = 10_000_000
STOCK = re.compile(r"[-\N{MINUS SIGN}]?[0-9]{1,8}")
# Each part as the log names it.
LABELS = {"sku": "SKU", "name": "name", "variant": "variant", "price": "price", "currency": "currency"}


@dataclass(frozen=True, slots=True)
class Entered:
    """A product as text. `stock` empty: nobody counts it."""

    sku: str
    name: str
    price: str
    currency: str
    variant: str = ""
    stock: str = ""

    def values(self) -> dict[str, Any]:
        """The columns but the stock. Raises Invalid beside the field."""
        currency = places.check_currency(self.currency.strip().upper())
        return {
            "sku": names.required(self.sku, "sku", "Enter the SKU: the code that this product goes by.", LONGEST_SKU),
            "name": names.required(self.name, "name", "Enter the product’s name.", LONGEST_NAME),
            "variant": names.bounded(names.one_line(self.variant), "variant", LONGEST_VARIANT),
            "currency": currency,
            "price": price(self.price, currency),
        }


def price(text: str, currency: str) -> int:
    """The price in minor units. Raises Invalid beside "price"."""
    try:
        return money.parse(text, currency)
    except Invalid as refusal:
        raise Invalid(refusal.sentence, "price") from None


def stock(text: str) -> int | None:
    """The pieces on the shelf as typed, None for nothing typed. Raises Invalid beside "stock"."""
    plain = text.strip().replace("\N{MINUS SIGN}", "-")
    if not plain:
        return None
    if not STOCK.fullmatch(plain) or abs(int(plain)) > MOST_STOCK:
        raise Invalid(f"Enter a whole number of pieces, {MOST_STOCK:,} at most, or leave it empty.", "stock")
    return int(plain)


def told_stock(count: int | None) -> str:
    """A stock in words: "140", "oversold by 2", "not counted"."""
    if count is None:
        return "not counted"
    return f"oversold by {-count:,}" if count < 0 else f"{count:,}"


def called(name: str, variant: str) -> str:
    """A product by its name and variant."""
    return f"{name}, {variant}" if variant else name
