"""A guest order finds its buyer's account and is let go of again; its customer, tags and place are put right."""

import pytest
from playwright.sync_api import expect

from tests.acceptance.driving import dialog, find, press, region, said, will_change
from tests.acceptance.places import only


@only("desktop", "tablet", "phone")
@pytest.mark.feature("L2", "L3", "R13")
def test_linked_by_its_suggestion_and_undone(desk, page):
    page.goto("/orders/OD-10004")
    account = region(page, "Order account (details)")
    expect(account).to_contain_text("Looks like Kate Wong (same e-mail)")
    account.get_by_role("link", name="Link to Kate Wong", exact=True).click()
    box = dialog(page, "Link OD-10004 to Kate Wong?")
    expect(will_change(box)).to_contain_text("28.00")
    press(box, "No")
    expect(box).to_be_hidden()
    assert desk.owner("OD-10004") is None

    account.get_by_role("link", name="Link to customer account", exact=True).click()
    box = dialog(page, "Link order OD-10004")
    expect(box.get_by_role("option")).to_contain_text(["Kate Wong"])
    with page.expect_response("**/orders/OD-10004/link*"):  # she stood there before, as the one who looks like it
        found = find(box, "kate wo")
    found.filter(has_text="Kate Wong").click()
    expect(will_change(box)).to_contain_text("Kate Wong becomes the owner of this guest order")
    press(box, "Link order now")
    box = dialog(page, "Link OD-10004 to Kate Wong?")
    expect(box.get_by_role("button", name="Yes", exact=True)).to_be_focused()
    press(box, "Yes")

    confirmation = said(page, "OD-10004 now belongs to Kate Wong")
    expect(confirmation).to_contain_text("28.00 EUR joined Kate Wong’s total spend")
    expect(account).to_contain_text("28.00 EUR · 2 orders")
    expect(region(page, "Order customer")).to_contain_text("Kate W.")
    expect(region(page, "Activity").get_by_role("listitem").first).to_contain_text(
        "linked this guest order to Kate Wong"
    )
    assert [message.state for message in desk.messages("kate.wong@mail.example")] == ["held"]

    press(confirmation, "Undo")
    expect(said(page, "OD-10004 is a guest order again")).to_be_visible()
    expect(account).to_contain_text("Looks like Kate Wong")
    assert [message.state for message in desk.messages("kate.wong@mail.example")] == ["dropped"]


@only("desktop", "tablet", "phone")
@pytest.mark.feature("R8", "L2")
def test_the_customer_is_edited_the_order_tagged_unlinked_and_archived(desk, page):
    page.goto("/orders/OD-10001")
    page.get_by_role("link", name="Edit order customer", exact=True).click()
    box = dialog(page, "Edit order customer OD-10001")
    box.get_by_role("textbox", name="Phone", exact=True).fill("12")
    press(box, "Save")
    expect(box.get_by_role("alert").filter(has_text="“12” is no phone number")).to_be_visible()
    box.get_by_role("textbox", name="Phone", exact=True).fill("+49 151 2345 6780")
    box.get_by_role("textbox", name="E-mail", exact=True).fill("chloe.lee@mail.example")
    expect(will_change(box)).to_contain_text("+49 151 2345 6780")
    press(box, "Save")
    expect(said(page, "OD-10001 has a new order customer")).to_be_visible()
    expect(region(page, "Order customer")).to_contain_text("chloe.lee@mail.example")
    expect(region(page, "Order account (details)")).to_contain_text("120.00 EUR · 3 orders")

    tags = region(page, "Tags")
    tags.get_by_role("textbox", name="Tag", exact=True).fill("Rush")
    press(tags, "Add tag")
    expect(said(page, "OD-10001 has the tag “Rush” now")).to_be_visible()
    expect(tags.get_by_role("textbox", name="Tag", exact=True)).to_have_value("")
    press(tags, "Remove tag Rush")
    press(said(page, "The tag “Rush” is off OD-10001"), "Undo")
    expect(tags.get_by_role("button", name="Remove tag Rush", exact=True)).to_be_visible()

    more(page, "Unlink")
    press(dialog(page, "Unlink order OD-10001"), "Unlink")
    expect(said(page, "OD-10001 is a guest order again")).to_contain_text("40.00 EUR left Chloe Lee’s total spend")
    press(said(page, "OD-10001 is a guest order again"), "Undo")
    expect(said(page, "OD-10001 belongs to Chloe Lee again")).to_be_visible()

    more(page, "Archive")
    press(dialog(page, "Archive order OD-10001"), "Archive")
    expect(page.get_by_role("heading", level=1, name="OD-10001", exact=True)).to_be_visible()
    expect(said(page, "OD-10001 is archived")).to_be_visible()
    press(page, "More")
    refused = page.get_by_role("menuitem", name="Change customer", exact=True)
    expect(refused).to_be_disabled()
    page.get_by_role("menuitem", name="Unarchive", exact=True).click()
    press(dialog(page, "Unarchive order OD-10001"), "Unarchive")
    expect(said(page, "OD-10001 is back in the list")).to_be_visible()


def more(page, name):
    """Press a verb under "More"."""
    press(page, "More")
    page.get_by_role("menuitem", name=name, exact=True).click()
