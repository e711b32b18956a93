"""Notes of an order, from its page; and the workflow that stands under More."""

import pytest
from playwright.sync_api import expect

from tests.acceptance.driving import dialog, press, region, said
from tests.acceptance.places import at_every_size


@at_every_size
@pytest.mark.feature("U5")
def test_a_note_is_added_edited_and_deleted(desk, page):
    page.goto("/orders/OD-10004")
    notes = region(page, "Notes")
    notes.get_by_role("textbox", name="Note", exact=True).fill("Ring twice.")
    press(notes, "Add note")
    expect(said(page, "The note about OD-10004 is kept")).to_be_visible()
    expect(notes.get_by_role("textbox", name="Note", exact=True)).to_have_value("")
    expect(notes.get_by_role("listitem")).to_contain_text("Ring twice.")
    expect(notes.get_by_role("listitem")).to_contain_text("Mara Lindt")

    notes.get_by_role("link", name="Edit note", exact=True).click()
    box = dialog(page, "Edit note about order OD-10004")
    box.get_by_role("textbox", name="Note", exact=True).fill("Ring once.")
    press(box, "Save note")
    expect(notes.get_by_role("listitem")).to_contain_text("edited")
    expect(notes.get_by_role("listitem")).to_contain_text("Ring once.")

    notes.get_by_role("link", name="Delete note", exact=True).click()
    press(dialog(page, "Delete note about order OD-10004"), "Delete note")
    expect(said(page, "The note about OD-10004 is deleted")).to_be_visible()
    expect(notes.get_by_role("listitem")).to_have_count(0)


@at_every_size
@pytest.mark.feature("U23")
def test_the_workflow_stands_under_more(desk, page):
    page.goto("/orders/OD-10003")
    press(page, "More")
    page.get_by_role("menuitem", name="Workflow", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Workflow of OD-10003", exact=True)).to_be_visible()
    payment = region(page, "Payment")
    expect(payment.get_by_role("img").first).to_be_visible()
    payment.get_by_text("As a list", exact=True).click()
    expect(payment.get_by_role("listitem").filter(has_text="Paid: here now")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
