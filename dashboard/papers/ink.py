"""Text and lines as a PDF page's operators. What a glyph stands for is told beside it, so that text can be copied.

Places and sizes are points, counted from the page's bottom left.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from dashboard.papers import shaping
from dashboard.papers.faces import path
from dashboard.papers.shaping import Glyph, clean

OWN = 0xE000  # where the private code points begin that stand for a glyph with its text
NOTHING = "\N{ZERO WIDTH SPACE}"
TOLD = re.compile(r"^<([0-9A-F]{2})> <([0-9A-F]{4,6})>$", re.MULTILINE)
WORDS = re.compile("[\u3041-\u30ff\u3400-\u9fff]|[^ \u3041-\u30ff\u3400-\u9fff]+ ?| ")


class Font(TTFont):
    """A font within one document, in which each glyph has a code for each text that it stands for."""

    def __init__(self, name: str) -> None:
        super().__init__(name, str(path(name)), asciiReadable=False, shapable=False)
        self.codes: dict[tuple[int, str], str] = {}

    def code(self, glyph: Glyph) -> str:
        """The character that prints this glyph."""
        key = (glyph.number, glyph.text)
        if key not in self.codes:
            at = OWN + len(self.codes)
            self.face.charToGlyph[at] = glyph.number
            self.face.charWidths[at] = round(glyph.width, 3)
            self.codes[key] = chr(at)
        return self.codes[key]

    def addObjects(self, doc: object) -> None:  # noqa: N802 - reportlab's name
        """Write the subsets, and beside each code the text that its glyph stands for."""
        super().addObjects(doc)
        texts = {ord(code): text or NOTHING for (_, text), code in self.codes.items()}
        ending = self.face.name.decode()
        for key, stream in doc.idToObject.items():  # type: ignore[attr-defined]
            if key.startswith("toUnicodeCMap:") and key.endswith(f"+{ending}"):
                stream.content = TOLD.sub(lambda line: told(line, texts), stream.content)


def told(line: re.Match[str], texts: dict[int, str]) -> str:
    """A line of a font's map from codes to text, with the text that is meant."""
    text = texts.get(int(line[2], 16))
    return line[0] if text is None else f"<{line[1]}> <{text.encode('utf-16-be').hex().upper()}>"


class Ink:
    """The operators of one page after the other, and the fonts that they use."""

    def __init__(self, canvas: Canvas) -> None:
        self.doc = canvas._doc
        self.fonts: dict[str, Font] = {}
        self.pages: list[list[str]] = [[]]

    def put(self, *operators: str) -> None:
        """Add to the page."""
        self.pages[-1] += operators

    def rule(self, x: float, y: float, right: float, weight: float = 0.5, grey: float = 0.75) -> None:
        """A line from `x` to `right`."""
        self.put(f"{grey:g} G {weight:g} w {x:.2f} {y:.2f} m {right:.2f} {y:.2f} l S")

    def box(self, x: float, y: float, wide: float, high: float) -> None:
        """A frame whose bottom left is at (x, y)."""
        self.put(f"0.8 G 0.6 w {x:.2f} {y:.2f} {wide:.2f} {high:.2f} re S")

    def text(self, x: float, y: float, words: str, size: float, bold: bool = False, grey: float = 0.1) -> None:
        """A line of text that begins at (x, y)."""
        self.put(f"BT {grey:g} g 1 0 0 1 {x:.2f} {y:.2f} Tm", *self.shown(clean(words), size, bold), "ET")

    def ending(self, right: float, y: float, words: str, size: float, bold: bool = False, grey: float = 0.1) -> None:
        """A line of text that ends at `right`."""
        self.text(right - wide(words, size, bold), y, words, size, bold, grey)

    def shown(self, words: str, size: float, bold: bool) -> Iterator[str]:
        """The operators that print these words from here on."""
        pen = at = rise = 0.0  # where the next glyph belongs, where the reader is, how high it prints
        used, row = "", ""
        for run in shaping.runs(words, bold):
            font = self.fonts.get(run.face) or self.fonts.setdefault(run.face, Font(run.face))
            for glyph in run.glyphs:
                ((subset, codes),) = font.splitString(font.code(glyph), self.doc)
                name = font.getSubsetInternalName(subset, self.doc)
                if (name, glyph.up) != (used, rise):
                    yield f"{shows(row)}{name} {size:g} Tf {glyph.up * size / 1000:.2f} Ts"
                    used, rise, row = name, glyph.up, ""
                want = pen + glyph.right
                row += (f"{at - want:.1f}" if abs(want - at) > 0.05 else "") + f"<{codes.hex()}>"
                at, pen = want + round(glyph.width, 3), pen + glyph.advance
        yield f"{shows(row)}0 Ts"


def shows(row: str) -> str:
    """The operator that prints a row of codes; nothing for none."""
    return f"[{row}] TJ " if row else ""


@lru_cache(4096)
def wide(words: str, size: float, bold: bool = False) -> float:
    """How wide a line of these words is."""
    return shaping.width(clean(words), bold) * size / 1000


def wrapped(words: str, size: float, room: float, bold: bool = False) -> list[str]:
    """The words in lines that fit into `room`; a word that is too long for a line is broken."""
    lines, line = [], ""
    for word in WORDS.findall(clean(words)):
        if line and wide(line + word, size, bold) > room:
            lines.append(line)
            line = ""
        while wide(word, size, bold) > room and len(word) > 1:
            fits = longest(word, size, room, bold)
            lines.append(word[:fits])
            word = word[fits:]
        line += word
    return [one.strip() for one in (*lines, line) if one.strip()]


def longest(word: str, size: float, room: float, bold: bool) -> int:
    """How many of its characters fit, at least one."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if wide(word[:middle], size, bold) <= room else (low, middle - 1)
    return low
