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


@only("desktop", "tablet", "phone")
@pytest.mark.feature("U5")
def test_what_was_kept_is_changed_and_taken_off_again(page):
    make_group(page, "Trade")
    page.goto("/customers?q=ingrid")
    page.get_by_role("link", name="Ingrid Solberg", exact=True).click()
    region(page, "Groups").get_by_role("link", name="Add to group", exact=True).click()
    press(dialog(page, "Add Ingrid Solberg to a group"), "Add to group")
    press(region(page, "Groups"), "Take out of group Trade")
    expect(said(page, "Ingrid Solberg is out of the group “Trade”")).to_be_visible()
    region(page, "Tags").get_by_role("textbox", name="Tag", exact=True).fill("vip")
    press(region(page, "Tags"), "Add tag")
    press(region(page, "Tags"), "Remove tag vip")
    expect(said(page, "The tag “vip” is off Ingrid Solberg")).to_be_visible()

    notes = region(page, "Notes")
    notes.get_by_role("textbox", name="Note", exact=True).fill("Call after four.")
    press(notes, "Add note")
    notes.get_by_role("link", name="Edit").or_(notes.get_by_role("button", name="Edit")).first.click()
    box = dialog(page, "Edit note about Ingrid Solberg")
    box.get_by_role("textbox", name="Note", exact=True).fill("Call after five.")
    press(box, "Save note")
    expect(said(page, "The note about Ingrid Solberg is changed")).to_be_visible()
    expect(notes).to_contain_text("Call after five.")
    notes.get_by_role("link", name="Delete").or_(notes.get_by_role("button", name="Delete")).first.click()
    press(dialog(page, "Delete note about Ingrid Solberg"), "Delete note")
    expect(notes.get_by_text("Call after five.")).to_be_hidden()

    page.goto("/customers/groups")
    group = page.get_by_role("listitem").filter(has=page.get_by_role("link", name="Trade", exact=True))
    group.get_by_role("link", name="Rename Trade").or_(group.get_by_role("button", name="Rename Trade")).click()
    box = dialog(page, "Rename group Trade")
    box.get_by_role("textbox", name="Name", exact=True).fill("Resellers")
    press(box, "Rename group")
    expect(said(page, "The group “Trade” is called “Resellers” now")).to_be_visible()
    group = page.get_by_role("listitem").filter(has=page.get_by_role("link", name="Resellers", exact=True))
    group.get_by_role("link", name="Delete Resellers").or_(group.get_by_role("button", name="Delete Resellers")).click()
    press(dialog(page, "Delete group Resellers"), "Delete group")
    expect(said(page, "The group “Resellers” is deleted")).to_be_visible()


def make_group(page, name):
    """On the page of groups: a new one."""
    page.goto("/customers/groups")
    press(page, "Create group")
    box = dialog(page, "Create group")
    box.get_by_role("textbox", name="Name", exact=True).fill(name)
    press(box, "Create group")
    expect(said(page, f"The group “{name}” is made")).to_be_visible()
