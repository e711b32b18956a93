"""Refused rows given back: no formula for whoever opens the file, and what was lost is not taken for mended."""

import csv

import pytest

from dashboard.importers import SOURCES
from dashboard.importers.incoming import Choices, Problem

HEADER = "Order,Date,Item,Qty,Price,Note,Seen\n"
CHOICES = Choices("DE", "Europe/Berlin", currency="EUR", encoding="utf-8-sig")


@pytest.fixture
def given_back(tmp_path):
    """The file of the first row's refusal, as it is downloaded."""

    def give(row: bytes):
        file = tmp_path / "orders.csv"
        file.write_bytes(HEADER.encode() + row)
        mended = tmp_path / "mended.csv"
        mended.write_bytes(b"".join(SOURCES["table"].write_refused(file, CHOICES, {2: "Look at it."})))
        return mended

    return give


def items(file):
    return list(SOURCES["table"](file, CHOICES).read())


@pytest.mark.parametrize("text", ["=1+1", "+49 170 1", "-thanks", "@SUM(A1)", "'=x", "'tis"])
def test_a_formula_goes_out_as_text_and_comes_back_as_it_was(given_back, text):
    file = given_back(f"1,2026-01-02,Mug,1,3.00,{text},{text}\n".encode())
    (cells,) = list(csv.reader(file.read_text("utf-8-sig").splitlines()))[1:]
    assert not cells[5].startswith(("=", "+", "-", "@"))
    (order,) = items(file)
    assert order.note == order.facts["Seen"] == text.replace("'=", "=")


def test_a_negative_number_stays_one(given_back):
    assert ",-3.00," in given_back(b"1,2026-01-02,Mug,1,-3.00,,\n").read_text("utf-8-sig")


def test_a_lost_letter_is_refused_until_it_is_typed_anew(given_back):
    file = given_back(b"1,2026-01-02,M\xfcg,1,3.00,,\n")
    (problem,) = items(file)
    assert isinstance(problem, Problem)
    assert problem.sentence == "#1: row 2 has lost a letter in cell 3 (“M�g”). Type the cell anew."
    file.write_text(file.read_text("utf-8-sig").replace("�", "ü"))
    assert [line.name for line in items(file)[0].lines] == ["Müg"]
