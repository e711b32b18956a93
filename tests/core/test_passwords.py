"""Which passwords are refused, and how that is said."""

import pytest

from dashboard.core import passwords
from dashboard.core.refusals import Invalid

OWN = ("kate.wong@mail.example", "Kate Wong", "+49 151 2345 6789", None)


@pytest.mark.parametrize(
    "good",
    [
        "correct-harbour-lamp",
        "ein Satz mit Umlauten: äöü",
        "zwölfzeh",
        "パスワード八文字です",
        "x1!y" * 30,
        "Kate Wong sells lamps",
    ],
)
def test_good_passwords_pass(good):
    passwords.check(good, *OWN)


@pytest.mark.parametrize("length", [0, 1, 7, 201, 5_000])
def test_length_is_counted_in_characters(length):
    with pytest.raises(Invalid) as refused:
        passwords.check(("ä8_Z" * length)[:length])
    assert refused.value.field == "password"
    assert str(8 if length < 8 else 200) in refused.value.sentence


@pytest.mark.parametrize("length", [8, 200])
def test_the_bounds_themselves_are_allowed(length):
    passwords.check(("äw8_Zß" * length)[:length])


@pytest.mark.parametrize(
    "common",
    ["password", "PASSWORD", "Password1!", "password2026", "12345678", "qwertyuiop", "iloveyou", " welcome1 ",
     "aaaaaaaaaaaa", "abababababab", "sunshine99", "Summer2026!", "welcome1!", "qwerty123?", "12345678-90!"],
)  # fmt: skip
def test_what_everybody_tries_first_is_refused(common):
    with pytest.raises(Invalid, match="tried first"):
        passwords.check(common)


@pytest.mark.parametrize(
    "own",
    [
        "kate.wong@mail.example",
        "KATE.WONG@mail.example",
        "kate.wong",
        "katewong",
        "Kate Wong",
        "kate-wong-2026",
        "+4915123456789",
    ],
)
def test_the_accounts_own_name_and_addresses_are_refused(own):
    with pytest.raises(Invalid, match="own name"):
        passwords.check(own, *OWN)


def test_a_short_name_bars_no_password_that_only_holds_it():
    passwords.check("lamp-oil-and-rope", "Al")
