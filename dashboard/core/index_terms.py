"""What PostgreSQL's trigram index is asked for in place of the terms of a search: what is thought to take least.

It goes through the list of each trigram that it is asked for and reads each document that has them all: so a trigram
that most documents have costs more than it spares, and one that few have spares more than it costs.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from math import prod, sqrt
from operator import itemgetter
from typing import NamedTuple

from dashboard.core.trigrams import SIZE, UNSEEN, Sample, trigrams

WORD = re.compile("[a-z0-9]+")
SIGNS = re.compile("[^a-z0-9]+")
TAKEN = itemgetter(0)
ENTRY = 1 / 70  # what an entry in the list of a trigram takes, in documents that are walked through one after the other
FIGURES = 3  # times as many documents as that have a number, for what chance says of its figures
LETTER = 0.8  # of those who have the letters before have this one, too, where the sample cannot tell


class Part(NamedTuple):
    """A part of a word; which part of all documents have it, and how long its lists are together, by documents.

    `holders`: who of the sample has it.
    """

    text: str
    led_to: float
    lists: float
    holders: frozenset[int]


class Scale(NamedTuple):
    """How many documents a sample has, and what one that the index leads to takes, in documents walked through."""

    size: int
    read: float


class Asked(NamedTuple):
    """Texts to ask for, which every match contains; none: the terms as they are.

    `cost`: what the index takes for each document that there is, in documents walked through.
    """

    texts: Sequence[str]
    cost: float


def spaced(text: str) -> str:
    """A text as PostgreSQL's index knows it: two spaces before each word, and one that ends it."""
    return SIGNS.sub("  ", f" {text} ")


def asked_for(terms: Sequence[str], sample: Sample, read: float) -> Asked:
    """What the index is asked for in place of these terms. The sample is of spaced() documents; `read`: see Scale."""
    scale = Scale(sample.size, read)
    within = [list(words_within(term, sample)) for term in terms] if sample.size else []
    if not (words := [parts for found in within for parts in found]):
        return Asked([], read)
    untold = [term for term, found in zip(terms, within, strict=True) if not found and len(term) >= SIZE]
    whole = cost([parts[0] for parts in words], scale)
    chosen: dict[int, Part] = {}
    best = float("inf")
    while len(chosen) < len(words):
        ways = [least(chosen, at, parts, scale) for at, parts in enumerate(words) if at not in chosen]
        took, at, part = min(ways, key=TAKEN)
        if took >= best:
            break
        best, chosen[at] = took, part
    for at in chosen:  # what was best by itself may not be beside the others
        best, _, chosen[at] = least(chosen, at, words[at], scale)
    texts = list(dict.fromkeys([*(chosen[at].text for at in sorted(chosen)), *untold]))
    return Asked(texts, best) if best < whole and texts != list(terms) else Asked([], whole)


def least(chosen: Mapping[int, Part], at: int, parts: Sequence[Part], scale: Scale) -> tuple[float, int, Part]:
    """Which of these parts of a word takes least beside what is chosen of other words, and what all of it takes."""
    rest = [part for other, part in chosen.items() if other != at]
    return min(((cost([*rest, part], scale), at, part) for part in parts), key=TAKEN)


def cost(parts: Sequence[Part], scale: Scale) -> float:
    """What the index takes for these parts of different words.

    They are taken to meet by chance, if not surely more often in the sample.
    """
    seen = len(frozenset.intersection(*(part.holders for part in parts)))
    led_to = max(prod(part.led_to for part in parts), (seen - sqrt(seen)) / scale.size)
    return scale.read * led_to + ENTRY * sum(part.lists for part in parts)


def words_within(term: str, sample: Sample) -> Iterator[list[Part]]:
    """Parts of each word of a term: it with the signs beside it, it alone, each piece of three letters of these."""
    for word in WORD.finditer(term):
        near = term[max(0, word.start() - 1) : word.end() + 1]
        texts = dict.fromkeys([near, word[0], *trigrams([near])])
        if parts := [part for text in texts if text.isascii() and (part := part_of(text, sample))]:
            yield parts


def part_of(text: str, sample: Sample) -> Part | None:
    """This part of a word as the index takes it; None where that is no trigram."""
    begins, ends = (SIGNS.match(text[at]) for at in (0, -1))
    taken = trigrams(["  " * bool(begins) + SIGNS.sub("", text) + " " * bool(ends)])
    if not taken:
        return None
    holders = [sample.having(one) for one in taken]
    together, lists = frozenset.intersection(*holders), [max(len(one), UNSEEN) / sample.size for one in holders]
    led_to = max(len(together), UNSEEN * LETTER ** (len(taken) - 1)) / sample.size
    if len(together) < 2 and text.strip(text[0] if begins else "").isdigit():
        led_to = min(*lists, FIGURES * sqrt(prod(lists) * UNSEEN / sample.size))
    return Part(text, led_to, sum(lists), together)
