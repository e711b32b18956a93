"""An order moves to somebody who has no account yet: the account is made with it."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.driving import open_reassign, press, region, said, will_change
from tests.acceptance.places import only

LINK = re.compile(r"https?://[^/\s]+(/account/password/\S+)")


def new_customer(page, code):
    box = open_reassign(page, code)
    box.get_by_role("radio", name="New customer", exact=True).check()
    return box


def fill(box, name, text):
    box.get_by_role("textbox", name=name, exact=True).fill(text)


@pytest.mark.feature("T4", "R6")
def test_by_email_with_a_password_nobody_sees(desk, page):
    box = new_customer(page, "OD-10004")
    expect(box.get_by_role("checkbox", name="Generate password", exact=True)).to_be_checked()
    fill(box, "E-mail", "ida@new.example")
    box.get_by_role("textbox", name="E-mail", exact=True).press("Tab")
    expect(will_change(box)).to_contain_text("ida@new.example becomes the owner of this guest order.")
    expect(will_change(box)).to_contain_text("A link to set a password goes out at once.")
    press(box, "Reassign order")
    expect(said(page, "OD-10004 now belongs to ida@new.example")).to_be_visible()
    expect(region(page, "Order account (details)")).to_contain_text("28.00 EUR · 1 order")

    letters = {message.event: message for message in desk.messages("ida@new.example")}
    assert len(letters) == 2
    with_link = next(message for message in letters.values() if LINK.search(message.text))
    buyer = desk.window(who=None)
    buyer.goto(LINK.search(with_link.text).group(1))
    expect(buyer.get_by_role("heading", name="Set your password", exact=True)).to_be_visible()
    buyer.get_by_role("textbox", name="New password", exact=True).fill("short")
    press(buyer, "Set password")
    expect(buyer.get_by_role("textbox", name="New password", exact=True)).to_have_attribute("aria-invalid", "true")
    buyer.get_by_role("textbox", name="New password", exact=True).fill("a harbour at dawn")
    press(buyer, "Set password")
    expect(buyer.get_by_role("heading", name="Your password is set", exact=True)).to_be_visible()
    assert desk.customer("ida@new.example").password_hash.startswith("$argon2id$")
    assert buyer.goto(LINK.search(with_link.text).group(1)).status == 410


@only("desktop", "phone")
def test_with_a_password_typed_by_staff(desk, page):
    box = new_customer(page, "OD-10004")
    expect(box.get_by_role("textbox", name="Password", exact=True)).to_be_hidden()
    fill(box, "E-mail", "ida@new.example")
    box.get_by_role("checkbox", name="Generate password", exact=True).uncheck()
    fill(box, "Password", "a harbour at dawn")
    press(box, "Reassign order")
    expect(said(page, "OD-10004 now belongs to ida@new.example")).to_be_visible()
    assert desk.customer("ida@new.example").password_hash.startswith("$argon2id$")
    assert not any(LINK.search(message.text) for message in desk.messages("ida@new.example"))


@only("desktop", "phone")
def test_without_e_mail_or_mobile_it_stays_in_the_dialog(desk, page):
    box = new_customer(page, "OD-10004")
    press(box, "Reassign order")
    expect(box.get_by_role("alert").filter(has_text="Nothing was changed")).to_be_visible()
    assert desk.owner("OD-10004") is None


@only("desktop")
def test_a_press_that_takes_its_time_is_no_press_beside_the_button(desk, page):
    """Leaving the field draws the dialog anew while the button is held down, and the button must not slip away."""
    box = new_customer(page, "OD-10004")
    fill(box, "E-mail", "ida@new.example")
    button = box.get_by_role("button", name="Reassign order", exact=True)
    button.hover()
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.mouse.down()
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    page.mouse.up()
    expect(said(page, "OD-10004 now belongs to ida@new.example")).to_be_visible()


@only("desktop")
def test_an_address_that_has_an_account_turns_to_that_account(desk, page):
    box = new_customer(page, "OD-10004")
    fill(box, "E-mail", "KATE.WONG@mail.example")
    press(box, "Reassign order")
    expect(box.get_by_role("radio", name="Existing customer", exact=True)).to_be_checked()
    expect(will_change(box)).to_contain_text("Kate Wong becomes the owner")
    press(box, "Reassign order")
    expect(said(page, "OD-10004 now belongs to Kate Wong")).to_be_visible()
    assert desk.owner("OD-10004") == "Kate Wong"
