"""Amounts whose decimal mark is chosen, and what a column says of its mark: "1,024" may be a thousand, or one."""

import re
from dataclasses import dataclass
from decimal import Decimal

from dashboard.core import money

SWAPPED = str.maketrans(",.", ".,")
OPEN = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
MARK = re.compile(r"\d([.,])\d*$", re.ASCII)
FIGURES = re.compile(r"[\d.,]+", re.ASCII)


def parse_decimal(text: str, mark: str | None = None) -> Decimal:
    """An amount as core.money reads it, `mark` being the decimal one where both are possible. Raises Invalid."""
    if mark is None or not (found := FIGURES.search(text)) or not OPEN.fullmatch(found[0]):
        return money.parse_decimal(text)
    thousands = "," if mark == "." else "."
    return money.parse_decimal(text.replace(thousands, "").replace(mark, "."))


@dataclass(slots=True)
class Marks:
    """What the amounts of a file say about their decimal mark."""

    point: bool = False
    comma: bool = False
    either: bool = False

    def look_at(self, text: str) -> None:
        """Take one cell into account."""
        found = FIGURES.search(text)
        mark = MARK.search(found[0]) if found else None
        if found is None or mark is None:
            return
        if OPEN.fullmatch(found[0]):
            self.either = True
        elif mark[1] == ".":
            self.point = True
        else:
            self.comma = True

    def settled(self) -> tuple[str | None, bool]:
        """The mark found, and whether it is only supposed. Both beside each other: each amount speaks for itself."""
        if self.point != self.comma:
            return ("." if self.point else ","), False
        return (".", True) if self.either else (None, False)
