"""Money that comes in, in part; and an order canceled with its money given back."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.driving import dialog, press, region, said
from tests.acceptance.test_refund import opened


@pytest.mark.feature("U8", "U9")
def test_a_part_of_what_is_owed(page):
    opened(page, "OD-10008", "Record payment")
    box = dialog(page, "Record payment OD-10008")
    box.get_by_role("textbox", name="Amount", exact=True).fill("400")
    box.get_by_role("textbox", name="Reference", exact=True).fill("HERRERA 10008")
    press(box, "Record payment")
    expect(box.get_by_role("alert").filter(has_text="14.00 EUR more than the total")).to_be_visible()
    press(box, "Use 386.00")
    expect(box.get_by_role("textbox", name="Amount", exact=True)).to_have_value("386.00")
    box.get_by_role("textbox", name="Amount", exact=True).fill("200")
    box.get_by_role("textbox", name="Reference", exact=True).focus()
    expect(region(box, "What will change")).to_contain_text("Partially paid")
    press(box, "Record payment")
    expect(said(page, "Payment of 200.00 EUR for OD-10008 is recorded")).to_contain_text("186.00 EUR is still open.")
    expect(region(page, "Payment")).to_contain_text("Left to pay")

    opened(page, "OD-10008", "Issue invoice")
    press(dialog(page, "Issue invoice OD-10008"), "Issue invoice")
    expect(said(page, "is issued")).to_be_visible()
    expect(region(page, "Payment")).to_contain_text("INV-")


@pytest.mark.feature("U8", "U9", "U11")
def test_canceled_with_its_money_given_back(page):
    opened(page, "OD-10004", "Cancel order")
    box = dialog(page, "Cancel order OD-10004")
    box.get_by_role("combobox", name="Reason", exact=True).select_option("Out of stock")
    expect(region(box, "What will change")).to_contain_text("Refunded")
    offer = box.get_by_role("checkbox", name="Refund 28.00 EUR in the same step", exact=True)
    offer.uncheck()
    expect(region(box, "What will change")).not_to_contain_text("Refunded")
    offer.check()
    expect(region(box, "What will change")).to_contain_text("Refunded")
    press(box, "Cancel order")
    expect(said(page, "OD-10004 is canceled: out of stock")).to_be_visible()
    expect(region(page, "Payment")).to_contain_text("−28.00")

    page.goto("/orders/OD-10002/cancel")
    box = dialog(page, "Cancel order OD-10002")
    expect(box.get_by_role("alert").filter(has_text="A shipment of this order stands.")).to_be_visible()
    press(box, "Keep order")
    expect(page).to_have_url(re.compile("/orders/OD-10002$"))
