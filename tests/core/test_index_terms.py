"""What PostgreSQL's trigram index is asked for."""

import pytest

from dashboard.core.index_terms import asked_for, spaced
from dashboard.core.trigrams import Sample

PEOPLE = [f"od-{number} gérard velding gerard.velding@mail.example mug-{number:05}" for number in range(50)]
PEOPLE += [f"od-{number} anna kern anna.kern@mail.example mug-{number:05} 0151" for number in range(950)]
READ = 17
KNOWN = Sample(map(spaced, PEOPLE))


def test_the_index_sees_words_and_where_they_begin_and_end():
    assert spaced("od-7 a.b@c\nmug") == "  od  7  a  b  c  mug  "


@pytest.mark.parametrize(
    ("terms", "asked"),
    [
        (["gerard", "velding"], ["ger", "vel"]),  # one piece of each says enough
        (["gerard.ve"], ["ger", ".ve"]),
        (["gerard.ka"], ["ger", ".ka"]),  # the sign before a word tells that it begins there
        (["mail.velding"], ["vel"]),  # what all have is not asked for
        (["mug", "anna.velding"], ["ann", "vel"]),
        (["mug-00949"], ["00949"]),  # nor that a number begins with a nought
        (["gerard.k"], ["ger", ".k"]),  # a letter says more than nothing
        (["velding"], ["vel"]),
        (["mug"], []),
        (["渡辺さん", "velding"], ["vel", "渡辺さん"]),  # letters of which the sample does not tell
        (["渡辺さん"], []),
        (["a.b", "%_"], []),
    ],
)
def test_the_index_is_asked_for_what_few_have_and_every_match_contains(terms, asked):
    found = asked_for(terms, KNOWN, READ).texts
    assert found == asked
    assert all(any(piece in term for term in terms) for piece in found)


def test_what_is_rare_costs_less():
    words = ["mug"], ["anna"], ["velding"], ["quinrazek"], ["velding", "quinrazek"]
    costs = [asked_for(terms, KNOWN, READ).cost for terms in words]
    assert costs == sorted(costs, reverse=True)
    assert costs[0] > 10 * costs[2] > 50 * costs[4]


def test_words_that_come_together_are_not_taken_for_a_chance():
    samples = [["gerard", "velding"] * 50 + ["x"] * 900, ["gerard velding", "x"] * 50 + ["x"] * 900]
    apart, together = (asked_for(["gerard", "velding"], Sample(map(spaced, docs)), READ).cost for docs in samples)
    assert apart < together / 10


def test_nothing_is_known_of_an_empty_store():
    assert asked_for(["mug"], Sample([]), READ).texts == []
