"""Orders as a spreadsheet of two sheets, Orders and Lines, written row by row: memory does not grow with the orders.

Amounts are numbers, written from exact decimals in the form of their currency. Moments are in the shop's zone.
Everything else is text, whatever it begins with: no cell is a formula, a link or a guess.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.core import money
from dashboard.exporters.columns import LINE_COLUMNS, ORDER_COLUMNS, Column, LineColumn, Value
from dashboard.models.order_export import Taken

LONGEST = 32_767  # characters in a cell
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MOMENT = "yyyy-mm-dd hh:mm"
CURRENCY = next(column for column in ORDER_COLUMNS if column.head == "Currency")
IDENTITY = 1  # columns that stay in sight: the order's code


class Book:
    """A workbook under way."""

    def __init__(self, file: IO[bytes], folder: Path, zone: str) -> None:
        self.book = Workbook(file, {**OPTIONS, "tmpdir": str(folder)})
        self.zone = ZoneInfo(zone)
        self.formats: dict[str, Format] = {}
        self.orders = self.sheet("Orders", ORDER_COLUMNS)
        self.lines = self.sheet("Lines", (ORDER_COLUMNS[0], *LINE_COLUMNS, CURRENCY))
        self.at, self.line_at = 0, 0

    def sheet(self, name: str, columns: Iterable[Column | LineColumn]) -> Worksheet:
        """A sheet with its heads, which stay in sight."""
        made = self.book.add_worksheet(name)
        made.freeze_panes(1, IDENTITY)
        bold = self.book.add_format({"bold": True})
        for place, column in enumerate(columns):
            made.set_column(place, place, column.wide)
            made.write_string(0, place, column.head, bold)
        return made

    def add(self, taken: Taken) -> None:
        """One order."""
        order = taken.order
        self.at += 1
        for place, column in enumerate(ORDER_COLUMNS):
            self.put(self.orders, self.at, place, column.value(taken), order.currency)
        for line in taken.lines:
            self.line_at += 1
            values = [order.code, *(column.value(order, line) for column in LINE_COLUMNS), order.currency]
            for place, value in enumerate(values):
                self.put(self.lines, self.line_at, place, value, order.currency)

    def put(self, sheet: Worksheet, row: int, place: int, value: Value, currency: str) -> None:
        """One cell; nothing for nothing."""
        match value:
            case None | "":
                return
            case datetime():
                sheet.write_datetime(row, place, value.astimezone(self.zone).replace(tzinfo=None), self.form(MOMENT))
            case Decimal():
                sheet.write_number(row, place, value, self.form(shown(value, currency)))
            case int():
                sheet.write_number(row, place, value)
            case _:
                sheet.write_string(row, place, writable(value))

    def form(self, pattern: str) -> Format:
        """The format of this pattern."""
        if pattern not in self.formats:
            self.formats[pattern] = self.book.add_format({"num_format": pattern})
        return self.formats[pattern]


def write(file: IO[bytes], orders: Iterable[Taken], folder: Path, zone: str) -> None:
    """Write the workbook; what it keeps on the way is in `folder`."""
    book = Book(file, folder, zone)
    for taken in orders:
        book.add(taken)
    book.orders.autofilter(0, 0, max(book.at, 1), len(ORDER_COLUMNS) - 1)
    book.lines.autofilter(0, 0, max(book.line_at, 1), len(LINE_COLUMNS) + 1)
    book.book.close()


def shown(value: Decimal, currency: str) -> str:
    """How an amount is shown: with the decimals that it was given, at least the currency's."""
    exponent = value.as_tuple().exponent
    places = max(money.decimals(currency), -exponent if isinstance(exponent, int) else 0)
    return "#,##0" + ("." + "0" * places if places else "")


def writable(text: str) -> str:
    """Text that a cell can hold."""
    return text.replace("\0", "")[:LONGEST]
