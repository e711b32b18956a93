"""The shipped fonts, and which of them a character is printed in."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

import uharfbuzz

FOLDER = Path(__file__).resolve().parent / "fonts"
PLAIN, BOLD = "NotoSans-Regular", "NotoSans-Bold"
SCRIPTS = (
    "Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi", "Hebrew", "Kannada",
    "Khmer", "Lao", "Malayalam", "Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu", "Thaana", "Thai",
)  # fmt: skip
# Asked in this order. Latin, Greek and Cyrillic have a bold; the others are printed as they are.
OTHERS = (*(f"NotoSans{script}-Regular" for script in SCRIPTS), "DroidSansFallback")
STICKING = frozenset("MCZP")  # marks, joiners, spaces and punctuation stay with what they stand beside


class Face(NamedTuple):
    """A font file: its letters by code point, for HarfBuzz, and the size of its square."""

    font: uharfbuzz.Face
    letters: frozenset[int]
    upem: int


@cache
def face(name: str) -> Face:
    """The face of this name, read once."""
    font = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path(name))))
    return Face(font, frozenset(font.unicodes), font.upem)


def path(name: str) -> Path:
    """The file of this face."""
    return FOLDER / f"{name}.ttf"


def chosen(char: str, before: str | None, first: str) -> str:
    """The face to print this character in, after one printed in `before`; `first` where none has it.

    It prints the empty box then.
    """
    kind = unicodedata.category(char)
    if before and kind[0] in STICKING and (ord(char) in face(before).letters or kind == "Cf"):
        return before
    if char.isascii():
        return first
    return next((name for name in (first, *OTHERS) if ord(char) in face(name).letters), first)
