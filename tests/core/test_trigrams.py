"""Which trigrams of a search are looked up."""

import pytest

from dashboard.core.trigrams import Sample, looked_up, rarest, trigrams, words_of

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


PEOPLE = [f"od-{number} gérard velding gerard.velding@mail.example mug" for number in range(50)]
PEOPLE += [f"od-{number} anna kern anna.kern@mail.example mug" for number in range(950)]


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
