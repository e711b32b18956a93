"""Directions of a line: as another implementation of the same algorithm has them."""

import pytest
from bidi import get_display
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.papers.direction import levels_of
from dashboard.papers.shaping import clean, in_sight, runs

SIGNS = "abאבج١٢12()[]{}-+.,:%€ \N{COMBINING ACUTE ACCENT}"


def seen(line):
    """The line as its levels have it, from left to right; which brackets are mirrored is the font's matter."""
    places = [(level, "", char) for level, char in zip(levels_of(line), line, strict=True)]
    return "".join(char for _, _, char in in_sight(places))


@given(st.text(SIGNS, max_size=14).map(clean))
@example("Tel. שרה 12 (א)")
@example("(שרה) Lee")
@example("שלום (abc) 5")
@example("a [ב] c")
@example("Order א1-ב2, 3.50 (קפה 250 g)")
def test_it_is_seen_as_another_implementation_has_it(line):
    assert seen(line) == get_display(line)


@pytest.mark.parametrize(("line", "shown"), [("שרה 12", "12 הרש"), ("Tel. שרה", "Tel. הרש"), ("a\u200cא", "a\u200cא")])
def test_glyphs_stand_in_that_order(line, shown):
    assert "".join(glyph.text for run in runs(line) for glyph in run.glyphs) == shown
