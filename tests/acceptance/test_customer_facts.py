"""Tags, notes, groups and possible duplicates, in the browser."""

import pytest
from playwright.sync_api import expect

from tests.acceptance.driving import dialog, press, region, said
from tests.acceptance.places import only


@only("desktop", "tablet", "phone")
@pytest.mark.feature("U5")
def test_a_customer_gets_a_tag_a_note_and_a_group_and_is_found_by_them(page):
    page.goto("/customers/groups")
    press(page, "Create group")
    box = dialog(page, "Create group")
    box.get_by_role("textbox", name="Name", exact=True).fill("Trade")
    box.get_by_role("button", name="Create group", exact=True).click()
    expect(said(page, "The group “Trade” is made")).to_be_visible()
    page.goto("/customers?q=ingrid")
    page.get_by_role("link", name="Ingrid Solberg", exact=True).click()
    region(page, "Groups").get_by_role("link", name="Add to group", exact=True).click()
    dialog(page, "Add Ingrid Solberg to a group").get_by_role("button", name="Add to group", exact=True).click()
    expect(said(page, "Ingrid Solberg is in the group “Trade” now")).to_be_visible()
    region(page, "Tags").get_by_role("textbox", name="Tag", exact=True).fill("vip")
    region(page, "Tags").get_by_role("textbox", name="Tag", exact=True).press("Enter")
    expect(said(page, "Ingrid Solberg has the tag “vip” now")).to_be_visible()
    region(page, "Notes").get_by_role("textbox", name="Note", exact=True).fill("Call after four.")
    region(page, "Notes").get_by_role("button", name="Add note", exact=True).click()
    expect(region(page, "Notes")).to_contain_text("Call after four.")
    page.goto("/customers/groups")
    page.get_by_role("link", name="Trade", exact=True).click()
    expect(region(page, "Customer accounts").get_by_role("link", name="Ingrid Solberg", exact=True)).to_be_visible()
    page.get_by_role("list", name="Active filters").get_by_role("link").click()
    expect(page.get_by_role("link", name="Next page", exact=True)).to_be_visible()
