"""Addresses of an order as they are edited and told."""

import pytest

from dashboard.core.addresses import COUNTRIES, PARTS, address, differences, in_a_line
from dashboard.core.refusals import Invalid

HOME = {"name": "Chloe Lee", "street1": "Fischerallee 18", "postcode": "22763", "city": "Hamburg", "country": "DE"}


def test_empty_parts_are_left_out_and_each_is_one_line():
    typed = dict.fromkeys(PARTS, "") | {"street1": " Am  Deich 3\n", "city": "Norden\x00"}
    assert address(typed, None, "shipping") == {"street1": "Am Deich 3", "city": "Norden"}
    assert address(dict.fromkeys(PARTS, " "), HOME, "shipping") is None
    assert address({}, None, "billing") is None


def test_what_came_in_otherwise_stays_as_it_is():
    odd = {**HOME, "country": "Deutschland", "street1": "x" * 400, "latitude": "53.5"}
    assert address({part: str(odd.get(part, "")) for part in PARTS}, odd, "shipping") == odd
    changed = address({part: str(odd.get(part, "")) for part in PARTS} | {"city": "Bremen"}, odd, "shipping")
    assert changed == {**odd, "city": "Bremen"}


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"country": "Atlantis"}, "billing_country", "Choose a country from the list."),
        ({"postcode": "1" * 21}, "billing_postcode", "Use 20 characters at most."),
        ({"street2": "x" * 201}, "billing_street2", "Use 200 characters at most."),
    ],
)
def test_refused_beside_its_field(typed, field, sentence):
    with pytest.raises(Invalid, match=sentence) as refusal:
        address(typed, HOME, "billing")
    assert refusal.value.field == field


def test_told_in_a_line():
    assert in_a_line(HOME) == "Chloe Lee, Fischerallee 18, 22763 Hamburg, Germany"
    assert in_a_line({"country": "Deutschland"}) == "Deutschland"
    assert in_a_line(None) == in_a_line({}) == "none"


def test_differences_are_told_part_by_part():
    there = {**HOME, "postcode": "22765", "country": "FR"}
    assert differences(HOME, there) == [("postcode", "22763", "22765"), ("country", "Germany", "France")]
    assert differences(HOME, {**HOME, "street2": "3rd floor"}) == [("address line 2", "none", "3rd floor")]
    assert differences(None, HOME) == [("address", "none", in_a_line(HOME))]
    assert differences(HOME, HOME) == differences(None, None) == differences({}, None) == []


def test_countries_are_countries():
    assert {"DE", "AX", "TW", "XK"} <= COUNTRIES.keys()
    assert not {"EU", "ZZ", "UN", "001"} & COUNTRIES.keys()
