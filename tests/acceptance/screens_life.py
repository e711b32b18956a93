"""Draws what follows checkout into docs/screens/, as screens.py does: parcels, goods, letters, the workflow."""

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.driving import press, region, row
from tests.acceptance.places import only
from tests.acceptance.screens import draw_all
from tests.acceptance.screens_ownership import more, nothing, tick
from tests.acceptance.sights_goods import products_previewed


@only("desktop", "tablet", "phone")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_dialogs(desk, place, theme):
    draw_all(desk, place, theme, PLACES)


def some(page: Page) -> None:
    """One of two mugs, and no towel."""
    press(page, "Fulfil")
    page.get_by_role("checkbox", name="Linen tea towel", exact=True).uncheck()
    page.get_by_role("spinbutton", name="Quantity of Stoneware mug", exact=True).fill("1")
    page.get_by_role("textbox", name="Carrier", exact=True).fill("DHL")
    page.get_by_role("textbox", name="Tracking number", exact=True).fill("JD0146 0003 9184 2201")
    expect(page.get_by_text("2 of 4 pieces")).to_be_visible()


def of_shipment(verb: str):
    """A verb of the order's first shipment."""

    def step(page: Page) -> None:
        region(page, "Shipments").get_by_role("button", name="Actions for shipment").first.click()
        page.get_by_role("menuitem", name=verb, exact=True).click()
        expect(page.get_by_role("dialog").get_by_role("heading").first).to_contain_text(verb)

    return step


def came_back(page: Page) -> None:
    """A bowl that came back opened."""
    press(page, "One more Serving bowl")
    page.get_by_role("combobox", name="Condition, Serving bowl", exact=True).select_option("Opened")
    expect(region(page, "What will change")).to_contain_text("Partially returned")


def many(page: Page) -> None:
    """Two orders ticked, and Fulfil pressed."""
    tick("OD-10001", "OD-10004")(page)
    page.get_by_role("button", name="Fulfil", exact=True).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def otherwise(page: Page) -> None:
    """One mug less, a towel less."""
    more("Edit lines")(page)
    page.get_by_role("spinbutton", name="Quantity of Stoneware mug", exact=True).fill("1")
    page.get_by_role("spinbutton", name="Quantity of Linen tea towel", exact=True).fill("0")
    expect(page.get_by_role("status", name="New total", exact=True)).to_contain_text("22")


def ordered(page: Page) -> None:
    """An order of three mugs for Kate Wong."""
    press(page, "New order")
    box = page.get_by_role("dialog", name="New order", exact=True)
    for field, words, name in (("Name, e-mail or phone", "kate", "Kate Wong"), ("Add product", "mug", "Stoneware mug")):
        box.get_by_role("combobox", name=field, exact=True).fill(words)
        box.get_by_role("listbox").get_by_role("option").filter(has_text=name).first.click()
        expect(box.get_by_text("Buyer: Kate Wong")).to_be_visible()
    box.get_by_role("spinbutton", name="Quantity of Stoneware mug", exact=True).fill("3")
    expect(box.get_by_role("status", name="Total", exact=True)).to_contain_text("28.50")


def to_try(page: Page) -> None:
    """The choices of a test order."""
    expect(page.get_by_role("dialog")).to_be_visible()


def noted(page: Page) -> None:
    """A note that the customer will read, half written."""
    note = region(page, "Notes").get_by_role("textbox", name="Note", exact=True)
    note.fill("We found the second mug: it leaves on Monday.")
    region(page, "Notes").get_by_role("checkbox", name="The customer reads it", exact=True).check()
    note.scroll_into_view_if_needed()


def anew(page: Page) -> None:
    """Other words, with their preview."""
    page.get_by_role("textbox", name="Subject", exact=True).fill("{order} left with {carrier}")
    expect(region(page, "Preview")).to_contain_text("left with")


def found(page: Page) -> None:
    """The test order on the list."""
    expect(row(page, "TEST-10001")).to_be_visible()


PLACES = {
    "fulfil": ("/orders/OD-10001", some),
    "pack": ("/orders/OD-10001", more("Mark as packed")),
    "edit-shipment": ("/orders/OD-10003", of_shipment("Edit shipment")),
    "cancel-shipment": ("/orders/OD-10003", of_shipment("Cancel shipment")),
    "return": ("/orders/OD-10002/return", came_back),
    "bulk-fulfil": ("/orders", many),
    "edit-lines": ("/orders/OD-10001", otherwise),
    "new-order": ("/orders", ordered),
    "products": ("/products", nothing),
    "import-products": ("/products", products_previewed),
    "create-test": ("/orders/create-test", to_try),
    "tests": ("/orders?test=yes", found),
    "notes": ("/orders/OD-10001", noted),
    "notifications": ("/settings/notifications", nothing),
    "edit-notice": ("/settings/notifications/shipment_sent", anew),
    "workflow": ("/workflow", nothing),
    "order-workflow": ("/orders/OD-10003/workflow", nothing),
}
