"""Order sheets that came back: what each row asks for, and what is wrong with it."""

from typing import NamedTuple

import pytest

from dashboard.core.order_sheet import MOST_LINES, asked, pieces_of
from dashboard.core.refusals import Invalid


class Thing(NamedTuple):
    id: int
    called: str
    price: int
    stock: int | None


OFFERED = {"MUG": Thing(1, "Mug", 950, 5), "BOWL": Thing(2, "Bowl", 1800, None), "CUP": Thing(3, "Cup", 100, 0)}


def rows(*cells):
    """Rows of a sheet, from 5 on: SKU, quantity and, where given, price."""
    names = ("sku", "quantity", "price")
    return [{"row": 5 + at, **dict(zip(names, cell, strict=False))} for at, cell in enumerate(cells)]


@pytest.mark.feature("D2")
def test_what_is_filled_in_is_asked_for():
    found = asked(rows(("MUG", "2", "9.50"), ("BOWL", ""), ("CUP", "0"), ("BOWL", " 12 ")), OFFERED, "EUR")
    assert [(one.row, one.sku, one.quantity, one.error, one.note) for one in found] == [
        (5, "MUG", 2, "", ""), (8, "BOWL", 12, "", ""),
    ]  # fmt: skip
    assert pieces_of(found) == {1: 2, 2: 12}


@pytest.mark.parametrize(
    ("row", "error"),
    [
        (("MUG", "2.5"), "Enter a whole number of pieces, from 0 to 100,000."),
        (("MUG", "-1"), "Enter a whole number of pieces, from 0 to 100,000."),
        (("MUG", "١"), "Enter a whole number of pieces, from 0 to 100,000."),
        (("MUG", "1e3"), "Enter a whole number of pieces, from 0 to 100,000."),
        (("MUG", "=1+1"), "Enter a whole number of pieces, from 0 to 100,000."),
        (("MUG", "9999999"), "Enter a whole number of pieces, from 0 to 100,000."),
        (("MUG", "6"), "Only 5 left."),
        (("CUP", "1"), "Sold out."),
        (("PLATE", "1"), "This is not in the catalog. Take it out, or take a new sheet."),
        (("", "1"), "The row names no SKU."),
    ],
)
def test_what_is_wrong_stands_at_its_row(row, error):
    found = asked(rows(("BOWL", "1"), row), OFFERED, "EUR")
    assert [(one.row, one.error) for one in found] == [(5, ""), (6, error)]
    with pytest.raises(Invalid, match="cannot be ordered as they are"):
        pieces_of(found)


def test_twice_the_same_and_rows_that_cannot_be_read():
    found = asked([*rows(("MUG", "1"), ("MUG", "2")), {"row": 9, "refused": "Row 9 has 3 cells."}], OFFERED, "EUR")
    assert [one.error for one in found] == [
        "", "This SKU stands in row 5 already. Add the two up.", "Row 9 has 3 cells.",
    ]  # fmt: skip


def test_another_price_is_told():
    found = asked(rows(("MUG", "1", "9.00"), ("BOWL", "1", "much")), OFFERED, "EUR")
    assert [one.note for one in found] == [
        "The price was 9.00 in the sheet, and is 9.50 today.",
        "The price in the sheet cannot be read; today’s counts.",
    ]


def test_nothing_and_too_much():
    with pytest.raises(Invalid, match="asks for nothing"):
        pieces_of(asked(rows(("MUG", "")), OFFERED, "EUR"))
    many = {f"P{at}": Thing(at, "Plate", 100, None) for at in range(1, MOST_LINES + 2)}
    with pytest.raises(Invalid, match="200 lines at most"):
        pieces_of(asked(rows(*((sku, "1") for sku in many)), many, "EUR"))
