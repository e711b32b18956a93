"""Files made to do harm, brought as the page Imports brings them: how soon each is refused, and by which sentence."""

import gzip
import os
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from dashboard.core.refusals import Invalid
from dashboard.importers.apart import Apart
from dashboard.importers.incoming import Choices
from dashboard.importers.reading import Task

HEAD = ("| file | size | refused in | said to hold orders | sentence |", "|---|---|---|---|---|")
CHOICES = Choices("DE", "Europe/Berlin", "EUR")
GIGABYTE = 1_000_000_000
PIECE = 10_000_000
SHOPIFY = b"Name,Created at,Currency,Lineitem quantity,Lineitem name,Lineitem price\n"


def table() -> Iterator[str]:
    """The table's lines, as they are measured."""
    yield from HEAD
    with tempfile.TemporaryDirectory(prefix="counterfoil-bench-") as folder:
        for what, (name, make) in FILES.items():
            path = Path(folder) / name
            make(path)
            unsaid, _ = refused(path, None)
            said, sentence = refused(path, "orders")
            yield f"| {what} | {path.stat().st_size / 1_000_000:.1f} MB | {unsaid:.2f} s | {said:.2f} s | {sentence} |"
            path.unlink()


def refused(path: Path, kind: str | None) -> tuple[float, str]:
    """After how many seconds a file is refused, from the upload on, and how; "" where it is not."""
    reader, began = Apart(), time.perf_counter()
    try:
        source = reader.recognise(path, kind)
        with reader.opened(Task(source, path, CHOICES), lambda: None):
            return time.perf_counter() - began, "not refused"
    except Invalid as refusal:
        return time.perf_counter() - began, refusal.sentence


def bomb(path: Path) -> None:
    """A table that unzips to a gigabyte of zeros in a cell."""
    zipped(path, SHOPIFY, b"0" * PIECE)


def one_column(path: Path) -> None:
    """A gigabyte of short rows of one column."""
    zipped(path, b"Name\n", b"#1001\n" * (PIECE // 6))


def zipped(path: Path, head: bytes, piece: bytes) -> None:
    """A gzipped file of a gigabyte."""
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(head)
        for _ in range(GIGABYTE // len(piece)):
            file.write(piece)


def sheet_bomb(path: Path) -> None:
    """A workbook whose sheet unzips to a gigabyte."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(GIGABYTE // PIECE):
                sheet.write(b" " * PIECE)


def many_columns(path: Path) -> None:
    """A table of 100,000 columns and 100 rows."""
    path.write_bytes((b",".join(b"Column %d" % at for at in range(100_000)) + b"\n") + (b"1," * 99_999 + b"1\n") * 100)


def binary(path: Path) -> None:
    """Twenty megabytes of chance."""
    path.write_bytes(os.urandom(20_000_000))


FILES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "zip bomb, CSV": ("bomb.csv.gz", bomb),
    "zip bomb, XLSX": ("bomb.xlsx", sheet_bomb),
    "1 GB of one column, gzipped": ("column.csv.gz", one_column),
    "100,000 columns": ("columns.csv", many_columns),
    "binary file": ("picture.csv", binary),
}
