"""The jump box: a few letters, and one is there; by keyboard, by finger, without script."""

import re

from playwright.sync_api import Page, expect

from tests.acceptance.axe import at_rest
from tests.acceptance.places import only


def box(page: Page):
    return page.get_by_role("dialog", name="Jump to", exact=True)


def field(page: Page):
    return box(page).get_by_role("combobox", name="Jump to an order, customer or action", exact=True)


def chosen(page: Page):
    return box(page).get_by_role("option", selected=True)


@only("desktop")
def test_by_keyboard_alone(page):
    page.goto("/orders")
    page.get_by_role("link", name="OD-10019", exact=True).focus()
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    expect(chosen(page)).to_have_text("Orders")
    page.keyboard.type("kate")
    expect(chosen(page)).to_contain_text("Kate Wong")
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(chosen(page)).to_contain_text("OD-10017")
    expect(field(page)).to_have_attribute("aria-activedescendant", chosen(page).get_attribute("id"))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(chosen(page)).to_contain_text("Search all customers for “kate”")

    page.keyboard.press("Escape")
    expect(box(page)).to_be_hidden()
    expect(page.get_by_role("link", name="OD-10019", exact=True)).to_be_focused()
    page.keyboard.press("/")
    expect(field(page)).to_have_value("")
    page.keyboard.type("kate wong")
    expect(chosen(page)).to_contain_text("Kate Wong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Kate Wong", exact=True)).to_be_visible()

    # From the top bar: the first letter opens it; a whole code goes there, however soon Enter comes.
    page.get_by_role("searchbox", name="Jump to an order or customer", exact=True).focus()
    page.keyboard.type("od-10004")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="OD-10004", exact=True)).to_be_visible()


@only("phone")
def test_by_finger_from_the_top_edge(page):
    page.goto("/customers")
    page.get_by_role("link", name="Jump to an order or customer", exact=True).tap()
    expect(field(page)).to_be_focused()
    at_rest(page)
    assert box(page).bounding_box()["y"] == 0
    field(page).press_sequentially("10016")
    box(page).get_by_role("option").filter(has_text="OD-10016").tap()
    expect(page.get_by_role("heading", level=1, name="OD-10016", exact=True)).to_be_visible()


@only("desktop")
def test_late_answers_never_replace_newer_ones(page):
    held = []
    page.route("**/jump?q=kat", lambda route: held.append(route))
    page.goto("/orders")
    page.keyboard.press("/")
    with page.expect_request("**/jump?q=kat"):
        field(page).fill("kat")
    field(page).fill("solberg")
    expect(chosen(page)).to_contain_text("Ingrid Solberg")
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    expect(chosen(page)).to_contain_text("Ingrid Solberg")


@only("desktop")
def test_without_script_it_is_a_page(desk):
    page = desk.window(java_script_enabled=False)
    page.goto("/customers")
    page.get_by_role("searchbox", name="Jump to an order or customer", exact=True).fill("kate")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/jump\?q=kate$"))
    page.get_by_role("link", name=re.compile("^OD-10017")).click()
    expect(page.get_by_role("heading", level=1, name="OD-10017", exact=True)).to_be_visible()
