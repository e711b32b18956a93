"""The words of a search box, and the documents they are looked for in: folded alike, so that spelling matters less."""

import re
import unicodedata
from collections.abc import Mapping
from enum import Enum, auto

WORDS = 8
LONGEST = 60
READ = 2 * WORDS * LONGEST
CODE = re.compile(r"#?[a-z]{1,12}-?[0-9]{1,18}", re.IGNORECASE)
PHONE = re.compile(r"\+?[0-9(][0-9 ()/.\-]{4,}[0-9]")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# Letters that Unicode does not take apart, as those type them who lack the key.
STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})


class Shape(Enum):
    """What a search looks like."""

    CODE = auto()
    EMAIL = auto()
    PHONE = auto()
    WORDS = auto()


def shape(query: str) -> Shape:
    """The shape of a search: a code, something with an @, a phone number in any spelling, or words."""
    text = query.strip()
    if "@" in text and " " not in text:
        return Shape.EMAIL
    if CODE.fullmatch(text):
        return Shape.CODE
    return Shape.PHONE if PHONE.fullmatch(text) and len(digits(text)) >= 6 else Shape.WORDS


def fold(text: str) -> str:
    """Text without accents, case, invisible marks and extra space: "Bàrbara  Großmann" → "barbara grossmann"."""
    plain = CONTROL.sub(" ", text)
    if not plain.isascii():
        plain = bare(plain)
    return " ".join(plain.casefold().split())


def bare(text: str) -> str:
    """Text with every letter's accents taken off, in one form for all ways of writing it."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = (letter for letter in apart if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf")
    return unicodedata.normalize("NFC", "".join(kept).translate(STROKES))


def digits(text: str) -> str:
    """The ASCII digits in a text."""
    return "".join(letter for letter in text if "0" <= letter <= "9")


def words(query: str) -> list[str]:
    """The folded words of a search, at most WORDS of at most LONGEST letters; empty if there is none."""
    return list(dict.fromkeys(word[:LONGEST] for word in fold(query[:READ]).split()))[:WORDS]


def document(fields: Mapping[str, str]) -> str:
    """What is searched of a thing: each field folded on a line of its own; phone numbers also as bare digits."""
    lines = []
    for name, value in fields.items():
        folded = fold(value)
        if name.endswith("phone") and digits(folded) not in folded:
            folded = f"{folded} {digits(folded)}"
        if folded:
            lines.append(folded)
    return "\n".join(lines)


def like_escape(word: str) -> str:
    """A word to be taken literally in LIKE … ESCAPE '\\'."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
