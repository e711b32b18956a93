"""Where a search matched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.documents import ORDER, order_document
from dashboard.core.search import words
from dashboard.core.whereabouts import WIDTH, matches, snippet, unseen
from dashboard.models import Customer, OrderLine
from tests.core.test_scripts import NAMES

DOC = order_document(
    code="OD-10001",
    customer="Chloe",
    email="chloe@mail.example",
    phone="+4915123456789",
    owner=Customer(name="Chloé Lee", email=None, phone=None, phone_key=None),
    lines=[
        OrderLine(sku="MUG-SG-300", name="Stoneware mug", variant="Sage"),
        OrderLine(sku="", name="Cup", variant=""),
    ],
    tracking=["00340 4341", "00340 4341", "JD01"],
    notes=["Wrap the mugs apart.", "Call first"],
    delivery={"name": "Chloe Lee", "street1": "Fischerallee 18", "city": "Hamburg", "country": "DE"},
    billing=None,
)


def test_every_field_has_its_line():
    assert dict(zip(ORDER, DOC.split("\n"), strict=False)) == {
        "code": "od-10001",
        "customer": "chloe",
        "email": "chloe@mail.example",
        "phone": "+4915123456789 015123456789",
        "owner": "chloe lee",
        "owner_email": "",
        "owner_phone": "",
        "sku": "mug-sg-300",
        "product": "stoneware mug sage cup",
        "tracking": "00340 4341 003404341 jd01",
        "note": "wrap the mugs apart. call first",
        "delivery": "chloe lee fischerallee 18 hamburg",
    }


@pytest.mark.feature("U2", "D10")
@pytest.mark.parametrize(
    ("terms", "fields"),
    [
        (["10001"], ["code"]),
        (["lee"], ["owner", "delivery"]),
        (["mug"], ["sku", "product", "note"]),
        (["mug", "chloe"], ["customer", "email", "owner", "sku", "product", "note", "delivery"]),
        (["003404341"], ["tracking"]),
        (["nobody"], []),
    ],
)
def test_the_document_alone_tells_where_it_matched(terms, fields):
    assert [match.field for match in matches(DOC, terms)] == fields


def test_only_what_the_list_does_not_show_is_told_and_that_once():
    seen = ("code", "customer", "owner")
    assert unseen(DOC, ("chloe",), seen) == ()
    assert [(match.field, match.terms) for match in unseen(DOC, ("chloe", "mug"), seen)] == [("sku", ("mug",))]
    assert [match.field for match in unseen(DOC, ("mug-sg", "apart", "hamburg"), seen)] == ["sku", "note", "delivery"]
    assert [match.field for match in unseen(DOC, ("mug", "apart", "call"), seen)] == ["note"]


def shown(text, *terms):
    return "".join(f"[{piece.text}]" if piece.found else piece.text for piece in snippet(text, terms))


@pytest.mark.parametrize(
    ("text", "terms", "expected"),
    [
        ("MUG-SG-300", ["mug", "300"], "[MUG]-SG-[300]"),
        ("Bàrbara  Großmann", ["barbara grossmann"], "[Bàrbara  Großmann]"),
        ("Ba\u0300sle", ["bas"], "[Ba\u0300s]le"),
        ("Æsa Straße", ["ae", "rass"], "[Æ]sa St[raß]e"),
        ("aaa", ["a", "aa"], "[aaa]"),
        ("nothing", ["x"], ""),
        ("", ["x"], ""),
        ("渡辺 健二", ["健"], "渡辺 [健]二"),
    ],
)
def test_a_match_is_marked_in_the_text_as_it_was_written(text, terms, expected):
    assert shown(text, *terms) == expected


def test_of_a_long_text_the_match_is_shown():
    text = "word " * 200 + "the needle " + "word " * 200
    pieces = snippet(text, ("needle",))
    assert [piece.text for piece in pieces if piece.found] == ["needle"]
    assert pieces[0].text == pieces[-1].text == "…"
    assert sum(len(piece.text) for piece in pieces) <= WIDTH + 2


@pytest.mark.parametrize("script", NAMES)
def test_every_word_of_a_name_is_marked_in_its_script(script):
    for word in words(NAMES[script]):
        assert any(piece.found for piece in snippet(NAMES[script], (word,)))


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=5), max_size=3))
def test_nothing_is_lost_or_made_up(text, terms):
    pieces = [piece.text for piece in snippet(text, tuple(terms)) if piece.text != "…" or "…" in text]
    assert "".join(pieces) in text
