"""A view is saved, shared and found again; columns are chosen; and one walks from order to order."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.desk import BEN
from tests.acceptance.driving import dialog, opener, press, region, said
from tests.acceptance.places import FIRST, only, places

pytestmark = pytest.mark.feature("U2")


def views(page: Page):
    """The tabs above the list."""
    return page.get_by_role("navigation", name="Saved views", exact=True)


def view(page: Page, name: str):
    """One of them."""
    return views(page).get_by_role("link", name=name, exact=True)


@places((FIRST, "desktop"), (FIRST, "phone"))
def test_a_view_is_saved_shared_and_found_by_others(desk, page):
    page.goto("/orders")
    expect(view(page, "All orders")).to_have_attribute("aria-current", "page")
    expect(view(page, "All orders")).to_have_accessible_description("257")
    page.get_by_role("searchbox", name="Search orders", exact=True).fill("ingrid")
    expect(view(page, "All orders")).not_to_have_attribute("aria-current", "page")
    expect(view(page, "All orders")).to_have_accessible_description("257")

    view(page, "Save view").click()
    box = dialog(page, "Save view")
    expect(box.get_by_role("textbox", name="Name", exact=True)).to_be_focused()
    press(box, "Save view")
    expect(box.get_by_role("alert").filter(has_text="Enter a name for the view.")).to_be_visible()
    box.get_by_role("textbox", name="Name", exact=True).fill("Ingrid’s")
    box.get_by_role("checkbox", name="Share with everyone at the store", exact=True).check()
    box.get_by_role("button", name="Save view", exact=True).dblclick()
    expect(said(page, "The view Ingrid’s is saved")).to_be_visible()
    expect(box).to_be_hidden()
    expect(view(page, "Ingrid’s")).to_have_attribute("aria-current", "page")
    expect(view(page, "Ingrid’s")).to_have_accessible_description("2")

    other = desk.window(BEN)
    other.goto("/orders")
    view(other, "Ingrid’s").click()
    expect(other.get_by_role("searchbox", name="Search orders", exact=True)).to_have_value("ingrid")
    view(page, "All views").click()
    page.get_by_role("link", name="Delete Ingrid’s", exact=True).click()
    press(dialog(page, "Delete view Ingrid’s"), "Delete view")
    expect(said(page, "The view Ingrid’s is deleted")).to_be_visible()
    expect(region(page, "Views of your orders").get_by_role("row").filter(has_text="Ingrid’s")).to_have_count(0)


@only("desktop")
def test_columns_are_chosen_with_the_list_in_sight(page):
    page.goto("/orders?payment=paid")
    press(page, "Columns")
    head = page.get_by_role("table").get_by_role("columnheader")
    for name, shown in (("Route", True), ("Items", False)):
        box = page.get_by_role("checkbox", name=name, exact=True)
        box.focus()
        page.keyboard.press(" ")
        expect(head.filter(has_text=name)).to_have_count(int(shown))
        expect(box).to_be_focused()
    expect(page).to_have_url(re.compile("payment=paid$"))
    press(page, "Reset")
    expect(head.filter(has_text="Items")).to_have_count(1)
    expect(page.get_by_role("checkbox", name="Items", exact=True)).to_be_checked()
    expect(page.get_by_role("checkbox", name="Route", exact=True)).not_to_be_checked()


@only("desktop")
def test_one_walks_through_the_list_that_one_came_from(page):
    page.goto("/orders?q=ingrid&sort=placed")
    page.get_by_role("link", name="OD-10016", exact=True).click()
    place = page.get_by_role("navigation", name="Orders of this list", exact=True)
    expect(place).to_contain_text("1 of 2")
    page.wait_for_load_state()  # keys are the script's
    page.keyboard.press("]")
    expect(page.get_by_role("heading", level=1)).to_have_text("OD-10018")
    expect(place).to_contain_text("2 of 2")
    page.keyboard.press("]")
    opener(page).click()
    box = dialog(page, "Reassign order OD-10018")
    box.get_by_role("combobox").press_sequentially("[kate")
    box.get_by_role("combobox").fill("kate")
    box.get_by_role("option").filter(has_text="Kate Wong").click()
    press(box, "Reassign order")
    expect(said(page, "OD-10018 now belongs to Kate Wong")).to_be_visible()
    expect(page.get_by_role("link", name="Back to orders", exact=True)).to_have_attribute(
        "href", re.compile("sort=placed")
    )
    page.keyboard.press("[")
    expect(page.get_by_role("heading", level=1)).to_have_text("OD-10016")
    page.get_by_role("link", name="Back to orders", exact=True).click()
    expect(page).to_have_url(re.compile(r"q=ingrid&sort=placed$"))
