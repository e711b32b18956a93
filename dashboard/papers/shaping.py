"""Text as glyphs in the order in which they are printed: direction, faces, ligatures and marks.

Directions follow the Unicode bidirectional algorithm, each line for itself; HarfBuzz shapes each stretch of one face
and direction. Sizes are thousandths of the font's size.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import uharfbuzz

from dashboard.papers.direction import levels_of
from dashboard.papers.faces import BOLD, PLAIN, chosen, face

# Controls, lone surrogates, and the marks that turn the direction of what follows: none of them is to be seen.
UNPRINTED = re.compile("[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
SPACES = re.compile(r"\s+")
Stretch = tuple[int, str, str]  # its level, its face, its words


class Glyph(NamedTuple):
    """A glyph by its number in its face: the text it stands for (none: part of the one before), and its place."""

    number: int
    text: str
    width: float
    advance: float
    right: float
    up: float


class Run(NamedTuple):
    """Glyphs of one face, from left to right."""

    face: str
    glyphs: tuple[Glyph, ...]


def clean(text: str) -> str:
    """One line of what can be printed."""
    return SPACES.sub(" ", UNPRINTED.sub("", unicodedata.normalize("NFC", text))).strip()


@lru_cache(4096)
def runs(text: str, bold: bool = False) -> tuple[Run, ...]:
    """A line of clean text as runs, from left to right."""
    levels = levels_of(text)
    stretches = [
        (level, name, "".join(text[at] for at in places)) for (level, name), places in parts(text, levels, bold)
    ]
    return tuple(Run(name, tuple(shaped(words, name, level % 2 == 1))) for level, name, words in in_sight(stretches))


def width(text: str, bold: bool = False) -> float:
    """How wide a line of clean text is."""
    return sum(glyph.advance for run in runs(text, bold) for glyph in run.glyphs)


def parts(text: str, levels: list[int], bold: bool) -> Iterator[tuple[tuple[int, str], list[int]]]:
    """Stretches of one level and one face, as they are read."""
    faces: list[str] = []
    for char in text:
        faces.append(chosen(char, faces[-1] if faces else None, BOLD if bold else PLAIN))
    for key, places in groupby(range(len(text)), key=lambda at: (levels[at], faces[at])):
        yield key, list(places)


def in_sight(stretches: list[Stretch]) -> list[Stretch]:
    """The same from left to right: from the deepest level on, each sequence at least that deep is turned round."""
    seen = list(stretches)
    deepest = max((one[0] for one in seen), default=0)
    for level in range(deepest, 0, -1):
        turned: list[Stretch] = []
        for deep, group in groupby(seen, key=lambda one: one[0] >= level):
            stretch = list(group)
            turned += stretch[::-1] if deep else stretch
        seen = turned
    return seen


def shaped(words: str, name: str, leftward: bool) -> Iterator[Glyph]:
    """The glyphs of words in one face and direction, from left to right."""
    found = face(name)
    buffer = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(words)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if leftward else "ltr"
    font, scale = uharfbuzz.Font(found.font), 1000 / found.upem
    uharfbuzz.shape(font, buffer)
    infos = buffer.glyph_infos
    begins = sorted({info.cluster for info in infos})
    said = {at: words[at:end] for at, end in zip(begins, [*begins[1:], len(words)], strict=True)}
    for info, place in zip(infos, buffer.glyph_positions, strict=True):
        natural = font.get_glyph_h_advance(info.codepoint)
        yield Glyph(
            info.codepoint,
            said.pop(info.cluster, ""),
            natural * scale,
            place.x_advance * scale,
            place.x_offset * scale,
            place.y_offset * scale,
        )
