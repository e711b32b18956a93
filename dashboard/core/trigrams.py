"""Which trigrams of a search are looked up: the few that few documents have. The documents themselves tell the rest.

A full-text index takes as long as the lists are that it goes through, and a word of twelve letters has ten of them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

SIZE = 3  # letters
WORD = re.compile("[a-z0-9]+")
SIGN = re.compile("[^a-z0-9]")
RARE = 0.1  # of all documents: what fewer have is worth looking up
READING = 25  # a document is looked at in the time in which so many entries of lists are passed
UNSEEN = 0.5  # documents taken for what none of a sample has
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


def rarest(terms: Iterable[str], sample: Sample) -> list[str]:
    """Those trigrams of the terms by which their documents are found soonest: at least one, if they have any."""
    left = {trigram: sample.having(trigram) for trigram in trigrams(terms)}
    chosen: list[str] = []
    passed, soonest = 0.0, float("inf")
    both: frozenset[int] | None = None
    while left:
        ways = []
        for trigram, holders in left.items():
            together = holders if both is None else both & holders
            entries = passed + max(len(holders), UNSEEN)
            ways.append((entries + READING * max(len(together), UNSEEN / FURTHER ** len(chosen)), entries, trigram))
        took, entries, trigram = min(ways)
        if took >= soonest:
            break
        holders = left.pop(trigram)
        soonest, passed, both = took, entries, holders if both is None else both & holders
        chosen.append(trigram)
    return chosen


def spaced(text: str) -> str:
    """A text as PostgreSQL's index knows it: no sign between words, only where each of them begins and ends."""
    return SIGN.sub(" ", f" {text} ")


def one_each(terms: Iterable[str], sample: Sample) -> list[str]:
    """The rarest three letters of each word within the terms, if two of these are rare or more; none else.

    For PostgreSQL's index, which reads a little of each list that it is asked for; the sample is of spaced() documents.
    A word within a term is what stands between its signs, of which the nearest may be one of the three.
    """
    rarest_of = [
        min(pieces, key=lambda piece: len(sample.having(SIGN.sub(" ", piece)))) for pieces in within_words(terms)
    ]
    rare = [piece for piece in rarest_of if len(sample.having(SIGN.sub(" ", piece))) <= RARE * sample.size]
    return list(dict.fromkeys(rarest_of)) if len(set(rare)) > 1 else []


def within_words(terms: Iterable[str]) -> Iterator[list[str]]:
    """The trigrams of each word within the terms, those of letters that the index splits alike everywhere."""
    for term in terms:
        for word in WORD.finditer(term):
            near = term[max(0, word.start() - 1) : word.end() + 1]
            if pieces := [piece for piece in trigrams([near]) if piece.isascii()]:
                yield pieces
