"""Letters of the buyers' door: in which words they go, and what of them nobody at the desk reads."""

from datetime import UTC, datetime

import pytest

from dashboard.core.post import subject_of
from dashboard.letters import account_exists, address_changed, one_time_code, reset_password
from dashboard.letters.letter import Recipient
from dashboard.models import Customer
from tests.actions.people import SHOP

AT = datetime(2026, 11, 22, 8, 48, tzinfo=UTC)
MAIL = Recipient("email", "kate@mail.example", "kate@mail.example")
MOBILE = Recipient("sms", "+81 90 1234 5678", "+819012345678")


@pytest.mark.feature("R12")
def test_the_code_stands_in_what_is_sent_and_not_in_what_the_desk_lists():
    letter = one_time_code.letter(MAIL, "204816", SHOP, at=AT)
    assert (letter.subject, letter.secret, letter.send_after) == ("A one-time code", True, AT)
    assert subject_of(letter.event, letter.subject, letter.text) == "204 816 is your code"
    assert "until 09:58" in letter.text
    assert "We never ask for it by phone or letter." in letter.text
    assert "204 816" in letter.html


def test_by_text_message_it_is_one_line():
    letter = one_time_code.letter(MOBILE, "000001", SHOP, at=AT)
    assert letter.text.startswith("000 001 is your code at ")
    assert (letter.way, letter.recipient_key, letter.subject, letter.html) == ("sms", "+819012345678", "", None)
    assert letter.text.count("\n") == 1
    assert subject_of(letter.event, letter.subject, letter.text) == ""


def test_other_subjects_go_as_they_are():
    assert subject_of("order_placed", "Your order", "First line\nSecond") == "Your order"


def test_who_has_an_account_is_led_to_it():
    for to in (MAIL, MOBILE):
        letter = account_exists.letter(to, SHOP, at=AT)
        assert f"{SHOP.base_url}/account/sign-in" in letter.text
        assert "{{" not in letter.text + (letter.html or "")


def test_a_new_password_is_a_link_that_nobody_else_reads():
    kate = Customer(id=7, name="Kate <b>Wong", email="kate@mail.example", email_key="kate@mail.example")
    letter = reset_password.letter(kate, "t0k", SHOP, at=AT)
    assert f"{SHOP.base_url}/account/password/t0k" in letter.text
    assert (letter.secret, "Kate &lt;b&gt;Wong" in letter.html, "<b>Wong" in letter.html) == (True, True, False)


def test_a_former_address_is_not_told_the_new_one():
    letter = address_changed.letter("Kate Wong", MAIL, SHOP, at=AT)
    assert (letter.recipient, letter.secret) == ("kate@mail.example", False)
    assert "You no longer sign in with this one." in " ".join(letter.text.split())
