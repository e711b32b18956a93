"""Cells of a spreadsheet as values. What cannot be one raises Invalid with a sentence that names the column."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from dashboard.core import money
from dashboard.core.refusals import Invalid

MOST_MONEY = Decimal(10) ** 12
MOST_PIECES = 100_000
YEARS = range(1990, 2101)
WRITTEN = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?) ?(Z|UTC|[+-]\d\d:?\d\d)?", re.ASCII)
EXAMPLE = "2026-11-24 09:30:00 +0100"


class Cells:
    """One row, by normalised column name: "lineitem price". `text` is always stripped, "" where nothing stands."""

    def __init__(self, row: int, cells: Mapping[str, str]) -> None:
        self.row, self.cells = row, cells

    def text(self, column: str) -> str:
        """The text in this column."""
        return self.cells.get(column, "")

    def bare(self, column: str) -> str:
        """An id, number, postcode or date, without the apostrophe that keeps spreadsheets from changing it."""
        return self.text(column).removeprefix("'").strip()

    def decimal(self, column: str) -> Decimal | None:
        """An amount not below zero, None where nothing stands."""
        text = self.bare(column)
        if not text:
            return None
        try:
            value = money.parse_decimal(text)
        except Invalid as refusal:
            raise self.wrong(column, refusal.sentence) from None
        if not 0 <= value <= MOST_MONEY:
            raise self.wrong(column, f"“{text[:40]}” cannot be; it must be between 0 and {MOST_MONEY:,}.")
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

    def moment(self, column: str, zone: str) -> datetime | None:
        """A date and time with its offset, or in the store's zone without one; None where nothing stands."""
        text = self.bare(column)
        if not text:
            return None
        at = moment(text, zone)
        if at is None or at.year not in YEARS:
            raise self.wrong(
                column, f"“{text[:40]}” is no date that can be read in one way only. Write it like {EXAMPLE}."
            )
        return at

    def wrong(self, column: str, sentence: str) -> Invalid:
        """The refusal of a cell."""
        return Invalid(f"Under {column.capitalize()}: {sentence}")


def moment(text: str, zone: str) -> datetime | None:
    """An ISO date and time as an aware datetime, in `zone` where it names no offset; None if it is none."""
    found = WRITTEN.fullmatch(text)
    if found is None:
        return None
    day, time, offset = found.groups()
    try:
        at = datetime.fromisoformat(f"{day} {time}")
        if offset is None:
            return at.replace(tzinfo=ZoneInfo(zone))
        return at.replace(tzinfo=datetime.strptime("+0000" if offset in {"Z", "UTC"} else offset, "%z").tzinfo)
    except ValueError:
        return None
