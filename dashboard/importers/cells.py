"""Cells of a spreadsheet as values. What cannot be one raises Invalid with a sentence that names the column."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from dashboard.core import money
from dashboard.core.refusals import Invalid
from dashboard.importers.amounts import parse_decimal
from dashboard.importers.incoming import Choices
from dashboard.importers.moments import moment

MOST_MONEY = Decimal(10) ** 12
MOST_PIECES = 100_000
YEARS = range(1990, 2101)
EXAMPLE = "2026-11-24 09:30:00 +0100"
# What begins a formula: an export puts an apostrophe before it, which is taken off again.
FORMULA = ("'=", "'+", "'-", "'@", "'\t", "'\r")
NEGATIVE = re.compile(r"-\d[\d.,]*")  # a number, though it begins as a formula does


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a file writes dates and amounts: fields of Choices."""

    zone: str = "UTC"
    dates: str | None = None
    decimal: str | None = None

    @classmethod
    def of(cls, choices: Choices) -> "Spelling":
        """The spelling that was chosen or found."""
        return cls(choices.zone, choices.dates, choices.decimal)


PLAIN = Spelling()


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if f"'{text}".startswith(FORMULA) and not NEGATIVE.fullmatch(text) else text


def unguarded(text: str) -> str:
    """The cell as it was before it was guarded."""
    return text[1:] if text.startswith(FORMULA) else text


class Cells:
    """One row, by normalised column name: "lineitem price". `text` is always stripped, "" where nothing stands."""

    __slots__ = ("cells", "row", "spelling")

    def __init__(self, row: int, cells: Mapping[str, str], spelling: Spelling = PLAIN) -> None:
        self.row, self.cells, self.spelling = row, cells, spelling

    def text(self, column: str) -> str:
        """The text in this column."""
        return unguarded(self.cells.get(column, ""))

    def bare(self, column: str) -> str:
        """An id, number, postcode or date, without the apostrophe that keeps spreadsheets from changing it."""
        return self.cells.get(column, "").removeprefix("'").strip()

    def signed(self, column: str) -> Decimal | None:
        """An amount of either sign, None where nothing stands."""
        text = self.bare(column)
        if not text:
            return None
        try:
            value = parse_decimal(text, self.spelling.decimal)
        except Invalid as refusal:
            raise self.wrong(column, refusal.sentence) from None
        if not abs(value) <= MOST_MONEY:
            raise self.wrong(column, f"“{text[:40]}” cannot be; it must be between 0 and {MOST_MONEY:,}.")
        return value

    def decimal(self, column: str) -> Decimal | None:
        """An amount not below zero, None where nothing stands."""
        value = self.signed(column)
        if value is not None and value < 0:
            text = self.bare(column)[:40]
            raise self.wrong(column, f"“{text}” cannot be; it must be between 0 and {MOST_MONEY:,}.")
        return value

    def amount(self, column: str, currency: str) -> int | None:
        """An amount in minor units, None where nothing stands."""
        value = self.decimal(column)
        return None if value is None else money.to_minor(value, currency)

    def quantity(self, column: str) -> int:
        """A whole number of pieces."""
        value = self.decimal(column)
        if value is None or value != int(value) or value > MOST_PIECES:
            raise self.wrong(column, f"“{self.text(column)[:40]}” is no number of pieces.")
        return int(value)

    def moment(self, column: str) -> datetime | None:
        """A date and time with its offset, or in the store's zone without one; None where nothing stands."""
        text = self.bare(column)
        if not text:
            return None
        at = moment(text, self.spelling.zone, self.spelling.dates)
        if at is None or at.year not in YEARS:
            sentence = f"“{text[:40]}” is no date that can be read in one way only. Write it like {EXAMPLE}."
            raise self.wrong(column, sentence)
        return at

    def wrong(self, column: str, sentence: str) -> Invalid:
        """The refusal of a cell."""
        return Invalid(f"Under {column.capitalize()}: {sentence}")
