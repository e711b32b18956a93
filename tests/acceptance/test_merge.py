"""Two accounts of one person become one, and two again."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.driving import dialog, find, press, region, said, will_change
from tests.acceptance.places import only


@only("desktop", "tablet", "phone")
@pytest.mark.feature("R13")
def test_merged_found_by_the_old_address_and_taken_apart(page):
    open_customer(page, "Chloe Lee")
    press(page, "More")
    page.get_by_role("menuitem", name="Merge", exact=True).click()
    box = dialog(page, "Merge into Chloe Lee")
    find(box, "kate wo").filter(has_text="Kate Wong").click()
    expect(box.get_by_text("Goes into it: Kate Wong")).to_be_visible()
    expect(will_change(box)).to_contain_text("Chloe Lee EUR")
    box.get_by_role("radio", name=re.compile(r"^kate\.wong@mail\.example")).check()
    expect(will_change(box)).to_contain_text("Nobody can sign in any more")
    press(box, "Merge")
    expect(said(page, "Kate Wong merged into Chloe Lee")).to_be_visible()
    expect(region(page, "Contact details")).to_contain_text("kate.wong@mail.example")
    expect(region(page, "Contact details")).to_contain_text("Formerly")

    page.goto("/customers?q=chloe.lee@mail.example")
    expect(region(page, "Customer accounts").get_by_role("row").filter(has_text="Chloe Lee")).to_have_count(1)
    open_customer(page, "Chloe Lee")
    region(page, "Activity").get_by_role("link", name="Unmerge", exact=True).click()
    box = dialog(page, "Unmerge Chloe Lee")
    expect(will_change(box)).to_contain_text("back to Kate Wong")
    press(box, "Unmerge")
    expect(said(page, "Kate Wong and Chloe Lee are apart again")).to_be_visible()
    open_customer(page, "Kate Wong")
    expect(region(page, "Contact details")).to_contain_text("kate.wong@mail.example")


def open_customer(page, name):
    """Find an account by name, and open its page."""
    page.goto(f"/customers?q={name.replace(' ', '+')}")
    region(page, "Customer accounts").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1, name=name, exact=True)).to_be_visible()
