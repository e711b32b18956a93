"""One order's page: whose it is, what is in it, what it says of a piece that is pointed at."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.driving import region
from tests.acceptance.places import only


@pytest.mark.feature("R1", "R2")
def test_what_was_given_beside_what_the_account_says_now(page):
    page.goto("/orders/OD-10001")
    given, account = region(page, "Order customer"), region(page, "Order account (details)")
    for text in ("Chloe", "chloe@mail.example", "+49 151 2345 6789"):
        expect(given).to_contain_text(text)
    for text in ("Chloe Lee", "chloe.lee@mail.example", "120.00 EUR · 3 orders"):
        expect(account).to_contain_text(text)
    expect(region(page, "Payment")).to_contain_text(
        re.compile(r"Discount.*−5\.00.*Shipping.*4\.00.*40\.00 EUR", re.DOTALL)
    )
    for name in ("Items", "Shipments", "Activity", "Notes", "Tags"):
        expect(region(page, name)).to_be_visible()
    account.get_by_role("link", name="Chloe Lee").click()
    expect(page.get_by_role("heading", level=1, name="Chloe Lee", exact=True)).to_be_visible()


@pytest.mark.feature("R1")
def test_an_account_that_is_known_by_its_mobile_number(page):
    page.goto("/customers?q=kenji")
    region(page, "Customer accounts").get_by_role("link", name="Kenji Watanabe", exact=True).click()
    expect(region(page, "Contact details")).to_contain_text("+81 90 1234 5678 verified")
    page.goto("/orders/OD-10005")
    expect(region(page, "Order account (details)")).to_contain_text("Guest order")


@pytest.mark.feature("U4")
def test_a_piece_tells_more_when_it_is_pointed_at(page, size):
    page.goto("/orders/OD-10009")
    mug = page.get_by_role("button", name="Stoneware mug", exact=True)
    card = page.get_by_role("group", name="Details of Stoneware mug", exact=True)
    heading = page.get_by_role("heading", name="Items", exact=True)
    if size.touch:
        mug.tap()
        expect(card).to_contain_text("the buyer placed 3")
        expect(card).to_be_in_viewport(ratio=1)
        heading.tap()
    else:
        mug.hover()
        expect(card).to_contain_text("the buyer placed 3")
        heading.hover()
        expect(card).to_be_hidden()
        mug.focus()
        expect(card).to_be_visible()
        mug.click()
        expect(card).to_be_visible()
        page.keyboard.press("Escape")
    expect(card).to_be_hidden()


@only("desktop", "phone")
def test_what_cannot_be_done_says_why(page):
    page.goto("/orders/OD-10011")
    region(page, "Order account (details)").locator("summary").click()
    expect(region(page, "Order account (details)").get_by_role("listitem").first).to_be_visible()
    page.goto("/orders/OD-10011/reassign")
    expect(page.get_by_role("dialog").get_by_role("alert").filter(has_text="This cannot be done now")).to_be_visible()


@only("desktop")
def test_an_unknown_code_is_a_page_that_leads_on(page):
    assert page.goto("/orders/OD-99999").status == 404
    expect(page.get_by_role("searchbox", name="Search orders", exact=True)).to_have_value("OD-99999")
