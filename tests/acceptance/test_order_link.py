"""Ways in: a buyer orders by a catalog's link, and another by a sheet that they filled in; staff see both."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.acceptance.axe import at_rest, findings
from tests.acceptance.driving import press, said
from tests.acceptance.places import only
from tests.pages.test_order_sheet import filled

CONTACT = {"Name": "Ada Byron", "E-mail": "ada@mail.example", "Address line 1": "Kai 1", "City": "Kiel"}


def link_of_winter(page):
    """Staff make the link; its address."""
    page.goto("/catalogs/1/order-link")
    press(page, "Make order link")
    expect(said(page, "The order link of Winter is made")).to_be_visible()
    link = page.get_by_role("textbox", name="Order link", exact=True).input_value()
    return link[link.index("/c/") :]


def order(guest):
    """Say who orders, and place it; the order's code."""
    for name, text in CONTACT.items():
        guest.get_by_role("textbox", name=name, exact=True).first.fill(text)
    press(guest, "Place order")
    placed = guest.get_by_role("status").filter(has_text="is placed")
    expect(placed).to_be_visible()
    return placed.get_by_role("heading").inner_text().split()[2]


@only("phone", "desktop")
@pytest.mark.feature("D2")
def test_a_guest_orders_by_link_and_by_sheet(desk, page, tmp_path):
    path, guest = link_of_winter(page), desk.window(who=None)
    guest.goto(path)
    at_rest(guest)
    assert findings(guest) == []
    guest.get_by_role("spinbutton", name="Quantity of Stoneware mug, Sage", exact=True).fill("2")
    press(guest, "Review order")
    expect(guest.get_by_role("region", name="Items", exact=True)).to_contain_text("19.00")
    at_rest(guest)
    assert findings(guest) == []
    by_link = order(guest)
    page.goto(f"/orders/{by_link}")
    expect(page.get_by_text("Order link").first).to_be_visible()

    guest.goto(f"{path}/sheet")
    with guest.expect_download() as coming:
        guest.get_by_role("link", name="Download order sheet", exact=True).click()
    sheet = tmp_path / "order.xlsx"
    sheet.write_bytes(filled(Path(coming.value.path()).read_bytes(), TWL_HS_01=3))
    guest.get_by_label("Filled-in order sheet").set_input_files(sheet)
    press(guest, "Upload")
    expect(guest.get_by_role("region", name="Items", exact=True)).to_contain_text("24.00")
    by_sheet = order(guest)
    page.goto(f"/orders/{by_sheet}")
    expect(page.get_by_text("Spreadsheet").first).to_be_visible()
