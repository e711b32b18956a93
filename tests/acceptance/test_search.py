"""Whatever scrap a caller gives leads to the order; filters find it by its customer."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.driving import region, row
from tests.acceptance.places import only

# What the caller says, an order that it finds, and where that says that it matched, if its row does not show it.
SCRAPS = [
    ("od-10001", "OD-10001", ""),
    ("puig barb", "OD-10011", ""),  # its owner's name
    ("chloe@mail", "OD-10001", "E-mail chloe@mail.example"),
    ("lena.petro", "OD-10010", "E-mail lena.petrosyan@mail.example"),
    ("0151/2345 6789", "OD-10001", "Phone +49 151 2345 6789"),
    ("CND-AM", "OD-10004", "SKU CND-AM-180"),
    ("beeswax cand", "OD-10004", "Product Beeswax candle"),
    ("JD0146 0002 8417", "OD-10003", "Tracking number JD0146 0002 8417"),
    ("jd014600028417", "OD-10003", "Tracking number JD0146 0002 8417"),
    ("pays cash on delivery", "OD-10005", "Note Pays cash on delivery."),
    ("elbterrasse hamburg", "OD-10004", "Delivery address Kate W. Elbterrasse 9 22587 Hamburg"),
]


def answer(page: Page, said: str) -> None:
    """Search the orders, and wait until the list is that of these words."""
    with page.expect_response(lambda one: "/orders?" in one.url and "q=" in one.url):
        page.get_by_role("searchbox", name="Search orders", exact=True).fill(said)


@only("desktop", "tablet", "phone")
@pytest.mark.feature("U2", "D10", "L5")
def test_each_scrap_that_a_caller_gives_finds_the_order_and_says_where(page):
    page.goto("/orders")
    for said, code, where in SCRAPS:
        answer(page, said)
        expect(row(page, code)).to_contain_text(where)
    row(page, "OD-10004").get_by_role("link", name="View", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="OD-10004", exact=True)).to_be_visible()
    expect(region(page, "Order customer")).to_contain_text("kate.wong@mail.example")


@only("desktop", "tablet", "phone")
@pytest.mark.feature("T1", "U2")
def test_filters_find_an_order_by_its_customer(page):
    page.goto("/orders")
    page.get_by_role("group").filter(has_text="Customer").locator("summary").click()
    box = page.get_by_role("textbox", name="Name, e-mail or phone", exact=True)
    box.fill("+81 90 1234 5678")
    box.press("Enter")
    expect(page).to_have_url(re.compile("customer="))
    expect(box).to_be_focused()
    expect(row(page, "OD-10005")).to_be_visible()
    expect(row(page, "OD-10020")).to_have_count(0)
    page.get_by_role("radio", name="Owned by an account", exact=True).check()
    expect(page.get_by_role("heading", name="No orders match", exact=True)).to_be_visible()
    page.get_by_role("radio", name="Guest orders", exact=True).check()
    expect(row(page, "OD-10005")).to_contain_text("Kenji")
