"""What buyers sign in by, in every spelling."""

import pytest

from dashboard.core.logins import login


@pytest.mark.feature("R12")
@pytest.mark.parametrize("typed", ["+81 90 1234 5678", "+819012345678", "0081 90 1234 5678", " +81-90-1234-5678 "])
def test_a_number_is_known_by_itself(typed):
    assert login(typed, "DE")[:2] == ("sms", "+819012345678")


def test_a_number_without_country_is_of_the_store():
    assert login("0151 2345 6789", "DE").key == "+4915123456789"


def test_an_address_is_compared_without_case():
    assert login(" Kate.Wong@Mail.example ", "DE") == ("email", "kate.wong@mail.example", "Kate.Wong@Mail.example")


@pytest.mark.parametrize("typed", ["", "kate", "@", "kate@", "12", "x" * 400, "\0"])
def test_what_is_neither_has_a_bounded_key(typed):
    found = login(typed, "DE")
    assert found.way == ""
    assert len(found.key) <= 320
    assert "\0" not in found.key
