"""Which trigrams of a search are looked up: the few that few documents have. The documents themselves tell the rest.

A full-text index takes as long as the lists are that it goes through, and a word of twelve letters has ten of them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count
from typing import NamedTuple

SIZE = 3  # letters
LETTERS = re.compile(r"[^\W_]+")
READING = 50  # a document is looked at in the time in which so many entries of lists are passed
UNSEEN = 0.5  # documents taken for what none of a sample has
PLACES = 2  # times as long as an entry is passed it takes where it stands in its document
FURTHER = 4  # a trigram more leaves so many times fewer documents, where a sample tells nothing about them together


class Sample:
    """Which of some documents have each trigram."""

    def __init__(self, docs: Iterable[str]) -> None:
        holders: dict[str, list[int]] = defaultdict(list)
        self.size = 0
        for at, doc in enumerate(docs):
            self.size += 1
            for trigram in {doc[start : start + SIZE] for start in range(len(doc) - SIZE + 1)}:
                holders[trigram].append(at)
        self.holders = {trigram: frozenset(found) for trigram, found in holders.items()}

    def having(self, trigram: str) -> frozenset[int]:
        """The documents that have this trigram, by their numbers."""
        return self.holders.get(trigram, frozenset())


def trigrams(terms: Iterable[str]) -> list[str]:
    """Every trigram of these terms, each once."""
    found = (term[start : start + SIZE] for term in terms for start in range(len(term) - SIZE + 1))
    return list(dict.fromkeys(found))


class Way(NamedTuple):
    """What a search takes with one trigram more, in entries of lists; of it for lists alone; what these lead to.

    Entries and documents are as many as if the sample were all there are.
    """

    took: float
    passed: float
    left: float
    trigram: str


def looked_up(terms: Sequence[str], sample: Sample) -> list[str]:
    """What SQLite's index is asked for by these terms: themselves, or those of their trigrams that few documents have.

    By themselves nothing else is found, and no document is to be looked at; but all their trigrams' lists are gone
    through. Only in ASCII: what the index takes for the same letter there is the same.
    """
    chosen, took = rarest(terms, sample)
    if not all(term.isascii() and len(term) >= SIZE for term in terms):
        return chosen
    themselves = PLACES * sum(max(len(sample.having(trigram)), UNSEEN) for trigram in trigrams(terms))
    return list(dict.fromkeys(terms)) if themselves < took else chosen


def rarest(terms: Iterable[str], sample: Sample) -> tuple[list[str], float]:
    """Those trigrams of the terms by which their documents are found soonest, and what that takes in entries of lists.

    At least one, if they have any.
    """
    rest = words_of(terms)
    chosen: list[str] = []
    best = Way(float("inf"), 0.0, float(sample.size), "")
    together: frozenset[int] | None = None
    known: frozenset[int] = frozenset()
    while rest:
        way = min(reckoned(best, trigram, sample, together, apart=not words & known) for trigram, words in rest.items())
        if way.took >= best.took:
            break
        best, known = way, known | rest.pop(way.trigram)
        holders = sample.having(way.trigram)
        together = holders if together is None else together & holders
        chosen.append(way.trigram)
    return chosen, best.took


def reckoned(before: Way, trigram: str, sample: Sample, together: frozenset[int] | None, *, apart: bool) -> Way:
    """What it takes with this trigram more; `apart`: it is of another word than those before.

    `together`: who has all of those before; None if there is none. Few documents of a sample tell little about few of
    all: two words are taken to meet by chance there, and what is of one word to leave a FURTHER part.
    """
    holders = sample.having(trigram)
    number = max(len(holders), UNSEEN)
    passed = before.passed + number
    if together is None:
        left = number
    else:
        seen = len(together & holders)
        guess = before.left * number / max(sample.size, 1) if apart else before.left / FURTHER
        left = min(before.left, max(guess, seen if seen > 1 or not apart else 0))
    return Way(passed + READING * left, passed, left, trigram)


def words_of(terms: Iterable[str]) -> dict[str, frozenset[int]]:
    """Every trigram of the terms, and the words within them that it touches, by number."""
    found: dict[str, frozenset[int]] = {}
    numbers = count(1)
    for term in terms:
        words = [0] * len(term)
        for word in LETTERS.finditer(term):
            number = next(numbers)
            words[word.start() : word.end()] = [number] * len(word[0])
        for start in range(len(term) - SIZE + 1):
            trigram = term[start : start + SIZE]
            touched = frozenset(words[start : start + SIZE]) - {0}
            found[trigram] = found.get(trigram, frozenset()) | touched
    return found
