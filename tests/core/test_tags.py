"""What a tag may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core import tags
from dashboard.core.refusals import Invalid


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("gift", ("gift", "gift")),
        ("  First   order ", ("first order", "First order")),
        ("FRAGILE", ("fragile", "FRAGILE")),
        ("Geschenk für Oma", ("geschenk fur oma", "Geschenk für Oma")),
        ("礼物", ("礼物", "礼物")),
        ("50 %", ("50 %", "50 %")),
    ],
)
def test_a_tag_and_its_key(text, made):
    assert tags.tag(text) == made


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write the tag first."),
        (" \t\n\x00", "Write the tag first."),
        ("x" * 51, "Use 50 characters at most."),
        ("gift, rush", "A tag has no comma in it."),
        ("\u0301\u0302", "A tag needs a letter or a figure."),
        ("\ufdfa" * 50, "Use 50 characters at most."),  # one letter that folds into eighteen
    ],
)
def test_what_is_no_tag(text, sentence):
    with pytest.raises(Invalid, match=sentence) as refusal:
        tags.tag(text)
    assert refusal.value.field == "tag"


@given(st.text(max_size=80))
def test_any_text_is_a_tag_that_fits_or_none(text):
    try:
        key, tag = tags.tag(text)
    except Invalid:
        return
    assert len(key) <= 200
    assert len(tag) <= 50
    assert "\0" not in key + tag
    assert tags.tag(tag) == (key, tag)
