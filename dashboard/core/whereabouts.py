"""Where a search matched: told by the document alone, and shown in the text as it was written."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from dashboard.core.documents import ORDER
from dashboard.core.search import bare

KEPT = 4_096  # texts that were looked through lately: a list asks for the same ones with every letter
WIDTH = 70  # letters shown of a long text
BEFORE = 24  # of these, before the match


class Match(NamedTuple):
    """A field of a document that has some of the terms, and its folded text."""

    field: str
    text: str
    terms: tuple[str, ...]


class Piece(NamedTuple):
    """A stretch of text, and whether it is what was searched for."""

    text: str
    found: bool


def matches(doc: str, terms: Sequence[str], fields: Sequence[str] = ORDER) -> list[Match]:
    """The fields of a document in which one of the terms or more stands, in order of the fields."""
    lines = zip(fields, doc.split("\n"), strict=False)
    found = (Match(field, text, tuple(term for term in terms if term in text)) for field, text in lines)
    return [match for match in found if match.terms]


@lru_cache(KEPT)
def unseen(doc: str, terms: tuple[str, ...], seen: tuple[str, ...]) -> tuple[Match, ...]:
    """The fields that explain why an order was found, beyond what a list shows anyway (`seen`, by field).

    Few of them: the one with most terms first, then the one with most of those that are left.
    """
    found = matches(doc, terms)
    left = set(terms) - {term for match in found if match.field in seen for term in match.terms}
    chosen = []
    while left and (hidden := [match for match in found if match.field not in seen and left & set(match.terms)]):
        chosen.append(max(hidden, key=lambda match: len(left & set(match.terms))))
        left -= set(chosen[-1].terms)
    return tuple(chosen)


@lru_cache(KEPT)
def snippet(text: str, terms: tuple[str, ...]) -> tuple[Piece, ...]:
    """A text around the first of these terms, with each of them marked; empty if none stands in it.

    The terms are folded, the text is as it was written. What is left out at either end is an ellipsis.
    """
    plain, places = folded(text)
    spans = merged(sorted((places[start], places[end - 1] + 1) for start, end in occurrences(plain, terms)))
    if not spans:
        return ()
    first = spans[0][0]
    start = 0 if len(text) <= WIDTH else max(0, min(first - BEFORE, len(text) - WIDTH))
    end = max(min(len(text), start + WIDTH), spans[0][1])
    pieces = list(cut(text, [span for span in spans if span[1] <= end], start, end))
    left_out = (Piece("…", False),)
    return (*left_out * (start > 0), *pieces, *left_out * (end < len(text)))


def cut(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[Piece]:
    """The text from start to end in pieces, those of the spans marked."""
    for first, last in spans:
        if start < first:
            yield Piece(text[start:first], False)
        yield Piece(text[first:last], True)
        start = last
    if start < end:
        yield Piece(text[start:end], False)


def folded(text: str) -> tuple[str, list[int]]:
    """A text folded letter by letter, and for each letter of that the place it came from."""
    letters: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(text):
        plain = " " if letter.isspace() else bare(letter)
        if plain == " " and letters[-1:] == [" "]:
            continue
        letters += plain
        places += [at] * len(plain)
    return "".join(letters), places


def occurrences(plain: str, terms: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each term stands, as often as it does."""
    for term in terms:
        at = plain.find(term)
        while at >= 0:
            yield at, at + len(term)
            at = plain.find(term, at + len(term))


def merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap or touch as one."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
