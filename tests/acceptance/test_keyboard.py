"""Everything without a mouse: the focus is always somewhere sensible."""

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.driving import dialog, opener, press, row, said, will_change
from tests.acceptance.places import only

pytestmark = only("desktop")


def tab_to(page: Page, target) -> None:
    """Press Tab until the focus is there; it must not get lost on the way."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if target.evaluate("node => node === document.activeElement"):
            return
    pytest.fail("Tab does not reach it.")


def focused_inside(page: Page) -> bool:
    """Whether the focus is in the dialog."""
    return page.evaluate("document.querySelector('dialog').contains(document.activeElement)")


def test_an_order_is_reassigned(desk, page):
    page.goto("/orders/OD-10001")
    tab_to(page, opener(page))
    page.keyboard.press("Enter")
    box = dialog(page, "Reassign order OD-10001")
    combobox = box.get_by_role("combobox", name="Name, e-mail or phone", exact=True)
    expect(combobox).to_be_focused()

    page.keyboard.type("kate")
    option = box.get_by_role("option").filter(has_text="Kate Wong")
    expect(option).to_be_visible()
    expect(combobox).to_have_attribute("aria-expanded", "true")
    while option.get_attribute("id") != combobox.get_attribute("aria-activedescendant"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(will_change(box)).to_contain_text("Kate Wong becomes the owner")
    expect(combobox).to_be_focused()

    tab_to(page, box.get_by_role("button", name="Reassign order", exact=True))
    page.keyboard.press("Enter")
    expect(said(page, "OD-10001 now belongs to Kate Wong")).to_be_visible()
    expect(opener(page)).to_be_focused()
    assert desk.owner("OD-10001") == "Kate Wong"


def test_the_focus_stays_in_the_dialog_whatever_is_changed_there(page):
    page.goto("/orders/OD-10001")
    opener(page).press("Enter")
    box = dialog(page, "Reassign order OD-10001")
    for control, key in [
        (box.get_by_role("checkbox", name="Also replace the order's contact details", exact=True), " "),
        (box.get_by_role("radio", name="Existing customer", exact=True), "ArrowRight"),
        (box.get_by_role("checkbox", name="Generate password", exact=True), " "),
    ]:
        control.focus()
        with page.expect_response("**/reassign*"):
            page.keyboard.press(key)
        expect(box.locator(":focus")).to_have_count(1)
    box.get_by_role("textbox", name="E-mail", exact=True).fill("ida@new.example")
    page.keyboard.press("Tab")
    expect(will_change(box)).to_contain_text("ida@new.example becomes the owner")
    expect(box.get_by_role("textbox", name="Mobile phone", exact=True)).to_be_focused()
    for _ in range(30):
        page.keyboard.press("Tab")
        # Between its last and first control the browser's own buttons have their turn.
        assert focused_inside(page) or page.evaluate("document.activeElement === document.body")


def test_escape_shuts_the_list_then_the_dialog_and_gives_the_focus_back(page):
    page.goto("/orders/OD-10001")
    opener(page).press("Enter")
    box = dialog(page, "Reassign order OD-10001")
    combobox = box.get_by_role("combobox", name="Name, e-mail or phone", exact=True)
    combobox.press_sequentially("kate")
    expect(box.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(box.get_by_role("listbox")).to_be_hidden()
    expect(combobox).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(opener(page)).to_be_focused()


def test_the_rows_menu(page):
    page.goto("/orders")
    more = row(page, "OD-10002").get_by_role("button", name="More actions for OD-10002", exact=True)
    item = page.get_by_role("menuitem", name="Reassign order", exact=True)
    more.press("Enter")
    expect(item).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(item).to_be_focused()
    page.keyboard.press("Escape")
    expect(item).to_be_hidden()
    expect(more).to_be_focused()

    page.keyboard.press("Enter")
    expect(item).to_be_focused()
    page.keyboard.press("Enter")
    box = dialog(page, "Reassign order OD-10002")
    expect(box.get_by_role("combobox", name="Name, e-mail or phone", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(more).to_be_focused()


def test_a_refusal_takes_the_focus_to_what_is_to_be_mended(page):
    page.goto("/orders/OD-10001")
    opener(page).press("Enter")
    box = dialog(page, "Reassign order OD-10001")
    press(box, "Reassign order")
    expect(box.get_by_role("alert").filter(has_text="Nothing was changed")).to_be_visible()
    expect(box.locator(":focus")).to_have_count(1)


def test_f_goes_to_the_search_of_the_list_and_tab_first_to_the_skip_link(page):
    page.goto("/orders")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("f")
    expect(page.get_by_role("searchbox", name="Search orders", exact=True)).to_be_focused()
