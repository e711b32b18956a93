"""Ink: names of every shipped script in glyphs of its own, from left to right, and as text that can be copied."""

import hashlib
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from dashboard.papers.faces import FOLDER, OTHERS, PLAIN, face
from dashboard.papers.ink import Ink, wide, wrapped
from dashboard.papers.shaping import clean, runs
from tests.papers.printed import printed, squeezed

NAMES = {
    "Latin": "Zoë Łukasz Đặng",
    "Greek": "Ελένη Παπαδοπούλου",
    "Cyrillic": "Ольга Ўткір",
    "Armenian": "Արամ Խաչատրյան",
    "Georgian": "ნინო ბერიძე",
    "Hebrew": "שרה כהן",
    "Arabic": "محمد عبد الله",
    "Thaana": "އަހްމަދު",
    "Devanagari": "श्रीकृष्ण शर्मा",
    "Bengali": "রবীন্দ্রনাথ ঠাকুর",
    "Gurmukhi": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Gujarati": "મહાત્મા ગાંધી",
    "Oriya": "ସୁଭାଷ ଚନ୍ଦ୍ର",
    "Tamil": "சுப்பிரமணிய பாரதி",
    "Telugu": "శ్రీనివాస",
    "Kannada": "ಕೃಷ್ಣಮೂರ್ತಿ",
    "Malayalam": "ശ്രീനാരായണ",
    "Sinhala": "ශ්‍රී ලංකා",
    "Thai": "สมชาย ใจดี น้ำ",
    "Lao": "ສົມຊາຍ",
    "Khmer": "សុខា ជា",
    "Myanmar": "အောင်ဆန်း",
    "Ethiopic": "አበበ ቢቂላ",
    "Han": "王小明 渡邊",
    "Kana": "わたなべ タナカ",
    "Hangul": "김민수",
}
LEFTWARD = {"Hebrew", "Arabic", "Thaana"}
JOINED = ("Devanagari", "Bengali", "Tamil", "Kannada", "Khmer", "Myanmar")  # fewer or other glyphs than letters


def page_of(*lines):
    """A file with these lines, one beneath the other."""
    out = BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=0)
    ink = Ink(canvas)
    for number, line in enumerate(lines):
        ink.text(60, 800 - number * 24, line, 12)
    canvas.addLiteral("\n".join(ink.pages[0]))
    canvas.save()
    return out.getvalue()


@pytest.mark.feature("D6")
@pytest.mark.parametrize("script", NAMES)
def test_names_of_every_script_have_glyphs(script):
    name = NAMES[script]
    printed_in = runs(clean(name))
    assert all(glyph.number for run in printed_in for glyph in run.glyphs), "the empty box"
    assert wide(name, 10) > 10
    if script not in {"Latin", "Greek", "Cyrillic"}:
        assert {run.face for run in printed_in} <= set(OTHERS)


@pytest.mark.feature("D6")
def test_all_of_them_can_be_copied_from_one_page():
    text = printed(page_of(*NAMES.values())).splitlines()
    assert len(text) == len(NAMES) >= 20
    for (script, name), line in zip(NAMES.items(), text, strict=True):
        said = squeezed(line)
        expected = squeezed(clean(name))
        if script in LEFTWARD:  # who reads the file may or may not turn such a line round
            assert sorted(said) == sorted(expected), script
        else:
            assert said == expected, script


def test_scripts_that_need_it_are_shaped():
    for script in JOINED:
        plain = [face(run.face).font for run in runs(NAMES[script])]
        assert plain
        letters = [char for char in NAMES[script] if char != " "]
        glyphs = [glyph for run in runs(NAMES[script]) for glyph in run.glyphs]
        assert len(glyphs) != len(letters) + NAMES[script].count(" ") or any(not glyph.text for glyph in glyphs), script
    isolated = runs("م")[0].glyphs[0].number
    assert isolated not in {glyph.number for glyph in runs("محمد")[0].glyphs}  # joined letters have other forms


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\0b\x07c", "abc"),
        ("\u202egnp.exe", "gnp.exe"),
        ("two\nlines\tand  spaces ", "two lines and spaces"),
        ("\ud800x", "x"),
        ("e\u0301", "é"),
        ("", ""),
    ],
)
def test_what_is_not_to_be_seen_is_left_out(typed, shown):
    assert clean(typed) == shown
    assert runs(clean(typed)) is not None


def test_a_letter_that_no_font_has_is_an_empty_box():
    [run] = runs("a😀b")
    assert [bool(glyph.number) for glyph in run.glyphs] == [True, False, True]
    assert run.face == PLAIN


def test_lines_fit():
    lines = wrapped("Stoneware mug, handmade in Hamburg " * 4 + "x" * 200 + " 渡邊" * 30, 9, 150)
    assert len(lines) > 8
    assert all(wide(line, 9) <= 150 for line in lines)
    assert squeezed("".join(lines)) == squeezed("Stoneware mug, handmade in Hamburg " * 4 + "x" * 200 + " 渡邊" * 30)


def test_the_fonts_are_the_ones_that_are_listed():
    listed = dict(reversed(line.split()) for line in (FOLDER / "SHA256SUMS").read_text().splitlines())
    assert listed == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.ttf")}
    assert sum(path.stat().st_size for path in FOLDER.glob("*.ttf")) < 8_000_000
