"""A letter whose text somebody at the desk wrote anew: the HTML half follows from the plain one."""

import re
from typing import NamedTuple

from dashboard.core.refusals import Invalid
from dashboard.letters.letter import fill, header
from dashboard.letters.shop import Shop

LONGEST_SUBJECT, LONGEST_TEXT, LONGEST_SMS = 200, 20_000, 1_000
SIGNATURE = "\n-- \n"
LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


class Piece(NamedTuple):
    """A stretch of a line: `link` where it is an address to follow."""

    text: str
    link: bool


def subject(text: str) -> str:
    """The subject as typed. Raises Invalid beside "subject"."""
    line = text.strip()
    if not line:
        raise Invalid("Write a subject.", "subject")
    if len(line) > LONGEST_SUBJECT:
        raise Invalid(f"Use {LONGEST_SUBJECT} characters at most.", "subject")
    try:
        return header(line)
    except Invalid:
        raise Invalid("The subject must be one line.", "subject") from None


def body(text: str, longest: int = LONGEST_TEXT) -> str:
    """The text as typed, its lines ended alike. Raises Invalid beside "text"."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not plain:
        raise Invalid("Write a text.", "text")
    if len(plain) > longest:
        raise Invalid(f"Use {longest:,} characters at most.", "text")
    if any(ord(letter) < 32 and letter not in "\n\t" for letter in plain):
        raise Invalid("The text holds a character that cannot be sent.", "text")
    return plain + "\n"


def html(subject: str, text: str, shop: Shop) -> str:
    """The HTML half: the first paragraph as title, the others as they are, addresses as links."""
    first, *others = BLANK_LINES.split(text.partition(SIGNATURE)[0].strip())
    paragraphs = [[pieces(line) for line in paragraph.splitlines()] for paragraph in others]
    return fill("edited.html", {"subject": subject, "shop": shop, "first": first, "paragraphs": paragraphs})


def pieces(line: str) -> list[Piece]:
    """A line in stretches."""
    found, at = [], 0
    for link in LINK.finditer(line):
        found += [Piece(line[at : link.start()], False), Piece(link.group(), True)]
        at = link.end()
    return [piece for piece in (*found, Piece(line[at:], False)) if piece.text]
