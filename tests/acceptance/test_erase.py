"""What is known of somebody is taken out, once nothing is open any more; their orders stay in the books."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.driving import dialog, press, region, said
from tests.acceptance.places import only


@only("desktop", "tablet", "phone")
@pytest.mark.feature("R13")
def test_a_customer_is_erased_and_nobody_finds_them(page):
    open_customer(page, "Chloe Lee")
    choose(page, "Erase")
    box = dialog(page, "Erase Chloe Lee")
    expect(box.get_by_text("OD-10001 is not sent yet")).to_be_visible()
    box.get_by_role("textbox", name="To confirm, type “Chloe Lee”").fill("Chloe Lee")
    press(box, "Erase")
    expect(box.get_by_role("alert").filter(has_text="not sent yet").first).to_be_visible()

    create(page, "Wilma Without", "wilma@x.example")
    here = page.url
    page.goto("/outbox")
    region(page, "Messages").get_by_role("link", name=re.compile("^Set your password")).first.click()
    press(page, "Drop")
    press(page.get_by_role("dialog"), "Drop")
    expect(said(page, "dropped")).to_be_visible()
    page.goto(here)
    choose(page, "Erase")
    box = dialog(page, "Erase Wilma Without")
    box.get_by_role("textbox", name="To confirm, type “Wilma Without”").fill("Wilma")
    press(box, "Erase")
    confirm = box.get_by_role("textbox", name="To confirm, type “Wilma Without”")
    expect(confirm).to_have_attribute("aria-invalid", "true")
    confirm.fill("Wilma Without")
    press(box, "Erase")
    expect(said(page, "The customer is erased")).to_be_visible()
    page.goto("/customers?q=wilma")
    expect(region(page, "Customer accounts")).to_contain_text("No customers match")


@only("desktop", "tablet", "phone")
@pytest.mark.feature("R13")
def test_two_accounts_that_look_like_one_are_told_apart_and_taken_back(page):
    create(page, "Kate Wongg", "kate.wongg@mail.example")
    page.goto("/customers/duplicates")
    pair = region(page, "E-mail one letter off").get_by_role("listitem").filter(has_text="Kate Wongg")
    expect(pair).to_contain_text("kate.wong@mail.example")
    pair.get_by_role("button", name="Not the same").click()
    box = page.get_by_role("dialog")
    press(box, "Not the same")
    expect(said(page, "are not the same")).to_be_visible()
    expect(region(page, "E-mail one letter off").get_by_text("Kate Wongg")).to_be_hidden()
    apart = region(page, "Not the same").get_by_role("listitem").filter(has_text="Kate Wongg")
    apart.get_by_role("button", name="Take back").click()
    press(page.get_by_role("dialog"), "Take back")
    expect(said(page, "may be the same again")).to_be_visible()
    expect(pair).to_be_visible()


@only("desktop", "tablet", "phone")
@pytest.mark.feature("R13")
def test_personal_data_is_taken_out_and_a_guest_with_an_account_leads_there(page):
    open_customer(page, "Chloe Lee")
    choose(page, "Personal data")
    with page.expect_download() as file:
        press(page, "Download")
    assert file.value.suggested_filename.endswith(".zip")
    page.goto("/orders/OD-10004")
    choose(page, "Erase guest")
    expect(page.get_by_role("dialog")).to_contain_text("Kate Wong")


def open_customer(page, name):
    """Find an account by name, and open its page."""
    page.goto(f"/customers?q={name.replace(' ', '+')}")
    region(page, "Customer accounts").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1, name=name, exact=True)).to_be_visible()


def create(page, name, email):
    """Make an account, and stay on its page."""
    page.goto("/customers")
    press(page, "Create customer")
    box = dialog(page, "Create customer")
    box.get_by_role("textbox", name="Name", exact=True).fill(name)
    box.get_by_role("textbox", name="E-mail", exact=True).fill(email)
    press(box, "Create customer")
    expect(page.get_by_role("heading", level=1, name=name, exact=True)).to_be_visible()


def choose(page, verb):
    """A verb under "More"."""
    press(page, "More")
    page.get_by_role("menuitem", name=verb, exact=True).click()
