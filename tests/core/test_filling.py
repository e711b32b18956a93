"""Texts with placeholders: what is refused, what is left out, and how long a text message gets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.filling import filled, folded, length, refuse_unknown
from dashboard.core.refusals import Invalid

pytestmark = pytest.mark.feature("U7")


def test_a_line_with_nothing_to_say_is_left_out():
    text = "Hello {name},\n\nit is with {carrier}.\n\nTracking: {tracking}\n\nBye."
    assert filled(text, {"name": "Ada", "carrier": "DHL", "tracking": ""}) == "Hello Ada,\n\nit is with DHL.\n\nBye."
    assert filled(text, {"name": "", "carrier": "", "tracking": "JD1"}) == "Tracking: JD1\n\nBye."


def test_what_is_put_in_is_one_line_of_text_and_never_read_as_a_placeholder():
    assert filled("{name}: {order}", {"name": "{order}\r\nBcc: a@b.example\0", "order": "OD-1"}) == (
        "{order} Bcc: a@b.example: OD-1"
    )


def test_an_unknown_placeholder_is_refused_beside_its_field():
    with pytest.raises(Invalid) as refused:
        refuse_unknown("Dear {nmae}", ("name", "order"), "text")
    assert refused.value.field == "text"
    assert refused.value.sentence == "{nmae} stands for nothing here. Use {name}, {order}."
    refuse_unknown("{name} and a { by itself }\n{order}", ("name", "order", " by itself "), "text")


@given(st.text(), st.dictionaries(st.sampled_from(["name", "order"]), st.text()))
def test_whatever_is_put_into_whatever_it_is_a_text(text, values):
    said = filled(text, values)
    assert said == said.strip()
    assert "\n\n\n" not in folded(said)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a" * 160, (160, 160, 1)),
        ("a" * 161, (161, 306, 2)),
        ("€" * 80, (160, 160, 1)),
        ("’" * 70, (70, 70, 1)),
        ("’" * 71, (71, 134, 2)),
        ("", (0, 160, 1)),
    ],
)
def test_how_many_text_messages_it_takes(text, told):
    assert tuple(length(text)) == told
