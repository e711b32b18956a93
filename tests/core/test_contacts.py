import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core import contacts
from dashboard.core.contacts import (
    Contact,
    email_key,
    looks_like,
    neighbours,
    one_letter_off,
    phone_key,
    phone_tail,
    postcode_key,
)
from dashboard.core.refusals import Invalid


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("kate.wong@mail.example", "kate.wong@mail.example"),
        (" Kate.Wong@MAIL.Example ", "kate.wong@mail.example"),
        ("kate@bücher.example", "kate@xn--bcher-kva.example"),
        ("kate@BU\u0308CHER.example", "kate@xn--bcher-kva.example"),
        ("kate@xn--bcher-kva.example", "kate@xn--bcher-kva.example"),
        ("o'keeffe+shop@mail.example", "o'keeffe+shop@mail.example"),
        ("kate@mail.example\u200b", "kate@mail.example"),
    ],
)
def test_spellings_of_an_address_share_a_key(text, key):
    assert email_key(text) == key


LOCAL = st.text("ab1._+-A", min_size=1, max_size=8)
DOMAIN = st.text("ab1.-", max_size=9)
ENDING = st.sampled_from(["", ".com", ".test", ".invalid", ".local", ".xn--p1ai", ".c", "..de", ".localhost"])


@given(LOCAL, DOMAIN, ENDING)
def test_the_short_way_for_plain_addresses_says_what_the_long_one_says(local, domain, ending):
    text = f"{local}@{domain}{ending}"
    keys = []
    for plainest in (contacts.PLAIN_EMAIL, re.compile("$never")):
        with pytest.MonkeyPatch.context() as patch, suppress(Invalid):
            patch.setattr(contacts, "PLAIN_EMAIL", plainest)
            keys.append(email_key(text))
    assert keys in ([], keys[:1] * 2)


@pytest.mark.parametrize(
    "text",
    [
        "", "kate", "kate@", "@mail.example", "kate@mail", "kate@mail..example", "ka te@mail.example",
        "käte@mail.example",
        "Kate <kate@mail.example>", "kate@mail.example, b@mail.example", "kate@mail.example\nBcc: b@mail.example",
        "ka\x00te@mail.example", "\ud800@mail.example", "kate@[127.0.0.1]", "k" * 300 + "@mail.example", "@" * 5_000,
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(text):
    with pytest.raises(Invalid) as refusal:
        email_key(text)
    assert refusal.value.field == "email"
    assert "Write it like name@shop.example." in refusal.value.sentence


@given(st.text(max_size=60))
def test_any_text_has_one_key_or_none(text):
    try:
        key = email_key(text)
    except Invalid:
        return
    assert key.isascii()
    assert email_key(key) == key


@pytest.mark.feature("R4")
@pytest.mark.parametrize(
    "text",
    [
        "+4915123456789", "+49 151 2345 6789", "0151 2345 6789", "0151/2345-6789", "(0151) 2345 6789",
        "0049 151 23456789",
        "+49 (0)151 2345 6789", "\u202a+49 151 2345 6789\u202c", "٠١٥١ ٢٣٤٥ ٦٧٨٩", "０１５１２３４５６７８９",
    ],
)  # fmt: skip
def test_spellings_of_a_number_share_a_key(text):
    assert phone_key(text, "DE") == "+4915123456789"


def test_a_number_without_country_is_of_the_store_s():
    assert phone_key("090 1234 5678", "JP") == "+819012345678"
    assert phone_key("+81 90 1234 5678", "DE") == "+819012345678"
    assert phone_key("7012", "NU") == "+6837012"


@pytest.mark.parametrize(
    "text",
    ["", "12", "110", "call 0151 23456789", "0800-FLOWERS", "0151 23456789 ext 5", "+0151", "1" * 5_000, "\x00" * 8],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(Invalid) as refusal:
        phone_key(text, "DE")
    assert refusal.value.field == "phone"


@pytest.mark.feature("R4")
@pytest.mark.parametrize("text", ["+81 90 1234 5678", "090-1234-5678", "09012345678"])
def test_a_foreign_number_is_found_by_its_tail(text):
    assert phone_key("+81 90 1234 5678", "DE").endswith(phone_tail(text))


@pytest.mark.parametrize(
    ("one", "other", "off"),
    [
        ("kate@x", "kate@x", False),
        ("kate@x", "kata@x", True),
        ("kate@x", "kat@x", True),
        ("kate@x", "kkate@x", True),
        ("kate@x", "kate@xy", True),
        ("kate@x", "ktae@x", True),
        ("kate@x", "kt@x", False),
        ("kate@x", "ktea@x", False),
        ("kate@x", "tkea@x", False),
    ],
)
def test_one_letter_off(one, other, off):
    assert one_letter_off(one, other) is off
    assert one_letter_off(other, one) is off


KATE = Contact("kate.wong@mail.example", "+4915123456789", "kate wong", "20095")


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (Contact(email_key=KATE.email_key), "same e-mail"),
        (Contact(email_key="kate.w0ng@mail.example", phone_key=KATE.phone_key), "same phone"),
        (Contact(name_key="kate wong", postcode="20095"), "same name and postcode"),
        (Contact(email_key="kate.wnog@mail.example"), "e-mail one letter off"),
        (Contact(name_key="kate wong"), None),
        (Contact(postcode="20095"), None),
        (Contact(), None),
    ],
)
def test_looks_like(other, reason):
    assert looks_like(KATE, other) == reason
    assert looks_like(other, KATE) == reason


def test_nobody_looks_like_nobody():
    assert looks_like(Contact(), Contact()) is None


@pytest.mark.feature("L2")
def test_the_neighbours_of_an_address_are_all_that_are_one_letter_off():
    """Every address of a small alphabet that the rule accepts is among them, and nothing else is."""
    key = "kat@m.de"
    found = set(neighbours(key))
    assert all(one_letter_off(key, other) for other in found)
    edits = [key[:at] + letter + key[at + cut :] for at in range(9) for cut in (0, 1) for letter in ("", *"akt.-'")]
    edits += [key[:at] + key[at + 1] + key[at] + key[at + 2 :] for at in range(7)]
    addresses = {text for text in edits if re.fullmatch(r"[a-z.'-]+@[a-z.-]+", text) and text != key}
    assert addresses <= found
    assert {"kate@m.de", "ka@m.de", "kta@m.de", "kat@n.de", "kat@m.e"} <= found


def test_an_address_of_usual_length_has_some_two_thousand_neighbours():
    assert len(neighbours("kate.wong@mail.example")) < 3_000


def test_postcodes_are_compared_without_space_and_case():
    assert postcode_key({"postcode": "ex1 1aa"}) == postcode_key({"postcode": "EX1-1AA"}) == "EX11AA"
    assert postcode_key(None) == postcode_key({}) == postcode_key({"postcode": None}) == ""
