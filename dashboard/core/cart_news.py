"""What changed since a line was put into a cart: a price, few left, sold out, gone. Source: DOMAIN 7 (docs/domain.md).

Prices at placement are today's; what is sold out or gone does not count and is not ordered.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from dashboard.core import money
from dashboard.core.reckoning import written


class News(StrEnum):
    """What is new about a line, the weightiest first."""

    GONE = "gone"
    SOLD_OUT = "sold_out"
    FEW = "few"
    PRICE = "price"


class Told(NamedTuple):
    """One thing that changed, in words."""

    news: News
    words: str


@dataclass(frozen=True, slots=True)
class Was:
    """A line as it was put in: pieces at a unit price of a currency."""

    quantity: int
    unit_price: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Today:
    """The product as it is sold today: price in minor units of `currency`, `stock` None where nobody counts it."""

    price: int
    currency: str
    stock: int | None = None


def since(was: Was, today: Today | None) -> tuple[Told, ...]:
    """What changed since, nothing where all is as it was. `today` None: it is not sold here any more."""
    if today is None:
        return (Told(News.GONE, "Gone: it is no longer sold here"),)
    if today.stock is not None and today.stock < 1:
        return (Told(News.SOLD_OUT, "Sold out"),)
    few = today.stock is not None and today.stock < was.quantity
    told = (Told(News.FEW, f"Only {today.stock:,} left"),) if few else ()
    return told + price_told(was, today)


def price_told(was: Was, today: Today) -> tuple[Told, ...]:
    """Whether the price is another one, and how."""
    now = money.to_decimal(today.price, today.currency)
    if was.currency != today.currency:
        return (Told(News.PRICE, f"Now {written(now, today.currency)} {today.currency} each"),)
    if was.unit_price == now:
        return ()
    before = written(was.unit_price, was.currency)
    return (Told(News.PRICE, f"Price changed from {before} to {written(now, today.currency)}"),)


def counts(told: tuple[Told, ...]) -> bool:
    """Whether the line can be ordered with what changed."""
    return not {one.news for one in told} & {News.GONE, News.SOLD_OUT}
