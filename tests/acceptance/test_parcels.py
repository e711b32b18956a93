"""From the shelf to the customer and back: in two shipments, edited, delivered, canceled, returned; in bulk."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.acceptance.driving import dialog, press, region, said, will_change
from tests.acceptance.places import only
from tests.acceptance.test_bulk import tick


def press_verb(page: Page, name: str) -> None:
    """A verb of the order: at the top, on a phone perhaps under "More"."""
    button = page.get_by_role("button", name=name, exact=True)
    if button.is_visible():
        return button.click()
    press(page, "More")
    return page.get_by_role("menuitem", name=name, exact=True).click()


def of_shipment(page: Page, number: str, verb: str, title: str) -> Locator:
    """The dialog of a shipment's verb, from its menu."""
    press(region(page, "Shipments"), f"Actions for shipment {number}")
    page.get_by_role("menuitem", name=verb, exact=True).click()
    return dialog(page, title)


def newest(page: Page) -> str:
    """The number of the shipment that was made last."""
    return re.findall(r"SH-\d+", region(page, "Shipments").inner_text())[-1]


@only("desktop", "tablet", "phone")
@pytest.mark.feature("U8", "U12", "U13", "U15", "U16", "U17", "U20", "U21")
def test_an_order_leaves_in_two_shipments(page):
    page.goto("/orders/OD-10001")
    press(page, "Fulfil")
    box = dialog(page, "Fulfil order OD-10001")
    expect(box.get_by_role("checkbox", name="Handed over now", exact=True)).to_be_checked()
    box.get_by_role("checkbox", name="Linen tea towel", exact=True).uncheck()
    expect(box.get_by_role("spinbutton", name="Quantity of Linen tea towel", exact=True)).to_have_value("0")
    box.get_by_role("spinbutton", name="Quantity of Stoneware mug", exact=True).fill("1")
    box.get_by_role("radio", name="International", exact=True).check()
    expect(box).to_contain_text("2 of 4 pieces. Unfulfilled becomes Partially fulfilled")
    press(box, "Fulfil")
    expect(box.get_by_role("alert").filter(has_text="An international shipment needs its carrier")).to_be_visible()
    box.get_by_role("textbox", name="Carrier", exact=True).fill("DHL")
    box.get_by_role("textbox", name="Tracking number", exact=True).fill("JD014600")
    press(box, "Fulfil")
    expect(said(page, "Stoneware mug × 1, Beeswax candle × 1.")).to_be_visible()
    expect(region(page, "Shipments")).to_contain_text("DHL, JD014600")

    first = newest(page)
    box = of_shipment(page, first, "Edit shipment", f"Edit shipment {first}")
    box.get_by_role("textbox", name="Expected arrival", exact=True).fill("2020-01-31")
    box.get_by_role("combobox", name="Status", exact=True).select_option("In transit")
    expect(box.get_by_role("checkbox", name="Send notification to the customer after updates")).to_be_checked()
    press(box, "Save")
    expect(region(page, "Shipments")).to_contain_text("overdue since 31 Jan")

    press(page, "Fulfil")
    box = dialog(page, "Fulfil order OD-10001")
    box.get_by_role("checkbox", name="Handed over now", exact=True).uncheck()
    press(box, "Fulfil")
    expect(said(page, "awaiting shipment")).to_be_visible()
    second = newest(page)
    press(of_shipment(page, second, "Cancel shipment", f"Cancel shipment {second}"), "Cancel shipment")
    expect(said(page, "2 pieces are back in stock.")).to_be_visible()
    press(page, "Fulfil")
    press(dialog(page, "Fulfil order OD-10001"), "Fulfil")
    expect(said(page, ": shipped")).to_be_visible()
    third = newest(page)
    for number in (first, third):
        verb = "Mark as delivered"
        press(of_shipment(page, number, verb, f"Mark shipment {number} as delivered"), verb)
        expect(said(page, f"Shipment {number} is delivered")).to_be_visible()
    expect(page.get_by_role("heading", level=1).locator("..")).to_contain_text("Delivered")


@only("desktop", "tablet", "phone")
@pytest.mark.feature("U8", "U17", "U22")
def test_pieces_come_back(page):
    page.goto("/orders/OD-10003")
    press_verb(page, "Return")
    box = dialog(page, "Return order OD-10003")
    press(box, "Mark as delivered and continue")
    quantity = box.get_by_role("spinbutton", name="Quantity of Beeswax candle", exact=True)
    press(box, "Return")
    expect(box.get_by_role("alert").filter(has_text="Nothing is chosen.")).to_be_visible()
    press(box, "One more Beeswax candle")
    expect(quantity).to_have_value("1")
    expect(will_change(box)).to_contain_text("Partially returned")
    expect(will_change(box)).to_contain_text("86")
    box.get_by_role("combobox", name="Condition, Beeswax candle", exact=True).select_option("Damaged")
    expect(will_change(box)).not_to_contain_text("86")
    press(box, "Return")
    expect(said(page, "Returned: Beeswax candle × 1")).to_be_visible()
    expect(box).to_be_hidden()
    expect(region(page, "Activity").get_by_role("listitem").first).to_contain_text("Returned: Beeswax candle × 1")


@only("desktop", "phone")
@pytest.mark.feature("U12", "R6")
def test_whole_orders_are_fulfilled_from_the_list(page):
    page.goto("/orders")
    tick(page, "OD-10001", "OD-10002", "OD-10005")
    press(page.get_by_role("toolbar", name="Actions for selected orders", exact=True), "Fulfil")
    box = dialog(page, "Fulfil 3 orders")
    expect(box).to_contain_text("This cannot be undone.")
    expect(box.get_by_role("row").filter(has_text="OD-10002")).to_contain_text(
        "No piece of this order is left to pack."
    )
    expect(will_change(box)).to_contain_text("1 order of these is not paid yet.")
    box.get_by_role("radio", name="In-store pickup", exact=True).check()
    expect(will_change(box)).to_contain_text("ready for pickup: 7 pieces in all")
    press(box, "Fulfil 2 orders")
    expect(said(page, "2 orders have a shipment of all that was left")).to_be_visible()
    page.get_by_role("link", name="OD-10005", exact=True).click()
    expect(region(page, "Shipments")).to_contain_text("Ready for pickup")


@only("phone")
@pytest.mark.feature("U13", "U22")
def test_without_script(desk):
    page = desk.window(java_script_enabled=False)
    page.goto("/orders/OD-10001/fulfil")
    page.get_by_role("checkbox", name="Linen tea towel", exact=True).uncheck()
    page.get_by_role("spinbutton", name="Quantity of Stoneware mug", exact=True).fill("1")
    press(page, "Fulfil")
    expect(said(page, "Stoneware mug × 1, Beeswax candle × 1.")).to_be_visible()
    page.goto("/orders/OD-10003/return")
    press(page, "Mark as delivered and continue")
    page.get_by_role("spinbutton", name="Quantity of Beeswax candle", exact=True).fill("1")
    press(page, "Return")
    expect(said(page, "Returned: Beeswax candle × 1")).to_be_visible()
