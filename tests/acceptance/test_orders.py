"""The orders list: search as one types, filters, pages, and the way back to it."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.driving import press, row
from tests.acceptance.places import only


def search(page):
    return page.get_by_role("searchbox", name="Search orders", exact=True)


def filter_by(page, title, word):
    page.locator("summary").filter(has_text=title).click()
    page.get_by_role("checkbox", name=word, exact=True).check()


@pytest.mark.feature("T2")
def test_the_columns_and_the_cast(page):
    page.goto("/orders")
    expect(page.get_by_role("heading", level=1, name="Orders", exact=True)).to_be_visible()
    for name in ("Order", "Placed", "Customer", "Payment", "Fulfilment", "Total"):
        expect(page.get_by_role("columnheader", name=name, exact=True)).to_have_count(1)
    first = page.get_by_role("table").get_by_role("row").nth(1)
    expect(first.get_by_role("link", name="OD-10020", exact=True)).to_be_visible()
    for text in ("Yara Haddad", "Unpaid", "Unfulfilled", "9.50 EUR"):
        expect(first).to_contain_text(text)
    first.get_by_role("link", name="View", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="OD-10020", exact=True)).to_be_visible()


def test_what_is_typed_is_found_and_stands_in_the_address(page):
    page.goto("/orders")
    search(page).press_sequentially("kate")
    expect(page).to_have_url(re.compile(r"/orders\?.*q=kate"))
    expect(row(page, "OD-10004")).to_contain_text("Kate W.")
    expect(row(page, "OD-10017")).to_contain_text("Kate Wong")
    expect(row(page, "OD-10001")).to_have_count(0)
    expect(search(page)).to_be_focused()
    search(page).fill("nobody at all")
    expect(page.get_by_role("heading", name="No orders match", exact=True)).to_be_visible()
    page.get_by_role("link", name="Clear filters", exact=True).click()
    expect(row(page, "OD-10020")).to_be_visible()
    expect(search(page)).to_have_value("")


@only("desktop", "phone")
def test_filters_add_up_and_are_taken_off_one_by_one(page):
    page.goto("/orders")
    filter_by(page, "Payment", "Refunded")
    expect(row(page, "OD-10007")).to_be_visible()
    page.keyboard.press("Escape")
    filter_by(page, "Fulfilment", "Returned")
    expect(page).to_have_url(re.compile(r"payment=refunded.*fulfilment=returned"))
    expect(row(page, "OD-10007")).to_contain_text("Dieter Krämer")
    expect(row(page, "OD-10020")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_role("checkbox", name="Returned", exact=True)).to_be_hidden()
    page.get_by_role("link", name="Payment: Refunded remove filter", exact=True).click()
    expect(page).to_have_url(re.compile(r"/orders\?fulfilment=returned$"))
    page.get_by_role("link", name="Clear", exact=True).click()
    expect(page).to_have_url(re.compile("/orders$"))


@pytest.mark.feature("T2")
def test_back_from_an_order_is_where_one_was(page):
    page.goto("/orders?payment=paid&q=post.example")
    deep = page.get_by_role("table").get_by_role("row").nth(40)
    deep.evaluate("row => row.scrollIntoView({ block: 'center' })")
    deep.get_by_role("link", name="View", exact=True).click()
    expect(page.get_by_role("heading", name="Activity", exact=True)).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile(r"/orders\?payment=paid&q=post\.example$"))
    expect(search(page)).to_have_value("post.example")
    expect(page.get_by_role("list", name="Active filters")).to_contain_text("Paid")
    expect(deep).to_be_in_viewport()


@only("desktop", "phone")
def test_back_to_orders_keeps_search_and_filters(page):
    page.goto("/orders?payment=paid")
    search(page).fill("chloe")
    expect(page).to_have_url(re.compile("q=chloe"))
    expect(row(page, "OD-10004")).to_have_count(0)
    page.get_by_role("link", name="OD-10001", exact=True).click()
    page.get_by_role("link", name="Back to orders", exact=True).click()
    expect(page).to_have_url(re.compile(r"(?=.*payment=paid)(?=.*q=chloe)"))
    expect(search(page)).to_have_value("chloe")
    expect(row(page, "OD-10001")).to_be_visible()


@only("desktop", "phone")
def test_steps_of_a_search_are_undone_with_back(page):
    page.goto("/orders")
    search(page).fill("OD-10007")
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(2)
    page.go_back()
    expect(page).to_have_url(re.compile("/orders$"))
    expect(row(page, "OD-10020")).to_be_visible()
    expect(search(page)).to_have_value("")


@only("desktop", "phone")
def test_pages_of_the_list(page):
    page.goto("/orders")
    expect(page.get_by_role("status").filter(has_text="257 orders")).to_be_visible()
    page.get_by_role("link", name="Next page", exact=True).click()
    expect(row(page, "OD-10020")).to_have_count(0)
    page.get_by_role("link", name="Previous page", exact=True).click()
    expect(row(page, "OD-10020")).to_be_visible()
    expect(page.get_by_role("link", name="Previous page", exact=True)).to_have_attribute("aria-disabled", "true")


@only("desktop")
def test_one_menu_at_a_time(page):
    page.goto("/orders")
    press(row(page, "OD-10020"), "More actions for OD-10020")
    menu = page.get_by_role("menu", name="Actions", exact=True)
    expect(menu).to_be_visible()
    page.get_by_role("heading", level=1, name="Orders", exact=True).click()
    expect(menu).to_be_hidden()


@only("tablet", "phone")
@pytest.mark.feature("U2")
def test_rows_out_of_sight_come_when_they_are_wanted_and_move_nothing(page):
    page.goto("/orders")
    rows = page.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(51)
    expect(rows.last.locator("..")).to_have_css("content-visibility", "auto")  # what fills a screen came first
    height = page.evaluate("document.documentElement.scrollHeight")
    rows.nth(40).get_by_role("link", name="View", exact=True).focus()
    expect(rows.nth(40)).to_be_in_viewport()
    rows.last.scroll_into_view_if_needed()
    expect(rows.last.get_by_role("link", name="View", exact=True)).to_be_visible()
    assert abs(page.evaluate("document.documentElement.scrollHeight") - height) < height * 0.01


@only("tablet", "phone")
@pytest.mark.feature("U2")
def test_rows_out_of_sight_are_skipped_behind_a_dialog_and_the_focus_is_not_among_them(page):
    page.goto("/orders")
    rows = page.get_by_role("table").get_by_role("row")
    last, focused = page.locator(".orders tbody").last, rows.nth(40).get_by_role("link", name="View", exact=True)
    expect(last).to_have_css("content-visibility", "auto")
    focused.focus()
    expect(rows.nth(40)).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")
    height = page.evaluate("document.documentElement.scrollHeight")
    page.keyboard.press("/")
    expect(page.get_by_role("dialog", name="Jump to", exact=True)).to_be_visible()
    expect(last).to_have_css("content-visibility", "hidden")
    assert abs(page.evaluate("document.documentElement.scrollHeight") - height) < height * 0.01
    page.keyboard.press("Escape")
    expect(focused).to_be_focused()
    expect(last).to_have_css("content-visibility", "auto")
    assert abs(page.evaluate("document.documentElement.scrollHeight") - height) < height * 0.01
