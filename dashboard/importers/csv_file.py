"""A CSV file, plain or gzipped: what it is, told by its beginning; then all of it, row by row."""

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from dashboard.core.refusals import Invalid
from dashboard.importers import plain_file
from dashboard.importers.csv_rows import MEANINGLESS, read
from dashboard.importers.plain_file import PIECE, opened, readable

PREAMBLE = 30  # rows that may stand before the header
ENCODINGS = ("utf-8-sig", "cp1252")
SUPPOSED = ENCODINGS[-1]  # any bytes can be this one, nearly
MOST_WRONG = 100  # bytes that mean nothing; if they are more, and more than one in a hundred, it is the encoding
SEPARATORS = ",;\t|"


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file that can be read, its header in row `header_row`. `chosen`: the encoding is no guess of ours."""

    path: Path
    encoding: str
    separator: str
    header: tuple[str, ...]
    header_row: int
    chosen: bool = False

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows after the header with their numbers, without blank ones. Raises Invalid for a cell too long."""
        with readable(self.path):
            for number, row in read(self.path, self.encoding, self.separator, len(self.header)):
                if number > self.header_row and any(row):
                    yield number, row

    def settle(self) -> tuple["CsvFile", str]:
        """Read all bytes once: the file in the encoding that fits all of them, and their SHA-256. Raises Invalid.

        A chosen encoding may fail in a few places: it is the rows with them that cannot be read then.
        """
        decoders = {name: codecs.getincrementaldecoder(name)() for name in ENCODINGS}
        lenient = codecs.getincrementaldecoder(self.encoding)("surrogateescape")
        size = wrong = 0

        def look_at(piece: bytes, final: bool) -> None:
            nonlocal size, wrong
            if b"\0" in piece:
                raise Invalid(f"{self.path.name} is not a CSV file. Save the sheet as “CSV UTF-8” and import that.")
            size += len(piece)
            if self.chosen:
                wrong += len(MEANINGLESS.findall(lenient.decode(piece, final)))
                return
            for name in [name for name, decoder in decoders.items() if not decodes(decoder, piece, final)]:
                del decoders[name]
            if not decoders:
                raise undecodable(self.path, None)

        digest = plain_file.digest(self.path, look_at)
        if wrong > MOST_WRONG and wrong * MOST_WRONG > size:
            raise undecodable(self.path, self.encoding)
        return (self if self.chosen else self.encoded(next(iter(decoders)))), digest

    def encoded(self, encoding: str) -> "CsvFile":
        """The same file in this encoding."""
        if encoding == self.encoding:
            return self
        header = tuple(cell.strip() for cell in row_at(self.path, encoding, self.separator, self.header_row))
        return replace(self, encoding=encoding, header=header)


def open_csv(
    path: Path, encoding: str | None, separator: str | None, likes: Callable[[tuple[str, ...]], bool]
) -> CsvFile:
    """Look at the beginning of a file; encoding and separator as found there where none is given. Raises Invalid."""
    with readable(path):
        plain_file.refuse_large(path)
        with opened(path) as file:
            head = file.read(PIECE)
        if b"\0" in head:
            raise Invalid(f"{path.name} is not a CSV file. Save the sheet as “CSV UTF-8” and import that.")
        found = known_encoding(encoding) or likely_encoding(head)
        if found is None:
            raise undecodable(path, encoding)
        marks = [separator] if separator else likely_separators(head[:8192].decode(found, "ignore"))
        headers = [(header_of(path, found, mark, likes), mark) for mark in marks]
        (number, cells), mark = next((one for one in headers if likes(one[0][1])), headers[0])
        if not cells:
            raise Invalid(f"{path.name} has no header row. Export it once more with its column names.")
        return CsvFile(path, found, mark, cells, number, encoding is not None)


def undecodable(path: Path, chosen: str | None) -> Invalid:
    """The refusal of bytes that mean nothing."""
    if chosen:
        sentence = f"{path.name} is not {chosen}: some of its bytes mean nothing in it."
        return Invalid(f"{sentence} Choose another encoding.")
    return Invalid(f"{path.name} is neither UTF-8 nor Windows-1252. Save the sheet as “CSV UTF-8” and import that.")


def header_of(
    path: Path, encoding: str, separator: str, likes: Callable[[tuple[str, ...]], bool]
) -> tuple[int, tuple[str, ...]]:
    """The first row that is liked as a header, else the first of several cells, or nothing; titles stand before it."""
    rows = islice(read(path, encoding, separator), PREAMBLE)
    beginning = [(number, tuple(MEANINGLESS.sub("�", cell).strip() for cell in row)) for number, row in rows]
    several = [(number, cells) for number, cells in beginning if sum(map(bool, cells)) > 1]
    return next((row for row in several if likes(row[1])), next(iter(several), (0, ())))


def known_encoding(encoding: str | None) -> str | None:
    """The encoding that was chosen. Raises Invalid for one that Python does not know as text."""
    if encoding is None:
        return None
    try:
        if codecs.lookup(encoding)._is_text_encoding:
            return encoding
    except (LookupError, ValueError):
        pass
    raise Invalid(f"“{encoding[:40]}” is no encoding that can be read.")


def likely_encoding(head: bytes) -> str | None:
    """The first encoding that the beginning of a file can have."""
    return next((name for name in ENCODINGS if decodes(codecs.getincrementaldecoder(name)(), head)), None)


def decodes(decoder: codecs.IncrementalDecoder, piece: bytes, final: bool = False) -> bool:
    """Whether these bytes continue a text in the decoder's encoding."""
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True


def likely_separators(head: str) -> list[str]:
    """What a file's first line names, else all, the most frequent first: semicolons are usual in half of Europe."""
    named = head[:6].casefold().removeprefix("sep=")
    if head[:4].casefold() == "sep=" and named[:1] in SEPARATORS:
        return [named[0]]
    return sorted(SEPARATORS, key=head.count, reverse=True)


def row_at(path: Path, encoding: str, separator: str, row: int) -> list[str]:
    """The row of this number."""
    return next(cells for number, cells in read(path, encoding, separator) if number == row)
