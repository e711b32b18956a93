"""The order confirmation: what the merchant makes of the lines that the buyer placed. Source: docs/domain.md.

Amounts in minor units of the order’s currency.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from dashboard.core import money
from dashboard.core.reckoning import LineSum, Wanted, reckon, written
from dashboard.core.refusals import Invalid

NOTHING = LineSum(0, 0, 0)
SAME = "Everything here is as it is confirmed already. Nothing was changed."


class Now(NamedTuple):
    """A line as it is to be: pieces and the price of one."""

    quantity: int
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the confirmation as it is: its sums, the pieces packed or refunded, and what those came to.

    `key` is what its fields in a form end with. A product that is about to be added has no pieces yet.
    """

    key: str
    name: str
    quantity: int
    unit_price: Decimal
    tax_rate: int
    sums: LineSum = NOTHING
    packed: int = 0
    refunded: int = 0
    given_back: int = 0

    @property
    def now(self) -> Now:
        """What it is."""
        return Now(self.quantity, self.unit_price)


def confirm(lines: Sequence[Line], wanted: Mapping[str, Now], currency: str, tax_included: bool) -> list[LineSum]:
    """The sums of all lines once those in `wanted`, by key, are so. The discount is shared out anew.

    A line that stays as it is, with the same share, keeps its sums as its source has them. Raises Invalid, beside
    "quantity-<key>" or "price-<key>" where it is about one line, and where nothing would change.
    """
    new = [wanted.get(line.key, line.now) for line in lines]
    if all(line.now == now for line, now in zip(lines, new, strict=True)):
        raise Invalid(SAME)
    if not any(now.quantity for now in new):
        raise Invalid("An order needs at least one piece. Cancel the order instead.")
    for line, now in zip(lines, new, strict=True):
        refuse_too_few(line, now)
    priced = [Wanted(*now, line.tax_rate) for line, now in zip(lines, new, strict=True)]
    discount = sum(line.sums.discount for line in lines)
    sums = reckon(priced, currency, discount=discount, tax_included=tax_included).lines
    kept = [
        line.sums if line.now == now and line.sums.discount == found.discount else found
        for line, now, found in zip(lines, new, sums, strict=True)
    ]
    for line, found in zip(lines, kept, strict=True):
        refuse_worth_less(line, found, currency)
    return kept


def refuse_too_few(line: Line, now: Now) -> None:
    """Raise Invalid for fewer pieces than are packed or refunded."""
    least = max(line.packed, line.refunded)
    if now.quantity < least:
        why = "packed" if line.packed == least else "refunded"
        raise Invalid(f"{line.name}: {least} of {line.quantity} are {why}, so no fewer.", f"quantity-{line.key}")


def refuse_worth_less(line: Line, sums: LineSum, currency: str) -> None:
    """Raise Invalid for a line that would come to less than was given back of it."""
    if line.refunded and sums.total < line.given_back:
        given = money.money(line.given_back, currency)
        raise Invalid(f"{line.name}: {given} of it is refunded, so it cannot be worth less.", f"price-{line.key}")


def in_words(lines: Sequence[Line], wanted: Mapping[str, Now], currency: str) -> list[str]:
    """What becomes what: "Stoneware mug 3 → 2", "Beeswax candle 1 added at 14.00", "Linen tea towel at 8.00 → 7.50"."""
    said = []
    for line in lines:
        now = wanted.get(line.key, line.now)
        if line.quantity != now.quantity and not line.quantity:
            said.append(f"{line.name} {now.quantity} added at {written(now.unit_price, currency)}")
            continue
        if line.quantity != now.quantity:
            said.append(f"{line.name} {line.quantity} → {now.quantity}")
        if line.unit_price != now.unit_price:
            said.append(f"{line.name} at {written(line.unit_price, currency)} → {written(now.unit_price, currency)}")
    return said


class Compared(NamedTuple):
    """A line as the buyer placed it, None where the merchant added it, and as it is confirmed."""

    name: str
    was: Now | None
    now: Now

    @property
    def differs(self) -> bool:
        """Whether the confirmation is not what was placed."""
        return self.was != self.now
