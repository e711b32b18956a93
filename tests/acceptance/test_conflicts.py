"""Two windows on one order: the second to press is told who did what meanwhile, and what was typed stays."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.acceptance.desk import JONAS
from tests.acceptance.driving import press, region, said
from tests.acceptance.places import only
from tests.acceptance.test_refund import opened, total

CODE = "OD-10001"


def box_of(page: Page, verb: str) -> Locator:
    """The open dialog of a verb of the order."""
    opened(page, CODE, verb)
    return page.get_by_role("dialog")


def conflict(box: Locator, *words: str) -> None:
    """The card that says that nothing was done, who was faster, and what they did."""
    card = box.get_by_role("alert").filter(has_text=JONAS)
    for word in ("Nothing was changed", *words):
        expect(card).to_contain_text(word)


@only("desktop", "phone")
@pytest.mark.feature("U8", "U10")
def test_two_refunds_the_second_is_reckoned_anew(desk, page):
    box = box_of(page, "Refund")
    box.get_by_role("spinbutton", name="Quantity of Stoneware mug", exact=True).fill("2")
    box.get_by_role("combobox", name="Reason", exact=True).fill("Chipped, both")
    expect(total(box)).to_contain_text("16.68 EUR")
    other = desk.window(JONAS)
    hers = box_of(other, "Refund")
    press(hers, "One more Stoneware mug")
    expect(total(hers)).to_contain_text("8.34 EUR")
    press(hers, "Refund")
    expect(said(other, f"Refund of 8.34 EUR for {CODE}")).to_be_visible()

    press(box, "Refund")
    conflict(box, "8.34 EUR")
    mugs = box.get_by_role("spinbutton", name="Quantity of Stoneware mug", exact=True)
    expect(mugs).to_have_value("2")
    expect(box.get_by_role("combobox", name="Reason", exact=True)).to_have_value("Chipped, both")
    press(box, "One less Stoneware mug")
    expect(total(box)).to_contain_text("8.34 EUR")
    press(box, "Refund")
    expect(said(page, "is to be sent")).to_be_visible()
    expect(region(page, "Payment").get_by_text("−8.34")).to_have_count(2)


@only("desktop", "phone")
@pytest.mark.feature("U8", "U12")
def test_what_was_canceled_meanwhile_is_not_sent(desk, page):
    box = box_of(page, "Fulfil")
    box.get_by_role("textbox", name="Carrier", exact=True).fill("DHL")
    other = desk.window(JONAS)
    hers = box_of(other, "Cancel order")
    press(hers, "Cancel order")
    expect(said(other, f"{CODE} is canceled")).to_be_visible()

    press(box, "Fulfil")
    conflict(box, "canceled")
    expect(box).to_contain_text("This order is canceled.")
    expect(box.get_by_role("button", name="Fulfil", exact=True)).to_have_count(0)
    press(box, "Close")
    expect(region(page, "Activity")).to_contain_text("canceled")
    expect(region(page, "Shipments")).not_to_contain_text("SH-")


@only("desktop", "phone")
@pytest.mark.feature("U8", "D1")
def test_lines_of_what_was_packed_meanwhile_stay_as_they_are(desk, page):
    box = box_of(page, "Edit lines")
    box.get_by_role("spinbutton", name="Quantity of Stoneware mug", exact=True).fill("5")
    other = desk.window(JONAS)
    press(box_of(other, "Mark as packed"), "Mark as packed")
    expect(said(other, "packed")).to_be_visible()

    press(box, "Confirm lines")
    conflict(box, "packed")
    expect(box).to_contain_text("Some pieces are packed already.")
    press(box, "Close")
    expect(region(page, "Items")).to_contain_text("9.50 × 2")
