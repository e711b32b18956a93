"""Without JavaScript every link and form still works."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.driving import opener, press, region, row, said, will_change
from tests.acceptance.places import FIRST, OTHERS, places

pytestmark = places((FIRST, "desktop"), (FIRST, "phone"), *((kind, "desktop") for kind in OTHERS))


@pytest.fixture
def page(desk) -> Page:
    """A window that runs no script."""
    return desk.window(java_script_enabled=False)


def test_found_opened_reassigned_and_undone(desk, page):
    page.goto("/orders")
    page.get_by_role("searchbox", name="Search orders", exact=True).fill("chloe")
    press(page, "Search")
    expect(page).to_have_url(re.compile(r"/orders\?q=chloe"))
    row(page, "OD-10001").get_by_role("link", name="OD-10001", exact=True).click()
    opener(page).click()
    expect(page).to_have_url(re.compile("/orders/OD-10001/reassign$"))

    page.get_by_role("combobox", name="Name, e-mail or phone", exact=True).fill("kate")
    press(page, "Find")
    page.get_by_role("option").filter(has_text="Kate Wong").click()
    expect(will_change(page)).to_contain_text("Kate Wong becomes the owner instead of Chloe Lee.")
    press(page, "Reassign order")

    expect(page).to_have_url(re.compile(r"/orders/OD-10001(\?list=.*)?$"))
    expect(region(page, "Order account (details)")).to_contain_text("Kate Wong")
    press(said(page, "OD-10001 now belongs to Kate Wong"), "Undo")
    expect(said(page, "OD-10001 belongs to Chloe Lee again")).to_be_visible()
    assert desk.moves("OD-10001") == ["undone", "reassigned"]


def test_enter_in_the_search_box_only_searches(desk, page):
    page.goto("/orders/OD-10001/reassign")
    page.get_by_role("combobox", name="Name, e-mail or phone", exact=True).fill("kate")
    page.keyboard.press("Enter")
    expect(page.get_by_role("option").filter(has_text="Kate Wong")).to_be_visible()
    assert desk.moves("OD-10001") == []


def test_to_a_new_customer(desk, page):
    page.goto("/orders/OD-10004/reassign")
    page.get_by_role("radio", name="New customer", exact=True).check()
    press(page, "Reassign order")
    expect(page.get_by_role("alert").filter(has_text="Nothing was changed")).to_be_visible()
    page.get_by_role("textbox", name="E-mail", exact=True).fill("ida@new.example")
    press(page, "Reassign order")
    expect(said(page, "OD-10004 now belongs to ida@new.example")).to_be_visible()
    assert desk.owner("OD-10004") == "ida@new.example"


def test_filters_and_the_way_back(page):
    page.goto("/orders")
    page.get_by_role("group").filter(has_text="Payment").first.locator("summary").click()
    page.get_by_role("checkbox", name="Refunded", exact=True).check()
    press(page, "Search")
    expect(page).to_have_url(re.compile("payment=refunded"))
    page.get_by_role("link", name="OD-10007", exact=True).click()
    page.get_by_role("link", name="Back to orders", exact=True).click()
    expect(page).to_have_url(re.compile("payment=refunded"))
