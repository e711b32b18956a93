"""The words of a search box, and the documents they are looked for in: folded alike, so that spelling matters less."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from functools import cache, lru_cache

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


@lru_cache(20_000)
def bare_word(word: str) -> str:
    """As bare(), of a word that may well come again."""
    return bare(word)


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
    return lines(list(fields.values()), [at for at, name in enumerate(fields) if name.endswith("phone")])


def lines(fields: Sequence[str], phones: Sequence[int]) -> str:
    """The same, told which of the fields, counted from 0, are phone numbers."""
    folded = fold_all(fields)
    for at in phones:
        folded[at] = spelled(fields[at])
    return "\n".join(folded).rstrip("\n")


def fold_all(texts: Sequence[str]) -> list[str]:
    """The first LONGEST_FIELD letters of each text, folded; all together where that is the same, since it is faster."""
    whole = "".join(texts)
    if len(whole) > LONGEST_FIELD or not whole.isprintable():
        return [fold(text[:LONGEST_FIELD]) for text in texts]
    folded = "\n".join([text if text.isascii() else bare_words(text) for text in texts]).casefold()
    # The only space left in a printable text is the plain one: no two together, and none at an end.
    if "  " in folded or " \n" in folded or "\n " in folded or folded[:1] == " " or folded[-1:] == " ":
        return [fold(text) for text in texts]
    return folded.split("\n") if texts else []


def bare_words(text: str) -> str:
    """As bare(), word by word, as an accent never reaches over a space: most words have been seen before."""
    return " ".join([word if word.isascii() else bare_word(word) for word in text.split(" ")])


@lru_cache(1_000)
def spelled(phone: str) -> str:
    """A phone number in all spellings, folded."""
    return spellings(fold(phone))


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
    if phone[:1] != "+" or not phone[1:].isdigit():
        return ""
    size, prefix = calling(phone[1:4])
    return prefix + phone[1 + size :] if prefix else ""


@lru_cache(2_000)
def calling(digits_: str) -> tuple[int, str]:
    """How long the calling code is that these digits begin with, and what is dialled in its country instead."""
    for size in (1, 2, 3):
        prefix = trunk_prefix(digits_[:size])
        if prefix is not None:
            return size, prefix
    return 0, ""


@cache
def trunk_prefix(calling_code: str) -> str | None:
    """What is dialled before a national number in the country of this calling code; None if it is of no country."""
    regions = COUNTRY_CODE_TO_REGION_CODE.get(int(calling_code)) if calling_code.isdigit() else None
    found = PhoneMetadata.metadata_for_region(regions[0]) if regions else None
    return (found.national_prefix or "") if found else None


def like_escape(word: str) -> str:
    """A word to be taken literally in LIKE … ESCAPE '\\'."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
