"""When pieces of SQLite's search index are merged, as far as their sizes tell."""

import pytest

from dashboard.models.index_pieces import PAGES, Level, due, read, varints

RECORD = bytes.fromhex("0000000c 02 04 9e9458 00 01 19 8126 8146 03 03 01 01 81a45f 02 01 64 05 02 03".replace(" ", ""))


def test_numbers_are_read_as_sqlite_writes_them():
    assert list(varints(bytes.fromhex("00017f8100ff7f"))) == [0, 1, 127, 128, 16383]


def test_the_record_of_an_index_tells_its_pieces():
    assert read(RECORD) == [Level(0, [33]), Level(3, [21087, 100, 2])]
    assert read(RECORD[:4] + b"\xff\x00\x00\x01" + RECORD[4:]) == []


@pytest.mark.parametrize(
    ("levels", "pages"),
    [
        ([], 0),
        ([Level(0, [])], 0),
        ([Level(0, [5])], 0),
        ([Level(0, [1, 1, 1]), Level(0, [100])], 0),  # little beside the largest
        ([Level(0, [10, 10, 5]), Level(0, [100])], -PAGES),
        ([Level(0, [1, 1, 1, 1]), Level(0, [100])], PAGES),
        ([Level(0, []), Level(2, [90, 10]), Level(0, [100])], PAGES),  # under way
        ([Level(0, [50]), Level(0, [60])], -PAGES),
    ],
)
def test_few_small_pieces_wait_until_they_are_worth_it(levels, pages):
    assert due(levels) == pages
