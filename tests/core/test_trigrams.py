"""Which trigrams of a search are looked up."""

import pytest

from dashboard.core.trigrams import Sample, looked_up, rarest, share, shortened, spaced, trigrams, words_of

DOCS = [f"od-{number} stoneware mug mug-sg-{number % 7}00" for number in range(100)]


def pieces(terms, sample):
    """The trigrams that few documents have."""
    return rarest(terms, sample)[0]


def test_trigrams_are_those_of_every_term_each_once():
    assert trigrams(["mug-", "mug", "ab", ""]) == ["mug", "ug-"]
    assert trigrams(["渡辺さん"]) == ["渡辺さ", "辺さん"]


def test_a_sample_knows_which_documents_have_a_trigram():
    sample = Sample(["mugs", "mug", "x"])
    assert sample.having("mug") == {0, 1}
    assert sample.having("ugs") == {0}
    assert sample.having("cup") == frozenset()


@pytest.mark.parametrize("docs", [[], ["od"], DOCS])
def test_there_is_always_one_to_look_up_and_it_is_of_the_terms(docs):
    for terms in (["mug"], ["stoneware", "mug"], ["xylophonist"], ["ab", "od-7"], ["x" * 60]):
        chosen = pieces(terms, Sample(docs))
        assert chosen
        assert set(chosen) <= set(trigrams(terms))
        assert len(set(chosen)) == len(chosen)


def test_a_rare_one_is_looked_up_instead_of_what_all_have():
    sample = Sample(DOCS)
    assert pieces(["mug-sg-600"], sample) == ["600"]
    assert pieces(["stoneware", "od-42"], sample)[0] in ("-42", "d-4")
    assert pieces(["stoneware"], sample) == pieces(["stoneware"], sample)
    assert len(pieces(["stoneware"], sample)) == 1


def test_of_what_nothing_is_known_a_few_are_looked_up():
    assert 1 < len(pieces(["xylophonist"], Sample(DOCS))) <= 4


def test_terms_without_a_trigram_have_none_to_look_up():
    assert pieces(["ab", "c"], Sample(DOCS)) == []


def test_an_index_without_signs_sees_words_and_their_ends():
    assert spaced("od-7 a.b@c\nmug") == " od 7 a b c mug "


PEOPLE = [f"od-{number} gérard velding gerard.velding@mail.example mug" for number in range(50)]
PEOPLE += [f"od-{number} anna kern anna.kern@mail.example mug" for number in range(950)]


@pytest.mark.parametrize(
    ("terms", "asked"),
    [
        (["gerard", "velding"], ["ger", "vel"]),  # one of each
        (["gerard.ve"], ["ger", ".ve"]),  # the sign before a word tells that it begins there
        (["gerard", "velding", "mug"], ["ger", "vel", "mug"]),
        (["gerard", "velding@mail"], ["ger", "vel"]),  # the frequent part of a term tells little beside the rare one
        (["anna.velding"], [".velding"]),  # one rare word in a term with others
        (["mug", "anna.velding"], ["mug", ".velding"]),
        (["velding@m"], []),  # a letter says more than nothing
        (["velding", "mug"], []),  # one rare word by itself
        (["velding"], []),
        (["anna.kern", "mug"], []),  # none
        (["渡辺さん", "velding"], []),  # letters that are split otherwise elsewhere
        (["a.b", "%_"], []),
    ],
)
def test_less_is_asked_for_where_words_are_rare(terms, asked):
    found = shortened(terms, Sample(map(spaced, PEOPLE)))
    assert found == asked
    assert all(any(piece in term for term in terms) for piece in found)


def test_two_words_are_looked_up_by_a_piece_of_each():
    sample = Sample([f"anna-{'bk'[n % 2]}ern carl-{'dv'[n // 2 % 2]}elding {n}" for n in range(100)])
    assert {trigram[1:] for trigram in pieces(["bern", "velding"], sample)} >= {"er", "el"}
    assert len(pieces(["velding"], sample)) == 1


@pytest.mark.parametrize(
    ("terms", "whole"),
    [
        (["anna"], True),  # 950 documents would have to be looked at
        (["anna", "kern"], True),
        (["mail.example"], True),
        (["velding", "torunwick"], False),  # twelve lists, where two trigrams leave hardly a document
        (["xylophonist"], False),
        (["an", "kern"], False),  # no index has two letters
        (["ännä"], False),  # other letters than these the index may take for the same
    ],
)
def test_frequent_words_are_looked_up_whole(terms, whole):
    sample = Sample(doc.replace("anna kern", "ännä anna kern") for doc in PEOPLE)
    assert (looked_up(terms, sample) == terms) is whole
    if not whole:
        assert looked_up(terms, sample) == pieces(terms, sample)


def test_a_trigram_knows_the_words_that_it_touches():
    assert words_of(["ab-cd", "abcd"]) == {
        "ab-": frozenset({1}), "b-c": frozenset({1, 2}), "-cd": frozenset({2}), "abc": frozenset({3}),
        "bcd": frozenset({3}),
    }  # fmt: skip


def test_a_sample_tells_how_many_documents_the_index_would_lead_to():
    sample = Sample(map(spaced, PEOPLE))
    assert share(["mug"], sample) == 1
    assert share(["gerard.ve"], sample) == 0.05
    assert share(["gerard", "anna"], sample) == share(["渡辺さん"], sample) == share(["mug"], Sample([])) == 0
