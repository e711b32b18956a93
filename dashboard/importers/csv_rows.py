"""The rows of a CSV file. A quotation mark that is never closed costs its own row, not those after it."""

import csv
import io
import re
from collections import deque
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
LOST = "�"  # what stands for such a byte in a file that is given back
UNWRITABLE = re.compile("[\0\ud800-\udfff]")  # what neither database nor page can hold
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
    """The rows of these lines; where a stray quotation mark made several one, only the first is taken for broken."""
    taken: list[str] = []
    again: deque[str] = deque()

    def recorded() -> Iterator[str]:
        while (line := again.popleft() if again else next(found, None)) is not None:
            taken.append(line)
            yield line

    while True:
        source = recorded()
        try:
            for row in csv.reader(source, delimiter=separator):
                if len(taken) > 1 and swallowed(row, taken, separator, width):
                    break
                yield row
                taken.clear()
            else:
                return
        except csv.Error:
            pass
        yield alone(taken[0], separator)
        again.extendleft(reversed(taken[1:]))
        taken.clear()


def swallowed(row: list[str], taken: list[str], separator: str, width: int) -> bool:
    """Whether a row of several lines took whole rows in: it does not fit, or its last line is a row by itself.

    The last line of a cell that may hold line breaks has a quotation mark without its other half.
    """
    if width < FEWEST:
        return False
    last = taken[-1]
    return len(row) < width or any(row[width:]) or (last.count('"') % 2 == 0 and len(alone(last, separator)) == width)


def alone(line: str, separator: str) -> list[str]:
    """A line as a row of its own."""
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return [TOO_LONG]


def writable(text: str) -> str:
    """The text, with U+FFFD for what neither database nor page can hold."""
    return text if text.isascii() and "\0" not in text else UNWRITABLE.sub("�", text)


def refuse_unreadable(number: int, cells: list[str], width: int) -> None:
    """Raise Invalid for a row whose cells cannot be told apart by column, or hold bytes that mean nothing.

    Empty cells too many do no harm.
    """
    if len(cells) < width or any(cells[width:]):
        raise Invalid(f"row {number} has {len(cells)} cells, but there are {width} columns.")
    for column, cell in enumerate(cells, start=1):
        if cell.isascii():
            continue
        if MEANINGLESS.search(cell):
            raise Invalid(f"row {number} has bytes that mean nothing in the file’s encoding.")
        if LOST in cell:
            raise Invalid(f"row {number} has lost a letter in cell {column} (“{cell[:40]}”). Type the cell anew.")
