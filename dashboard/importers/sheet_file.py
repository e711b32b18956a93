"""The first sheet of an XLSX file, measured before it is opened: what is small when zipped may be huge in memory."""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from dashboard.core.refusals import Invalid
from dashboard.importers import plain_file
from dashboard.importers.csv_file import PREAMBLE
from dashboard.importers.csv_rows import LONGEST_CELL, MOST_COLUMNS
from dashboard.importers.plain_file import PIECE

LARGEST_UNZIPPED = 120_000_000
LARGEST_ZIPPED = 60_000_000
MOST_MEMBERS = 500
MOST_ROWS = 300_000
MOST_CELLS = 6_000_000
MAGIC = b"PK\x03\x04"
CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,4})(\d{1,9})"')
LOCAL_HEADER = struct.Struct("<26xHH")
Value = str | int | float | bool | datetime | date | time | timedelta | None


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A sheet that can be read; its dates and amounts are values, so nothing about their spelling is open."""

    path: Path
    header: tuple[str, ...]
    header_row: int
    encoding: str | None = None
    separator: str | None = None

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows after the header with their numbers, without blank ones."""
        for number, row in read(self.path):
            if number > self.header_row and any(row):
                yield number, row

    def settle(self) -> tuple["SheetFile", str]:
        """The sheet, and the SHA-256 of its bytes."""
        return self, plain_file.digest(self.path, lambda piece, final: None)


def is_sheet(path: Path) -> bool:
    """Whether a file is zipped as spreadsheets are."""
    try:
        with path.open("rb") as file:
            return file.read(4) == MAGIC
    except OSError:
        return False


def open_sheet(path: Path, likes: Callable[[tuple[str, ...]], bool]) -> SheetFile:
    """The sheet with the first row that is liked as its header, else the first of several cells. Raises Invalid."""
    measure(path)
    several: list[tuple[int, tuple[str, ...]]] = []
    for number, row in read(path):
        if number > PREAMBLE:
            break
        if sum(map(bool, row)) > 1:
            several.append((number, tuple(cell.strip() for cell in row)))
    found = next((row for row in several if likes(row[1])), next(iter(several), None))
    if found is None:
        raise Invalid(f"{path.name} has no header row on its first sheet. Export it once more with its column names.")
    header = found[1]
    while not header[-1]:
        header = header[:-1]
    return SheetFile(path, header, found[0])


def measure(path: Path) -> None:
    """Raise Invalid for a file that is no XLSX, or one that would take too much memory."""
    if path.stat().st_size > LARGEST_ZIPPED:
        raise Invalid(f"{path.name} holds more than {LARGEST_ZIPPED // 1_000_000} MB. Save it as CSV and import that.")
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise Invalid(f"{path.name} is zipped, but damaged. Save the sheet as XLSX or CSV once more.") from None
    if "xl/workbook.xml" not in {member.filename for member in members}:
        raise Invalid(f"{path.name} is no XLSX file. Save the sheet as XLSX or CSV and import that.")
    refuse_huge(path, members)
    unzipped = 0
    for member in members:
        extent = Extent(path.name) if member.filename.startswith("xl/worksheets/") else None
        for piece in inflated(path, member):
            unzipped += len(piece)
            if unzipped > LARGEST_UNZIPPED:
                raise huge(path)
            if extent:
                extent.look_at(piece)


def refuse_huge(path: Path, members: list[zipfile.ZipInfo]) -> None:
    """Raise Invalid for a file that says itself that it is huge, or is locked."""
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNZIPPED:
        raise huge(path)
    if any(member.flag_bits & 1 for member in members):
        raise Invalid(f"{path.name} is protected by a password. Save it without one.")


def huge(path: Path) -> Invalid:
    """The refusal of a file that unzips to too much."""
    most = LARGEST_UNZIPPED // 1_000_000
    return Invalid(f"{path.name} unzips to more than {most} MB. Save it as CSV, or in parts.")


def inflated(path: Path, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unzipped bytes of a member, however many it says they are."""
    with path.open("rb") as file:
        file.seek(member.header_offset)
        name, extra = LOCAL_HEADER.unpack(file.read(30).ljust(30, b"\0"))
        file.seek(name + extra, 1)
        left, inflate = member.compress_size, zlib.decompressobj(-15)
        while piece := file.read(min(left, PIECE)):
            left -= len(piece)
            if member.compress_type == zipfile.ZIP_STORED:
                yield piece
                continue
            try:
                yield inflate.decompress(piece, PIECE)
                while inflate.unconsumed_tail:
                    yield inflate.decompress(inflate.unconsumed_tail, PIECE)
            except zlib.error:
                raise Invalid(f"{path.name} is damaged. Save the sheet as XLSX or CSV once more.") from None


class Extent:
    """How far the cells of a sheet reach: memory is taken for the whole rectangle, however few there are."""

    def __init__(self, name: str) -> None:
        self.name, self.rest, self.columns, self.rows, self.cells = name, b"", 0, 0, 0

    def look_at(self, piece: bytes) -> None:
        """Take more of the sheet into account. Raises Invalid beyond the bounds."""
        text = self.rest + piece
        self.cells += piece.count(b"<c ") + piece.count(b"<c>") + piece.count(b"<c/")
        for letters, row in CELL.findall(text):
            self.rows = max(self.rows, int(row))
            if len(letters) > 2:
                self.columns = max(self.columns, MOST_COLUMNS + 1)
            else:
                self.columns = max(self.columns, column_number(letters))
        self.rest = text[-200:]
        if self.columns > MOST_COLUMNS:
            raise Invalid(f"{self.name} has more columns than can be read: at most {MOST_COLUMNS:,}.")
        if self.rows > MOST_ROWS or max(self.cells, self.rows * self.columns) > MOST_CELLS:
            most = f"{MOST_ROWS:,} rows and {MOST_CELLS:,} cells"
            raise Invalid(f"{self.name} is larger than {most}. Save it as CSV and import that.")


def column_number(letters: bytes) -> int:
    """A is 1, Z 26, AA 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def read(path: Path) -> Iterator[tuple[int, list[str]]]:
    """All rows of the first sheet with their numbers, from 1."""
    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        for number, row in enumerate(sheet.iter_rows(), start=1):
            yield number, [text_of(cell) for cell in row]
    except (CalamineError, IndexError, OSError):
        raise Invalid(f"{path.name} cannot be read as XLSX. Save the sheet once more, or as CSV.") from None


def text_of(value: Value) -> str:
    """A cell as text. The shortest spelling of a binary number is what was typed; dates in ISO."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return "" if value is None else str(value)[: LONGEST_CELL + 1]
