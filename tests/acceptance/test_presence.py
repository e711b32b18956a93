"""Two tablets on one order: who else is there, and what they do, seen without losing what is being typed."""

import pytest
from playwright.sync_api import expect

from tests.acceptance.desk import JONAS, NOOR
from tests.acceptance.driving import dialog, opener, press, reassign, region, row
from tests.acceptance.places import only

SOON = 15_000  # the page asks every four seconds; a busy machine may be late


@only("desktop")
@pytest.mark.feature("U8")
def test_what_another_does_is_seen_and_nothing_typed_is_lost(desk, page):
    page.goto("/orders/OD-10001")
    note = region(page, "Notes").get_by_role("textbox", name="Note", exact=True)
    note.fill("Half a sentence")
    page.evaluate("globalThis.sameDocument = true")
    other = desk.window(NOOR)
    other.goto("/orders/OD-10001")
    present = page.get_by_role("status").filter(has_text=NOOR)
    expect(present).to_have_text("Noor Haddad has this order open", timeout=SOON)
    opener(other).click()
    expect(dialog(other, "Reassign order OD-10001")).to_be_visible()
    expect(present).to_have_text("Noor Haddad is at “Reassign order”", timeout=SOON)

    reassign(other, "OD-10001", "kate", "Kate Wong")
    expect(region(page, "Order account (details)")).to_contain_text("Kate Wong", timeout=SOON)
    expect(region(page, "Activity")).to_contain_text("Noor Haddad reassigned this order")
    expect(note).to_have_value("Half a sentence")
    expect(note).to_be_focused()

    boss = desk.window(JONAS)
    boss.goto("/orders/OD-10001/cancel")
    press(boss, "Cancel order")
    expect(page.locator("#order-sub")).to_contain_text("canceled: customer’s request", timeout=SOON)
    expect(note).to_have_value("Half a sentence")
    expect(note).to_be_focused()
    for _ in range(2):
        with page.expect_response(lambda answer: answer.status == 304):
            pass
    assert page.evaluate("globalThis.sameDocument")
    expect(note).to_have_value("Half a sentence")


@only("desktop")
@pytest.mark.feature("U8")
def test_an_open_dialog_stays_as_it_is(desk, page):
    page.goto("/orders/OD-10001")
    page.get_by_role("link", name="Edit order customer", exact=True).click()
    box = dialog(page, "Edit order customer OD-10001")
    box.get_by_role("textbox", name="Name", exact=True).fill("Chl")
    reassign(desk.window(NOOR), "OD-10001", "kate", "Kate Wong")
    account = page.locator(
        "section", has=page.get_by_role("heading", name="Order account (details)", include_hidden=True)
    )
    expect(account).to_contain_text("Kate Wong", timeout=SOON)
    expect(box.get_by_role("textbox", name="Name", exact=True)).to_have_value("Chl")
    press(box, "Save")
    expect(box.get_by_role("alert").filter(has_text="Noor Haddad")).to_be_visible()


@only("desktop")
@pytest.mark.feature("U8")
def test_the_list_says_that_it_has_changed(desk, page):
    page.goto("/orders")
    expect(row(page, "OD-10001")).to_be_visible()
    reassign(desk.window(NOOR), "OD-10001", "kate", "Kate Wong")
    expect(page.get_by_role("link", name="Show what is new", exact=True)).to_be_visible(timeout=SOON)
