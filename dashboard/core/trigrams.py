"""Which trigrams of a search are looked up: the few that few documents have. The documents themselves tell the rest.

A full-text index takes as long as the lists are that it goes through, and a word of twelve letters has ten of them.
"""

from collections import defaultdict
from collections.abc import Iterable

SIZE = 3  # letters
READING = 25  # a document is looked at in the time in which so many entries of lists are passed
UNSEEN = 0.5  # documents taken for what none of a sample has
FURTHER = 4  # a trigram more leaves so many times fewer documents, where a sample tells nothing about them together


class Sample:
    """Which of some documents have each trigram."""

    def __init__(self, docs: Iterable[str]) -> None:
        holders: dict[str, list[int]] = defaultdict(list)
        for at, doc in enumerate(docs):
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
