"""The pieces that SQLite's full-text index lies in: a search goes through all of them, and looks up each anew.

Writes merge small ones, eight to one; what is left is merged bit by bit by whoever has nothing else to do.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Connection, text

PAGES = 200  # of an index written by one step, some 4 kB each: a few hundredths of a second
MANY = 4  # pieces of a level that SQLite merges when it is asked to go on
SHARE = 4  # all are made one when those beside the largest come to so much of it
COOKIE = 4  # bytes before the numbers of an index's own record
LATER = b"\xff"  # what these begin with in another form, of indexes without a content of their own


class Level(NamedTuple):
    """Pieces of about one size, in pages; how many of them are being merged into one of the next level."""

    merging: int
    pages: Sequence[int]


def levels(connection: Connection, fts: str) -> list[Level]:
    """The pieces of this index, smaller ones first."""
    record = connection.scalar(text(f"SELECT block FROM {fts}_data WHERE id = 10"))  # noqa: S608
    return read(record)


def read(record: bytes) -> list[Level]:
    """The levels that the record of an index tells of; none where it is of a later form than is known here."""
    if record[COOKIE : COOKIE + 1] == LATER:
        return []
    numbers = varints(record[COOKIE:])
    count, *_ = islice(numbers, 3)
    found = []
    for _ in range(count):
        merging, pieces = islice(numbers, 2)
        places = [tuple(islice(numbers, 3)) for _ in range(pieces)]  # number, first page, last page
        found.append(Level(merging, [last - first + 1 for _, first, last in places]))
    return found


def varints(record: bytes) -> Iterator[int]:
    """Numbers as SQLite writes them: seven bits a byte, the highest first, all bytes but the last with the eighth."""
    number = 0
    for byte in record:
        number = number << 7 | byte & 127
        if byte < 128:
            yield number
            number = 0


def due(found: Iterable[Level]) -> int:
    """How many pages the next step shall write: 0 if there is none, negative if all pieces shall be made one."""
    kept = list(found)
    if any(level.merging or len(level.pages) >= MANY for level in kept):
        return PAGES
    pages = [size for level in kept for size in level.pages]
    beside = sum(pages) - max(pages, default=0)
    return -PAGES if beside and beside * SHARE >= max(pages) else 0


def merge(connection: Connection, fts: str, pages: int) -> None:
    """Merge pieces of this index until so many pages are written; negative: of all levels."""
    connection.execute(text(f"INSERT INTO {fts}({fts}, rank) VALUES ('merge', {pages})"))  # noqa: S608
