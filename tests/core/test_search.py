import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.search import (
    LONGEST,
    LONGEST_FIELD,
    WORDS,
    Shape,
    bare,
    digits,
    document,
    fold,
    fold_all,
    like_escape,
    shape,
    spellings,
    words,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Bàrbara  Puig", "barbara puig"),
        ("Ba\u0300rbara Puig", "barbara puig"),
        ("Großmann", "grossmann"),
        ("GROSSMANN", "grossmann"),
        ("Søren Łukasz", "soren lukasz"),
        ("Æsa", "aesa"),
        ("İstanbul ıssız", "istanbul issiz"),
        ("Ｋａｔｅ", "kate"),
        ("ﬁne", "fine"),
        ("ΟΔΥΣΣΕΎΣ", "οδυσσευσ"),
        ("渡辺 健二", "渡辺 健二"),
        ("김철수", "김철수"),
        ("ka\u200bte\ufeff", "kate"),
        ("a\x00b\tc\ud800d", "a b c d"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@given(st.text(max_size=80))
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(codec="utf-8", categories=["L", "Nd", "Zs"]), max_size=40))
def test_case_never_matters(text):
    assert fold(text.upper().lower()) == fold(text.lower().upper().lower())
    assert fold(text.casefold()) == fold(text)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("OD-10001", Shape.CODE),
        ("od-10001", Shape.CODE),
        ("#SH1001", Shape.CODE),
        ("TEST-10001 ", Shape.CODE),
        ("kate.wong@mail.example", Shape.EMAIL),
        ("@mail", Shape.EMAIL),
        ("kate @mail", Shape.WORDS),
        ("+49 151 2345 6789", Shape.PHONE),
        ("0151/2345-6789", Shape.PHONE),
        ("(0151) 23456789", Shape.PHONE),
        ("1001", Shape.WORDS),
        ("Kate Wong", Shape.WORDS),
        ("MUG-SG-300", Shape.WORDS),
        ("12-34", Shape.WORDS),
        ("", Shape.WORDS),
        ("9" * 5_000, Shape.PHONE),
    ],
)
def test_shape(query, expected):
    assert shape(query) is expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("  Kate   WONG ", ["kate", "wong"]),
        ("kate kate", ["kate"]),
        ("", []),
        ("\x00 \u200b", []),
        ("50%_\\", ["50%_\\"]),
    ],
)
def test_words(query, expected):
    assert words(query) == expected


@given(st.text(max_size=2_000))
def test_words_are_bounded(query):
    found = words(query)
    assert len(found) <= WORDS
    assert all(0 < len(word) <= LONGEST and "\x00" not in word for word in found)


def test_a_very_long_query_is_read_in_part():
    assert len(words("word" * 1_000_000)) == 1
    assert len(words(" ".join(str(number) for number in range(1_000)))) == WORDS


def test_document_has_a_line_for_each_field_that_says_something():
    fields = {"code": "OD-1", "name": "Bàrbara\nPuig", "email": "", "phone": "+49 151 2345", "owner_phone": "0151"}
    assert document(fields) == "od-1\nbarbara puig\n\n+49 151 2345 491512345\n0151"


@given(st.dictionaries(st.sampled_from(["name", "phone", "note"]), st.text(max_size=30)))
def test_every_word_of_a_field_is_found_in_the_document(fields):
    whole = document(fields)
    assert all(word in whole for text in fields.values() for word in words(text))


@given(st.lists(st.one_of(st.text(max_size=30), st.text("aÉß\u0301 ´ﬁ가ᄀ\u1161", max_size=12)), max_size=6))
def test_texts_are_folded_together_as_each_alone(texts):
    assert fold_all(texts) == [fold(text) for text in texts]


@pytest.mark.parametrize(
    "texts", [["a  b", ""], ["a ", "b"], ["a", " b"], [" ", "a"], ["", ""], [], ["\u00b4", "é"], ["a\tb"]]
)
def test_whatever_space_there_is_texts_are_folded_as_each_alone(texts):
    assert fold_all(texts) == [fold(text) for text in texts]


def test_long_texts_are_folded_to_their_longest():
    assert fold_all(["B" * LONGEST_FIELD + "C", "D"]) == ["b" * LONGEST_FIELD, "d"]


def test_no_printable_letter_turns_into_space_but_the_plain_one():
    letters = [chr(code) for code in range(0x110000) if chr(code).isprintable()]
    apart = [
        letter for letter in letters if unicodedata.normalize("NFKD", letter) != letter or len(letter.casefold()) > 1
    ]
    assert {sign for letter in apart for sign in bare(letter).casefold() if sign.isspace()} == {" "}


@pytest.mark.feature("R4")
@pytest.mark.parametrize("typed", ["+49 151 2345 6789", "0151 2345 6789", "0049 151 23456789", "015123456789"])
def test_a_number_is_found_in_any_spelling_by_its_digits(typed):
    assert digits(typed).lstrip("0") in document({"phone": "+4915123456789"})


@pytest.mark.parametrize(
    ("phone", "spelled"),
    [
        ("+4915123456789", "+4915123456789 015123456789"),
        ("+79123456789", "+79123456789 89123456789"),
        ("+819012345678", "+819012345678 09012345678"),
        ("+390612345678", "+390612345678"),  # dialled with its zero from everywhere
        ("+12015550123", "+12015550123 12015550123"),
        ("+80012345678", "+80012345678"),  # of no country
        ("+999", "+999"),
        ("0151/2345", "0151/2345 01512345"),
        ("ask reception", "ask reception "),
        ("", ""),
    ],
)
def test_a_phone_number_is_found_as_dialled_at_home_too(phone, spelled):
    assert spellings(phone) == spelled.strip()


def test_digits_are_ascii_only():
    assert digits("+49 (0)151 ٣") == "490151"


def test_like_escape():
    assert like_escape("50%_a\\b") == "50\\%\\_a\\\\b"


TAKEN_APART = [("ø", "o"), ("\u0301", ""), ("\u200b", ""), ("가", "가"), ("①", "1"), ("\ud800", " ")]


@pytest.mark.parametrize(("letter", "kept"), TAKEN_APART)
def test_what_is_left_of_a_letter_does_not_depend_on_its_neighbours(letter, kept):
    for before, after in (("a", "b"), ("é", "ß"), ("한", "ő")):
        assert fold(before + letter + after).split() == f"{fold(before)}{kept}{fold(after)}".split()
