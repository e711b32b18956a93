"""Several orders ticked in the list: reassigned as one, told of each, taken back by one press."""

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.driving import dialog, find, press, region, row, said, will_change
from tests.acceptance.places import only

pytestmark = pytest.mark.feature("R6", "R13")


def tick(page: Page, *codes: str) -> None:
    """Tick these orders."""
    for code in codes:
        row(page, code).get_by_role("checkbox", name=f"Select {code}", exact=True).check()


@only("desktop", "tablet", "phone")
def test_ticked_reassigned_and_taken_back(desk, page):
    page.goto("/orders")
    bar = page.get_by_role("toolbar", name="Actions for selected orders", exact=True)
    expect(bar).to_be_hidden()
    tick(page, "OD-10017", "OD-10011", "OD-10019")
    expect(bar.get_by_role("status")).to_have_text("3 selected")
    bar.get_by_role("button", name="Reassign", exact=True).click()
    box = dialog(page, "Reassign 3 orders")
    expect(box.get_by_role("row").filter(has_text="OD-10011")).to_contain_text("returned to the buyer’s cart")
    find(box, "chloe").filter(has_text="Chloe Lee").click()
    expect(will_change(box)).to_contain_text("Chloe Lee becomes the owner of 2 orders.")
    press(box, "Reassign 2 orders")

    confirmation = said(page, "2 orders now belong to Chloe Lee")
    expect(confirmation).to_contain_text("1 order was left alone")
    expect(page.get_by_role("heading", name="Reassign 3 orders to Chloe Lee", exact=True)).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="OD-10011")).to_contain_text("Refused")
    assert desk.owner("OD-10017") == desk.owner("OD-10019") == "Chloe Lee"
    assert [message.state for message in desk.messages("chloe.lee@mail.example")] == ["held"]

    press(confirmation, "Undo")
    expect(said(page, "2 orders are as they were before")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="OD-10017")).to_contain_text("Taken back")
    assert (desk.owner("OD-10017"), desk.owner("OD-10019")) == ("Kate Wong", "Marcus Bell")
    assert [message.state for message in desk.messages("chloe.lee@mail.example")] == ["dropped"]
    page.get_by_role("link", name="OD-10017", exact=True).click()
    expect(region(page, "Activity").get_by_role("link", name="Batch of 3", exact=True)).to_be_visible()


@only("desktop")
def test_by_the_keyboard_all_on_the_page_and_all_that_match(desk, page):
    page.goto("/orders")
    everything = page.get_by_role("checkbox", name="Select all on this page", exact=True).first
    everything.focus()
    page.keyboard.press("Space")
    bar = page.get_by_role("toolbar", name="Actions for selected orders", exact=True)
    expect(bar.get_by_role("status")).to_have_text("50 selected")
    bar.get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    expect(bar.get_by_role("status")).to_have_text("257 selected")
    bar.get_by_role("button", name="Archive", exact=True).focus()
    page.keyboard.press("Enter")
    box = dialog(page, "Archive 257 orders")
    expect(box.get_by_role("button", name="Archive 257 orders", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    bar.get_by_role("button", name="Clear", exact=True).click()
    expect(bar).to_be_hidden()
    expect(everything).not_to_be_checked()


@only("phone")
def test_tagged_without_script(desk):
    page = desk.window(java_script_enabled=False)
    page.goto("/orders")
    tick(page, "OD-10017", "OD-10019")
    press(page.get_by_role("toolbar"), "Add tag")
    page.get_by_role("textbox", name="Tag", exact=True).fill("pick-up")
    press(page, "Tag 2 orders")
    expect(said(page, "2 orders have the tag “pick-up” now")).to_be_visible()
    press(said(page, "2 orders have"), "Undo")
    expect(said(page, "2 orders are as they were before")).to_be_visible()
