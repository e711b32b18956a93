"""A merchant's own table, CSV or XLSX, by mapping its columns to fields."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from dashboard.core.refusals import Invalid
from dashboard.importers import grouping
from dashboard.importers.amounts import Marks
from dashboard.importers.cells import Spelling, unguarded
from dashboard.importers.csv_file import SUPPOSED
from dashboard.importers.grouping import Group, Row
from dashboard.importers.incoming import Choices, Incoming, Problem
from dashboard.importers.mapped_fields import FIELDS, Field, guess, missing
from dashboard.importers.mapped_order import item_of
from dashboard.importers.mapped_rows import repeated, rows_of
from dashboard.importers.moments import DateOrders
from dashboard.importers.table import header, open_table, with_reasons

DATES = ("placed_at", "paid_at", "sent_at", "canceled_at")
MOST_FACTS = 40
TOTAL = re.compile(r"\s*(?:(?:grand|sub)[ -]?)?(?:totals?|sum)\s*:?\s*", re.IGNORECASE)
SUMMED = "The row names no order and is called a total. It was left out."


def is_mappable(columns: tuple[str, ...]) -> bool:
    """Whether the headers say by themselves what is needed of an order."""
    return not missing(guess(columns))


class MappedTable:
    """A table that was looked over; `found.mapping` is the one chosen, or guessed from its headers."""

    name: ClassVar[str] = "table"
    label: ClassVar[str] = "Table"
    kind: ClassVar[str] = "orders"
    source: ClassVar[str] = "table"
    prefix: ClassVar[str] = "IM-"
    fields: ClassVar[Mapping[str, Field]] = FIELDS

    def __init__(self, path: Path, choices: Choices) -> None:
        wanted = set(choices.mapping or ())
        opened = open_table(path, choices, lambda columns: wanted <= set(columns) if wanted else is_mappable(columns))
        self.file, self.digest = opened.settle()
        self.columns = self.file.header
        mapping = checked(choices.mapping, self.columns, path) or guess(self.columns)
        at = {column: place for place, column in reversed(list(enumerate(self.columns)))}
        self.places = {field: at[column] for column, field in mapping.items()}
        self.facts = [(column, place) for place, column in enumerate(self.columns) if column and column not in mapping]
        self.unknown_columns = tuple(column for column, _ in self.facts if column.casefold() != "reason")
        self.lacking = missing(mapping)
        self.dates, self.marks = DateOrders(), Marks()
        self.counted = self.look_through() if not self.lacking else Counter[str]()
        self.count = len(self.counted)
        self.settle(choices, mapping)

    @classmethod
    def accepts(cls, path: Path) -> bool:
        """Whether the headers say by themselves what is needed."""
        return is_mappable(header(path, is_mappable))

    @staticmethod
    def write_refused(path: Path, choices: Choices, reasons: Mapping[int, str]) -> Iterator[bytes]:
        """These rows under their header, with the reason in a last column."""
        return with_reasons(MappedTable(path, choices).file, reasons)

    def look_through(self) -> Counter[str]:
        """Count the orders' rows, and learn on the way how dates and amounts are spelled."""
        dates = [place for field, place in self.places.items() if field in DATES]
        amounts = [place for field, place in self.places.items() if FIELDS[field].amount or field == "quantity"]

        def watched(rows: Iterable[Row]) -> Iterator[Row]:
            for number, cells in rows:
                for place in dates:
                    self.dates.look_at(cells[place].strip().removeprefix("'") if place < len(cells) else "")
                for place in amounts:
                    self.marks.look_at(cells[place] if place < len(cells) else "")
                yield number, cells

        return grouping.count(watched(self.orders_rows([])), self.places["number"])

    def orders_rows(self, left_out: list[Problem]) -> Iterator[Row]:
        """The rows but for those that only sum others up, of which `left_out` tells."""
        for row in self.file.rows():
            if self.sums_up(row):
                left_out.append(Problem(row[0], SUMMED))
            else:
                yield row

    def sums_up(self, row: Row) -> bool:
        """Whether a row names no order and calls itself a total."""
        _, cells = row
        return not grouping.key_of(cells, self.places["number"]) and any(TOTAL.fullmatch(cell) for cell in cells)

    def settle(self, choices: Choices, mapping: Mapping[str, str]) -> None:
        """Decide how the file is read: as chosen, else as found; what is only supposed stays open."""
        dates, dates_open = self.dates.settled(choices.region)
        decimal, decimal_open = self.marks.settled()
        self.found = replace(
            choices,
            mapping=mapping,
            encoding=self.file.encoding,
            separator=self.file.separator,
            dates=choices.dates or dates,
            decimal=choices.decimal or decimal,
        )
        unsure = {
            "mapping": bool(self.lacking),
            "encoding": choices.encoding is None and self.file.encoding == SUPPOSED,
            "dates": choices.dates is None and dates_open,
            "decimal": choices.decimal is None and decimal_open,
            "currency": "currency" not in self.places and choices.currency is None,
        }
        self.open_choices = tuple(name for name, open_ in unsure.items() if open_)

    def read(self) -> Iterator[Incoming | Problem]:
        """Each order or credit once, or why it cannot be brought in."""
        if self.lacking:
            raise Invalid(f"Choose the columns for {', '.join(self.lacking)}.")
        spelling = Spelling.of(self.found)
        left_out: list[Problem] = []
        for group in grouping.gather(self.orders_rows(left_out), self.places["number"], self.counted):
            yield from left_out
            left_out.clear()
            try:
                yield self.item(group, spelling)
            except Invalid as refusal:
                rows = tuple(number for number, _ in group.rows)
                yield Problem(rows[0], f"#{group.key}: {refusal.sentence}", refused=True, rows=rows)
        yield from left_out

    def item(self, group: Group, spelling: Spelling) -> Incoming:
        """The order or credit of these rows. Raises Invalid."""
        if not group.key:
            raise Invalid("the first rows name no order.")
        rows = rows_of(group, self.places, len(self.columns), spelling)
        item = item_of(rows, group.key, self.found, self.facts_of(group))
        numbers = tuple(number for number, _ in group.rows)
        return replace(item, rows=numbers, warnings=(*repeated(group), *item.warnings))

    def facts_of(self, group: Group) -> dict[str, str]:
        """What the columns say that no field is chosen for; the first of each that says something."""
        found: dict[str, str] = {}
        for _, cells in group.rows:
            for column, place in self.facts[:MOST_FACTS]:
                if cells[place].strip():
                    found.setdefault(column[:100], unguarded(cells[place].strip())[:500])
        return found


def checked(mapping: Mapping[str, str] | None, columns: tuple[str, ...], path: Path) -> dict[str, str]:
    """A mapping whose columns are all there, each field at most once. Raises Invalid."""
    chosen = {column: field for column, field in (mapping or {}).items() if field}
    if absent := [column for column in chosen if column not in columns]:
        raise Invalid(f"{path.name} has no column {', '.join(absent)[:200]}.")
    for field, times in Counter(chosen.values()).items():
        if field not in FIELDS:
            raise Invalid(f"“{field[:40]}” is no field that a column can become.")
        if times > 1:
            raise Invalid(f"Two columns are chosen for {FIELDS[field].label}. Choose one.")
    return chosen
