"""Offline buyer, on and off, from the customer's page."""

from tests import world
from tests.pages.account import verb_form


def test_on_and_off_again(desk, number):
    path = f"/customers/{number(world.KATE)}"
    on = verb_form(desk, desk.open(path).page.button("Make offline buyer")["href"])
    assert "The password goes for good" in on.text
    page = desk.follow(desk.submit(on, "Make offline buyer")).page
    assert page.region("Contact details").facts["Sign-in"] == "none: orders by phone or paper"
    off = verb_form(desk, page.button("Let log in")["href"])
    assert "A link to set a password goes to kate.wong@mail.example at once." in off.text
    page = desk.follow(desk.submit(off, "Let them log in")).page
    assert page.region("Contact details").facts["Sign-in"] == "no password set yet"


def test_two_at_once_do_not_turn_it_back(desk, number):
    path = f"/customers/{number(world.KATE)}/offline-buyer"
    one, other = verb_form(desk, path), verb_form(desk, path)
    assert desk.submit(one, "Make offline buyer").status == 303
    answer = desk.submit(other, "Make offline buyer")
    assert (answer.status, "made this account an offline buyer" in answer.alert) == (409, True)
