"""Files that are too large, or none that can be read: refused with a sentence, before anything long is done."""

import gzip
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.core.refusals import Invalid
from dashboard.importers import SOURCES, json_file, plain_file, recognised, sheet_file
from dashboard.importers.incoming import Choices
from tests.importers.render import MAPPING, TABLE, sheet, workbook

CHOICES = Choices("DE", "Europe/Berlin", "EUR")
HEADER = b"Order,Date,Item,Quantity,Price,Note\n"
ROW = b"1,2026-01-01,Mug,1,5.00,\n"


@pytest.fixture
def file(tmp_path):
    """Writes a file of these bytes."""

    def write(data: bytes, name: str = "orders.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def refused(path: Path, source: str = "table") -> str:
    """The sentence by which a file is refused, by this source and by all; nothing of it is hashed before."""
    with pytest.raises(Invalid) as by_all:
        recognised(path)
    assert by_all.value.sentence
    with pytest.raises(Invalid) as found:
        SOURCES[source](path, CHOICES)
    return found.value.sentence


@pytest.fixture
def unread(monkeypatch):
    """Fails a test whose file is read as a whole."""

    def fail(*args: object) -> str:
        raise AssertionError("the whole file was read before it was refused")

    monkeypatch.setattr(plain_file, "digest", fail)


def test_a_gigabyte_of_one_column(tmp_path, unread):
    path = tmp_path / "orders.csv"
    with path.open("wb") as hole:
        hole.write(b"Order\n")
        hole.truncate(1_000_000_000)  # takes no room on the disk
    assert "holds more than 250 MB" in refused(path)


def test_one_column_within_the_bound(file, unread):
    assert "no header row" in refused(file(b"Order\n" + b"1\n" * 1_000_000))


def test_a_hundred_thousand_columns(file, unread):
    assert "columns; at most 1,000" in refused(file(b"Order," * 100_000 + b"\n"))


BINARY = {
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100,
    "pdf": b"%PDF-1.7\n" + b"\0" * 1_000,
    "nothing": b"",
    "old excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1_000,
    "half a zip": workbook([list(TABLE)])[:-400],
    "random": bytes((at * 7919) % 256 for at in range(10_000)),
    "gzip of nothing": gzip.compress(b""),
    "cut gzip": gzip.compress(HEADER + ROW * 1_000)[:-20],
}


@pytest.mark.parametrize("name", BINARY)
@pytest.mark.parametrize("source", SOURCES)
def test_a_binary_file_is_refused_by_everybody(file, name, source):
    assert refused(file(BINARY[name]), source)


def test_a_zip_bomb_is_refused_by_what_it_says(file, unread):
    assert "more than 250 MB" in refused(file(gzip.compress(b"0" * 260_000_000, 1)))


def test_a_zip_bomb_that_lies_is_stopped(file, monkeypatch):
    monkeypatch.setattr(plain_file, "HARMLESS", 1_000_000)
    data = gzip.compress(HEADER + ROW * 200_000)
    with pytest.raises(Invalid, match="150 times its size"):
        SOURCES["table"](file(data[:-4] + b"\0\0\0\1"), CHOICES)


def sheet_of(cells: bytes, **members: bytes) -> bytes:
    """An XLSX file with other cells, and more in the archive."""
    made, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(workbook([list(TABLE)])))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"</sheetData>", cells + b"</sheetData>")
            archive.writestr(name, data)
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def test_a_sheet_whose_cells_lie_far_apart(file, unread):
    far = b'<row r="1048576"><c r="AZ1048576"><v>1</v></c></row>'
    assert "300,000 rows" in refused(file(sheet_of(far), "orders.xlsx"))
    wide = b'<row r="2"><c r="XFD2"><v>1</v></c></row>'
    assert "more columns than can be read" in refused(file(sheet_of(wide), "orders.xlsx"))


def test_a_sheet_that_unzips_to_too_much(file, monkeypatch, unread):
    monkeypatch.setattr(sheet_file, "LARGEST_UNZIPPED", 1_000_000)
    bomb = sheet_of(b"", padding=b"0" * 1_000_001)
    assert "unzips to more than 1 MB" in refused(file(bomb, "orders.xlsx"))
    size = (1_000_001).to_bytes(4, "little")
    lying = bomb.replace(size, (10).to_bytes(4, "little"))
    assert refused(file(lying, "orders.xlsx"))


def test_a_zip_that_is_no_workbook(file, unread):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("orders.csv", HEADER + ROW)
    assert "is no XLSX file" in refused(file(made.getvalue(), "orders.xlsx"))


def test_json_nested_too_deeply_or_too_long_is_one_bad_object(file, monkeypatch):
    monkeypatch.setattr(json_file, "LARGEST_OBJECT", 100_000)
    good = b'{"id": 1, "number": "1", "status": "pending", "date_created": "2026-01-01T00:00:00", "billing": {}, '
    good += b'"currency": "EUR", "line_items": [{"name": "Mug", "quantity": 1, "total": "5.00"}]}\n'
    deep = b'{"a":' * 50_000 + b"}" * 50_000 + b"\n"
    long = b'{"line_items": ["' + b"x" * 300_000 + b'"]}\n'
    found = list(SOURCES["woocommerce_json"](file(deep + good + long + good.replace(b"1", b"2")), CHOICES).read())
    assert {item.number for item in found if hasattr(item, "number")} == {"1", "2"}


def test_what_is_refused_can_be_taken_out_mended_and_read_again(file):
    mapped = replace(CHOICES, mapping=MAPPING)
    rows = [list(TABLE), ["1", "2026-01-01", "", "", "", "Mug", "", "x", "5,00", "EUR", "", "", "", ""]]
    for path in (file(sheet(rows)), file(workbook(rows), "orders.xlsx")):
        taken = b"".join(SOURCES["table"].write_refused(path, mapped, {2: "x is no number of pieces"}))
        assert taken.decode("utf-8-sig").splitlines()[1].endswith(",x is no number of pieces")
        mended = SOURCES["table"](file(taken.replace(b",x,", b",3,", 1), "mended.csv"), mapped)
        assert [item.lines[0].quantity for item in mended.read()] == [3]
        assert mended.unknown_columns == ()
