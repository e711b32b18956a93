"""Draws the dialogs and pages about money into docs/screens/, as screens.py does; run it by its name."""

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.driving import press
from tests.acceptance.places import only
from tests.acceptance.screens import draw_all


@only("desktop", "tablet", "phone")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_dialogs(desk, place, theme):
    draw_all(desk, place, theme, PLACES)


def partly(page: Page) -> None:
    """A bowl that came back, and something for the trouble."""
    page.get_by_role("spinbutton", name="Quantity of Serving bowl", exact=True).fill("1")
    page.get_by_role("textbox", name="Adjustment refund", exact=True).fill("2.00")
    page.get_by_role("textbox", name="Reason", exact=True).or_(
        page.get_by_role("combobox", name="Reason", exact=True)
    ).fill("Arrived damaged")
    expect(page.get_by_role("status", name="Refund total", exact=True)).to_contain_text("20.00 EUR")


def deposit(page: Page) -> None:
    """A part of what is owed."""
    page.get_by_role("textbox", name="Amount", exact=True).fill("200.00")
    page.get_by_role("textbox", name="Reference", exact=True).fill("HERRERA 10008 ANZAHLUNG")
    expect(page.get_by_role("region", name="What will change", exact=True)).to_contain_text("Partially paid")


def first_to_send(page: Page) -> None:
    """The first refund that is to be sent."""
    page.get_by_role("button", name="Mark as sent").first.click()
    page.get_by_role("textbox", name="Reference", exact=True).fill("RF 2026-0417")


def everything(page: Page) -> None:
    """All that is left."""
    press(page, "Refund all that is left")
    expect(page.get_by_role("checkbox", name="Cancel order too", exact=True)).to_be_visible()


def nothing(page: Page) -> None:
    """The page as it opens."""


PLACES = {
    "refund": ("/orders/OD-10002/refund", partly),
    "refund-all": ("/orders/OD-10001/refund", everything),
    "record-payment": ("/orders/OD-10008/record-payment", deposit),
    "cancel": ("/orders/OD-10001/cancel", nothing),
    "money-to-send": ("/money-to-send", nothing),
    "send-refund": ("/money-to-send", first_to_send),
}
