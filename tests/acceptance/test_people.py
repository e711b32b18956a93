"""Who is at the desk: signing in and out, what a role sees, and each one's light or dark."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.desk import BEN, NOOR, PASSWORD
from tests.acceptance.driving import press, sign_in
from tests.acceptance.places import on_each_database, only

MENU = re.compile("account menu$")


def test_in_to_where_one_wanted_to_go_and_out_again(desk):
    page = desk.window(who=None)
    page.goto("/orders?q=chloe")
    expect(page).to_have_url(re.compile("/sign-in"))
    sign_in(page, "mara@harbour.example", "not-the-password")
    expect(page.get_by_role("alert")).to_contain_text("E-mail or password is wrong")
    expect(page.get_by_role("textbox", name="E-mail", exact=True)).to_have_value("mara@harbour.example")
    sign_in(page, "Mara@Harbour.example", PASSWORD)
    expect(page).to_have_url(re.compile(r"/orders\?q=chloe$"))
    page.get_by_role("button", name=MENU).click()
    press(page, "Sign out")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    page.goto("/orders")
    expect(page).to_have_url(re.compile("/sign-in"))


@on_each_database
def test_after_ten_wrong_passwords_the_right_one_has_to_wait(desk):
    desk.fail_sign_ins("ines@harbour.example", 10)
    page = desk.window(who=None)
    page.goto("/sign-in")
    sign_in(page, "ines@harbour.example", PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text(
        re.compile(r"Too many attempts.*Try again at \d\d:\d\d", re.DOTALL)
    )


@pytest.mark.feature("R10")
@only("desktop", "phone")
def test_a_viewer_sees_no_action_and_gets_none(desk):
    page = desk.window(BEN)
    page.goto("/orders")
    expect(page.get_by_role("link", name="OD-10001", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^More actions"))).to_have_count(0)
    page.goto("/orders/OD-10001")
    expect(page.get_by_role("heading", level=1, name="OD-10001", exact=True)).to_be_visible()
    expect(page.get_by_text("Reassign order", exact=True)).to_have_count(0)
    press(page, "More")
    expect(page.get_by_role("menuitem")).to_have_text(["Download PDF", "Workflow"])  # which change nothing
    assert page.goto("/orders/OD-10001/reassign").status == 403
    expect(page.get_by_role("heading", name="Your role does not allow this", exact=True)).to_be_visible()


@only("desktop", "phone")
def test_light_or_dark_is_kept(page):
    page.goto("/orders")
    ground = page.locator("html")
    for theme, scheme in [("Dark", "dark"), ("Light", "light"), ("System", "light dark")]:
        page.get_by_role("button", name=MENU).click()
        press(page, theme)
        expect(ground).to_have_css("color-scheme", scheme)
        page.goto("/customers")
        expect(ground).to_have_css("color-scheme", scheme)
        page.get_by_role("button", name=MENU).click()
        expect(page.get_by_role("button", name=theme, exact=True)).to_have_attribute("aria-pressed", "true")
        page.keyboard.press("Escape")


@only("phone")
def test_a_forgotten_password_is_set_anew_by_the_link(desk):
    page = desk.window(who=None)
    page.goto("/sign-in")
    page.get_by_role("link", name="Set a new password", exact=True).click()
    page.get_by_role("textbox", name="E-mail", exact=True).fill("noor@harbour.example")
    press(page, "Send link")
    expect(page.get_by_role("status")).to_contain_text("If there is an account with this address")
    (letter,) = desk.messages("noor@harbour.example")
    noor = desk.window(NOOR)
    noor.goto("/orders")
    page.goto(desk.url + re.search(r"/set-password/\S+", letter.text)[0])
    page.get_by_label("New password", exact=True).fill("three plain words")
    press(page, "Set password")
    expect(page.get_by_role("button", name="NH, Noor Haddad, account menu", exact=True)).to_be_visible()
    noor.reload()
    expect(noor.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    sign_in(noor, "noor@harbour.example", "three plain words")
    expect(noor.get_by_role("heading", level=1, name="Orders", exact=True)).to_be_visible()
