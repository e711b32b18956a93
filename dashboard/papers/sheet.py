"""A paper on sheets of A4: letterhead and address window on the first, what follows on as many as it takes.

Sizes are points; the places of window and folds are those of DIN 5008, form B.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from dashboard.papers.ink import Ink, wrapped
from dashboard.papers.shaping import clean

WIDE, HIGH = A4
LEFT, RIGHT = 25 * mm, WIDE - 20 * mm
META, META_VALUE = 121 * mm, 142 * mm
BODY_TOP, NEXT_TOP, FOOT = HIGH - 103 * mm, HIGH - 40 * mm, 30 * mm
LOGO = 9 * mm
BODY, SMALL, TINY = 9.5, 8, 7
PALE = 0.4


class Letterhead(NamedTuple):
    """Who writes: the shop's name, its address in lines, its e-mail address, and the bytes of its logo, or none."""

    name: str
    address: Sequence[str]
    email: str
    logo: bytes | None


class Column(NamedTuple):
    """A column of a table: its head, where it ends (numbers) or begins, and how wide it is."""

    head: str
    at: float
    room: float
    number: bool = False


class Cell(NamedTuple):
    """What stands in a column: a line or more, and what is said smaller beneath."""

    words: str
    beneath: str = ""
    bold: bool = False


class Sheet:
    """A paper under way: `y` is where the next line's foot would be."""

    def __init__(self, head: Letterhead, title: str) -> None:
        self.out = BytesIO()
        self.head, self.title = head, clean(title)
        self.canvas = Canvas(self.out, pagesize=A4, invariant=1, pageCompression=1, lang="en-GB")
        self.canvas.setTitle(self.title)
        self.canvas.setAuthor(clean(head.name))
        self.canvas.setCreator("Counterfoil")
        self.canvas.setViewerPreference("DisplayDocTitle", "true")
        self.ink = Ink(self.canvas)
        self.y = BODY_TOP

    def open(self, window: Sequence[str], meta: Sequence[tuple[str, str]]) -> None:
        """The first page: letterhead, to whom, what it is about, and its title."""
        self.letterhead()
        y = HIGH - 50.5 * mm
        for line in wrapped(" · ".join((self.head.name, *self.head.address)), TINY, 80 * mm)[:1]:
            self.ink.text(LEFT, y, line, TINY - 0.5, grey=PALE)
        self.ink.rule(LEFT, y - 3, LEFT + 80 * mm)
        y -= 6 * mm
        for line in [one for words in window for one in wrapped(words, 10, 80 * mm)][:7]:
            self.ink.text(LEFT, y, line, 10)
            y -= 4.9 * mm
        y = HIGH - 50.5 * mm
        for word, value in meta:
            self.ink.text(META, y, word, SMALL, grey=PALE)
            for line in wrapped(value, SMALL, RIGHT - META_VALUE, bold=True) or [""]:
                self.ink.text(META_VALUE, y, line, SMALL, bold=True)
                y -= 4.4 * mm
        for fold in (105 * mm, 210 * mm):
            self.ink.rule(5 * mm, HIGH - fold, 9 * mm)
        self.y = min(BODY_TOP, y - 4 * mm)
        self.ink.text(LEFT, self.y, self.title, 17, bold=True)
        self.y -= 9 * mm

    def letterhead(self) -> None:
        """Who writes, at the top."""
        beside = LEFT + (LOGO + 3 * mm if self.head.logo else 0)
        for line in wrapped(self.head.name, 13, META - beside, bold=True)[:1]:
            self.ink.text(beside, HIGH - 25 * mm, line, 13, bold=True)
        y = HIGH - 22.5 * mm
        for words in (", ".join(self.head.address), self.head.email):
            for line in wrapped(words, SMALL, 75 * mm)[:2]:
                self.ink.ending(RIGHT, y, line, SMALL, grey=PALE)
                y -= 4 * mm

    def room(self, high: float) -> bool:
        """Make sure that this much fits; whether that took a new page."""
        if self.y - high >= FOOT:
            return False
        self.ink.pages.append([])
        self.ink.text(LEFT, HIGH - 25 * mm, self.title, 10, bold=True)
        self.ink.ending(RIGHT, HIGH - 25 * mm, self.head.name, SMALL, grey=PALE)
        self.ink.rule(LEFT, HIGH - 28 * mm, RIGHT)
        self.y = NEXT_TOP
        return True

    def paragraph(self, words: str, size: float = BODY, grey: float = 0.1) -> None:
        """Some words across the sheet."""
        for line in wrapped(words, size, RIGHT - LEFT):
            self.room(size * 1.5)
            self.ink.text(LEFT, self.y, line, size, grey=grey)
            self.y -= size * 1.5
        self.y -= 2 * mm

    def heading(self, words: str) -> None:
        """The heading of a part, never alone at a page's foot."""
        self.y -= 4 * mm
        self.room(22 * mm)
        self.ink.text(LEFT, self.y, words, 11, bold=True)
        self.y -= 6 * mm

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
        """A table; its head stands on each page that it reaches."""
        self.table_head(columns)
        for row in rows:
            lines = [laid(cell, column) for cell, column in zip(row, columns, strict=True)]
            high = max(len(cell) for cell in lines) * 4.4 * mm + 3.4 * mm
            if self.room(high):
                self.table_head(columns)
            for cell, column in zip(lines, columns, strict=True):
                y = self.y
                for words, size, bold, grey in cell:
                    (self.ink.ending if column.number else self.ink.text)(column.at, y, words, size, bold, grey)
                    y -= 4.2 * mm
            self.y -= high
            self.ink.rule(LEFT, self.y + 4.2 * mm, RIGHT)
        self.y -= 1 * mm

    def table_head(self, columns: Sequence[Column]) -> None:
        """The heads of a table's columns."""
        for column in columns:
            (self.ink.ending if column.number else self.ink.text)(
                column.at, self.y, column.head, SMALL - 0.5, grey=PALE
            )
        self.ink.rule(LEFT, self.y - 2.2 * mm, RIGHT, 0.9, 0.1)
        self.y -= 6.6 * mm

    def sums(self, rows: Sequence[tuple[str, str]], main: str) -> None:
        """Sums at the right; the one called `main` stands out."""
        begin = 115 * mm
        for word, value in rows:
            self.room(8 * mm)
            bold = word == main
            if bold:
                self.y -= 1.8 * mm
                self.ink.rule(begin, self.y + 5 * mm, RIGHT, 0.9, 0.1)
            size = 11 if bold else BODY
            lines = wrapped(word, size, RIGHT - begin - 30 * mm, bold)
            for number, line in enumerate(lines):
                self.ink.text(begin, self.y - number * 5.2 * mm, line, size, bold, 0.1 if bold else PALE)
            self.ink.ending(RIGHT, self.y, value, size, bold)
            self.y -= max(len(lines), 1) * 5.2 * mm

    def boxes(self, boxes: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Framed blocks of lines, two beside each other."""
        wide, gap = (RIGHT - LEFT - 5 * mm) / 2, 5 * mm
        for at in range(0, len(boxes), 2):
            pair = [
                (head, [line for words in lines for line in wrapped(words, SMALL, wide - 8 * mm)][:12])
                for head, lines in boxes[at : at + 2]
            ]
            high = max(len(lines) for _, lines in pair) * 4.1 * mm + 11 * mm
            self.room(high + 3 * mm)
            for place, (head, lines) in enumerate(pair):
                x = LEFT + place * (wide + gap)
                self.ink.box(x, self.y - high + 4 * mm, wide, high)
                self.ink.text(x + 4 * mm, self.y - 2 * mm, head, SMALL, bold=True)
                for number, line in enumerate(lines):
                    self.ink.text(x + 4 * mm, self.y - (7.5 + number * 4.1) * mm, line, SMALL)
            self.y -= high + 4 * mm

    def finished(self) -> bytes:
        """The file."""
        pages = self.ink.pages
        for number, operators in enumerate(pages, 1):
            self.foot(f"Page {number} of {len(pages)}", operators)
            if number == 1 and self.head.logo:
                self.picture(self.head.logo)
            self.canvas.addLiteral("\n".join(operators))
            self.canvas.showPage()
        self.canvas.save()
        return self.out.getvalue()

    def foot(self, page: str, operators: list[str]) -> None:
        """The foot of a page."""
        self.ink.pages = [operators]
        self.ink.rule(LEFT, 22 * mm, RIGHT)
        for line in wrapped(" · ".join((self.head.name, *self.head.address)), TINY, 130 * mm)[:1]:
            self.ink.text(LEFT, 18 * mm, line, TINY, grey=PALE)
        self.ink.ending(RIGHT, 18 * mm, page, TINY, grey=PALE)

    def picture(self, data: bytes) -> None:
        """The logo, in its proportions; its bytes were looked at when it was set."""
        reader = ImageReader(BytesIO(data))
        wide, high = reader.getSize()
        scale = min(LOGO / high, 3 * LOGO / wide)
        self.canvas.drawImage(reader, LEFT, HIGH - 27 * mm, wide * scale, high * scale, mask="auto")


def laid(cell: Cell, column: Column) -> list[tuple[str, float, bool, float]]:
    """A cell's lines with their size, weight and grey."""
    main = [(line, BODY, cell.bold, 0.1) for line in wrapped(cell.words, BODY, column.room, cell.bold)]
    return main + [(line, SMALL - 0.5, False, PALE) for line in wrapped(cell.beneath, SMALL - 0.5, column.room)]
