"""A table as a file holds it, CSV or XLSX, looked at before anything long is done with it."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from dashboard.core.refusals import Invalid
from dashboard.importers import csv_file, sheet_file
from dashboard.importers.cells import guarded
from dashboard.importers.csv_rows import LOST, MEANINGLESS
from dashboard.importers.incoming import Choices

Header = tuple[str, ...]
Likes = Callable[[Header], bool]


class Table(Protocol):
    """A table that can be read: `header` stands in row `header_row`. Encoding and separator are a CSV file's."""

    @property
    def header(self) -> Header: ...
    @property
    def header_row(self) -> int: ...
    @property
    def encoding(self) -> str | None: ...
    @property
    def separator(self) -> str | None: ...

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows after the header with their numbers, without blank ones. Raises Invalid for what is too large."""

    def settle(self) -> tuple["Table", str]:
        """Look through all of it: the table as it is then known to be, and the SHA-256 of its bytes."""


def anything(header: Header) -> bool:
    """Likes any row of more than one cell as a header."""
    return True


def open_table(path: Path, choices: Choices, likes: Likes = anything) -> Table:
    """The table of a file, its beginning looked at: the first row that is liked is its header, else the first of all.

    Raises Invalid, at once, for a file that is too large or no table.
    """
    if sheet_file.is_sheet(path):
        return sheet_file.open_sheet(path, likes)
    return csv_file.open_csv(path, choices.encoding, choices.separator, likes)


def header(path: Path, likes: Likes = anything) -> Header:
    """The header row of what may be a table; nothing where there is none."""
    try:
        return open_table(path, Choices("", "UTC"), likes).header
    except Invalid:
        return ()


def with_reasons(table: Table, reasons: Mapping[int, str]) -> Iterator[bytes]:
    """These rows of a table, by number, as CSV under its header; what is wrong with each stands in a last column.

    No cell is a formula, and what could not be read is marked, so that it is refused until it is typed anew.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=table.separator or ",")
    text.write("\ufeff")
    writer.writerow([*(MEANINGLESS.sub(LOST, name) for name in table.header), "Reason"])
    for number, row in table.rows():
        if number in reasons:
            cells = [guarded(MEANINGLESS.sub(LOST, cell)) for cell in row]
            writer.writerow([*cells, *[""] * (len(table.header) - len(row)), reasons[number]])
            yield text.getvalue().encode("utf-8", "replace")
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode("utf-8", "replace")
