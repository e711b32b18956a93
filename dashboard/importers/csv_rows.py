"""The rows of a CSV file. A quotation mark that is never closed costs its own row, not those after it."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from dashboard.core.refusals import Invalid
from dashboard.importers.plain_file import opened

LONGEST_CELL = 100_000
LONGEST_LINE = 10_000_000
MOST_COLUMNS = 1_000
MOST_ROWS = 2_000_000
FEWEST = 4  # columns, for a line within a cell to be told from a row
MEANINGLESS = re.compile("[\udc80-\udcff]")  # what a byte becomes that means nothing in the file's encoding
TOO_LONG = f"a cell of more than {LONGEST_CELL:,} characters"


def read(path: Path, encoding: str, separator: str, width: int = 0) -> Iterator[tuple[int, list[str]]]:
    """All rows with their numbers, from 1; `width` is how many columns there are, where that is known."""
    csv.field_size_limit(LONGEST_CELL)
    with opened(path) as file:
        text = io.TextIOWrapper(file, encoding, "surrogateescape", newline="")
        for number, row in enumerate(records(lines(text), separator, width), start=1):
            if len(row) > MOST_COLUMNS:
                raise Invalid(f"Row {number} has {len(row):,} columns; at most {MOST_COLUMNS:,} can be read.")
            if number > MOST_ROWS:
                raise Invalid(f"{path.name} has more than {MOST_ROWS:,} rows. Export it in parts.")
            yield number, row


def lines(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines of a text, none of which may fill the memory."""
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise Invalid(f"The file has a line of more than {LONGEST_LINE:,} characters, so it is no list of orders.")
        yield line


def records(found: Iterator[str], separator: str, width: int) -> Iterator[list[str]]:
    """The rows of these lines; those that a stray quotation mark made one are taken apart again."""
    taken: list[str] = []

    def recorded() -> Iterator[str]:
        for line in found:
            taken.append(line)
            yield line

    source, ended = recorded(), False
    while not ended:
        try:
            for row in csv.reader(source, delimiter=separator):
                if len(taken) > 1 and swallowed(row, taken, separator, width):
                    yield from apart(taken, separator)
                else:
                    yield row
                taken.clear()
            ended = True
        except csv.Error:
            yield from apart(taken, separator)
            taken.clear()


def swallowed(row: list[str], taken: list[str], separator: str, width: int) -> bool:
    """Whether a row of several lines holds whole rows: lines of so many columns whose quotation marks are in pairs.

    The last line of a cell that may hold line breaks ends with half a pair.
    """
    suspects = taken[1:] if len(row) != width else taken[-1:]
    return width >= FEWEST and any(
        line.count('"') % 2 == 0 and len(cells) == width
        for line, cells in zip(suspects, apart(suspects, separator), strict=True)
    )


def apart(taken: list[str], separator: str) -> Iterator[list[str]]:
    """Each line as a row of its own."""
    for line in taken:
        try:
            yield next(csv.reader([line], delimiter=separator), [])
        except csv.Error:
            yield [TOO_LONG]


def refuse_unreadable(number: int, cells: list[str], width: int) -> None:
    """Raise Invalid for a row whose cells cannot be told apart by column, or hold bytes that mean nothing.

    Empty cells too many do no harm.
    """
    if len(cells) < width or any(cells[width:]):
        raise Invalid(f"row {number} has {len(cells)} cells, but there are {width} columns.")
    if any(MEANINGLESS.search(cell) for cell in cells if not cell.isascii()):
        raise Invalid(f"row {number} has bytes that mean nothing in the file’s encoding.")
