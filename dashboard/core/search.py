"""The words of a search box, and the documents they are looked for in: folded alike, so that spelling matters less."""

import re
import unicodedata
from collections.abc import Mapping
from enum import Enum, auto
from functools import cache

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

WORDS = 8
LONGEST = 60
READ = 2 * WORDS * LONGEST
LONGEST_FIELD = 4_000  # letters of a note, or of all SKUs
CODE = re.compile(r"#?[a-z]{1,12}-?[0-9]{1,18}", re.IGNORECASE)
PHONE = re.compile(r"\+?[0-9(][0-9 ()/.\-]{4,}[0-9]")
NO_DIGITS = re.compile(r"[^0-9]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# Letters that Unicode does not take apart, as those type them who lack the key.
STROKES = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}


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
    plain = text if text.isprintable() else CONTROL.sub(" ", text)
    if not plain.isascii():
        plain = bare(plain)
    return " ".join(plain.casefold().split())


def bare(text: str) -> str:
    """Text with every letter's accents taken off, in one form for all ways of writing it."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", apart.translate(BARE))


class Bare(dict[int, str | None]):
    """What is left of each letter of a text taken apart, found once: nothing of an accent or of what prints nothing."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        gone = unicodedata.combining(letter) or unicodedata.category(letter) == "Cf"
        self[code] = None if gone else STROKES.get(letter, letter)
        return self[code]


BARE = Bare()


def digits(text: str) -> str:
    """The ASCII digits in a text."""
    return NO_DIGITS.sub("", text)


def words(query: str) -> list[str]:
    """The folded words of a search, at most WORDS of at most LONGEST letters; empty if there is none."""
    return list(dict.fromkeys(word[:LONGEST] for word in fold(query[:READ]).split()))[:WORDS]


def document(fields: Mapping[str, str]) -> str:
    """What is searched of a thing: a line for each field, folded, empty where it says nothing; phones in all spellings.

    Empty lines at the end are left out. A field is read to its LONGEST_FIELD letters.
    """
    return "\n".join(
        (spellings(fold(value)) if name.endswith("phone") else fold(value[:LONGEST_FIELD])) if value else ""
        for name, value in fields.items()
    ).rstrip("\n")


def spellings(phone: str) -> str:
    """A phone number, its bare digits and the digits as dialled in its own country, as far as they differ.

    "+4915123456789" → "+4915123456789 015123456789".
    """
    plain = digits(phone)
    spelled = [phone, plain] if plain not in phone else [phone]
    home = national(phone)
    return " ".join([*spelled, home] if home else spelled)


def national(phone: str) -> str:
    """The digits of a number in E.164 as dialled in its own country; empty where that is no other spelling."""
    for size in (1, 2, 3) if phone[:1] == "+" and phone[1:].isdigit() else ():
        prefix = trunk_prefix(phone[1 : 1 + size])
        if prefix is not None:
            return prefix + phone[1 + size :] if prefix else ""
    return ""


@cache
def trunk_prefix(calling_code: str) -> str | None:
    """What is dialled before a national number in the country of this calling code; None if it is of no country."""
    regions = COUNTRY_CODE_TO_REGION_CODE.get(int(calling_code)) if calling_code.isdigit() else None
    found = PhoneMetadata.metadata_for_region(regions[0]) if regions else None
    return (found.national_prefix or "") if found else None


def like_escape(word: str) -> str:
    """A word to be taken literally in LIKE … ESCAPE '\\'."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
