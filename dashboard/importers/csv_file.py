"""A CSV file, plain or gzipped, looked over before anything is read from it: what it is, and how large."""

import codecs
import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from dashboard.core.refusals import Invalid

LARGEST_FILE = 500_000_000
LONGEST_CELL = 100_000
LONGEST_LINE = 10_000_000
MOST_COLUMNS = 1_000
PIECE = 1 << 20
ENCODINGS = ("utf-8-sig", "cp1252")
SUPPOSED = ENCODINGS[-1]  # any bytes can be this one, nearly
SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file that can be read: `digest` is SHA-256 over its unzipped bytes, `header` stands in row `header_row`."""

    path: Path
    digest: str
    encoding: str
    separator: str
    header: tuple[str, ...]
    header_row: int

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows after the header with their numbers, without blank ones. Raises Invalid for a cell too long."""
        for number, row in read(self.path, self.encoding, self.separator):
            if number > self.header_row and any(row):
                yield number, row


def look_over(path: Path, encoding: str | None = None, separator: str | None = None) -> CsvFile:
    """Read the whole file once as bytes, and its header; encoding and separator as found where none is given.

    Raises Invalid, with a sentence on what is wrong with it.
    """
    try:
        digest, encoding = inspect(path, encoding)
        return with_header(path, digest, encoding, separator)
    except (OSError, EOFError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is damaged"
        raise Invalid(f"{path.name} cannot be read: {reason}.") from None


def inspect(path: Path, encoding: str | None = None) -> tuple[str, str]:
    """The digest and encoding of a file, this one or what fits. Raises Invalid for what is too large, or no text."""
    digest, size = hashlib.sha256(), 0
    wanted = (encoding,) if encoding else ENCODINGS
    decoders = {name: codecs.getincrementaldecoder(name)() for name in wanted}
    with opened(path) as file:
        while piece := file.read(PIECE):
            size += len(piece)
            if size > LARGEST_FILE:
                raise Invalid(f"{path.name} holds more than {LARGEST_FILE // 1_000_000} MB. Export it in parts.")
            if b"\0" in piece:
                raise Invalid(f"{path.name} is not a CSV file. Save the sheet as “CSV UTF-8” and import that.")
            digest.update(piece)
            decoders = {name: decoder for name, decoder in decoders.items() if decodes(decoder, piece)}
    decoders = {name: decoder for name, decoder in decoders.items() if decodes(decoder, b"", final=True)}
    if not decoders and encoding:
        raise Invalid(f"{path.name} is not {encoding}: some of its bytes mean nothing in it. Choose another encoding.")
    if not decoders:
        raise Invalid(f"{path.name} is neither UTF-8 nor Windows-1252. Save the sheet as “CSV UTF-8” and import that.")
    return digest.hexdigest(), next(iter(decoders))


def decodes(decoder: codecs.IncrementalDecoder, piece: bytes, final: bool = False) -> bool:
    """Whether these bytes continue a text in the decoder's encoding."""
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes, unzipped."""
    with path.open("rb") as plain:
        zipped = plain.read(2) == b"\x1f\x8b"
        plain.seek(0)
        if not zipped:
            yield plain
            return
        with gzip.open(plain) as unzipped:
            yield cast(BinaryIO, unzipped)


def with_header(path: Path, digest: str, encoding: str, separator: str | None = None) -> CsvFile:
    """The file with the first row that is a header; rows of one cell before it ("sep=,", a title) are passed over."""
    separator = separator or likely_separator(path, encoding)
    for number, row in read(path, encoding, separator):
        cells = tuple(cell.strip() for cell in row)
        if sum(bool(cell) for cell in cells) > 1:
            return CsvFile(path, digest, encoding, separator, cells, number)
    raise Invalid(f"{path.name} has no header row. Export it once more with its column names.")


def header(path: Path) -> tuple[str, ...]:
    """The header row of what may be a CSV file, read from its beginning alone; nothing where there is none."""
    try:
        with opened(path) as file:
            head = file.read(PIECE)
        encoding = ENCODINGS[0] if decodes(codecs.getincrementaldecoder(ENCODINGS[0])(), head) else SUPPOSED
        return () if b"\0" in head else with_header(path, "", encoding).header
    except (OSError, EOFError, zlib.error, Invalid):
        return ()


def with_reasons(file: CsvFile, reasons: Mapping[int, str]) -> Iterator[bytes]:
    """These rows of a file, by number, under its header; what is wrong with each stands in a last column."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=file.separator)
    yield codecs.BOM_UTF8
    writer.writerow([*file.header, "Reason"])
    for number, row in file.rows():
        if number in reasons:
            writer.writerow([*row, *[""] * (len(file.header) - len(row)), reasons[number]])
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def likely_separator(path: Path, encoding: str) -> str:
    """What stands most often at the file's beginning; spreadsheets write semicolons in half of Europe."""
    with opened(path) as file:
        head = file.read(8192).decode(encoding, "ignore")
    return max(SEPARATORS, key=head.count)


def lines(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines of a text, none of which may fill the memory."""
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise Invalid(f"The file has a line of more than {LONGEST_LINE:,} characters, so it is no list of orders.")
        yield line


def read(path: Path, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """All rows with their numbers, from 1."""
    csv.field_size_limit(LONGEST_CELL)
    with opened(path) as file:
        text = io.TextIOWrapper(file, encoding, newline="")
        reader = csv.reader(lines(text), delimiter=separator)
        number = 0
        try:
            for number, row in enumerate(reader, start=1):
                if len(row) > MOST_COLUMNS:
                    raise Invalid(f"Row {number} has {len(row):,} columns; at most {MOST_COLUMNS:,} can be read.")
                yield number, row
        except csv.Error:
            limit = f"{LONGEST_CELL:,} characters"
            raise Invalid(f"Row {number + 1} has a cell of more than {limit}. Is a quotation mark missing?") from None
