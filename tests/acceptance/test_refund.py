"""Money given back: in part, all of it, with another person's approval, ticked off once it is sent."""

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.desk import JONAS
from tests.acceptance.driving import dialog, press, region, said


def opened(page: Page, code: str, verb: str) -> None:
    """Press a verb of the order's page; on phones it stands under "More"."""
    page.goto(f"/orders/{code}")
    at_the_top = page.get_by_role("button", name=verb, exact=True)
    if not at_the_top.is_visible():
        press(page, "More")
        at_the_top = page.get_by_role("menuitem", name=verb, exact=True)
    at_the_top.click()


def total(box):
    """What the refund comes to."""
    return box.get_by_role("status", name="Refund total", exact=True)


@pytest.mark.feature("U8", "U9", "U10")
def test_a_part_and_then_all_the_rest(page):
    opened(page, "OD-10001", "Refund")
    box = dialog(page, "Refund order OD-10001")
    press(box, "One more Stoneware mug")
    expect(total(box)).to_contain_text("8.34 EUR")
    box.get_by_role("spinbutton", name="Quantity of Stoneware mug", exact=True).fill("2")
    box.get_by_role("textbox", name="Shipping refund", exact=True).fill("5")
    box.get_by_role("textbox", name="Adjustment refund", exact=True).fill("0.50")
    box.get_by_role("textbox", name="Adjustment fee", exact=True).fill("0.50")
    press(box, "Refund")
    expect(box.get_by_role("alert").filter(has_text="At most 4.00 EUR of the shipping")).to_be_visible()
    expect(box.get_by_role("textbox", name="Adjustment refund", exact=True)).to_have_value("0.50")
    box.get_by_role("textbox", name="Shipping refund", exact=True).fill("4")
    box.get_by_role("textbox", name="Adjustment refund", exact=True).focus()
    expect(total(box)).to_contain_text("20.68 EUR")
    expect(box).to_contain_text("Paid becomes Partially refunded")
    box.get_by_role("button", name="Refund", exact=True).dblclick()
    expect(said(page, "Refund of 20.68 EUR for OD-10001 is to be sent")).to_be_visible()
    expect(region(page, "Payment")).to_contain_text("−20.68")

    opened(page, "OD-10001", "Refund")
    press(box, "Refund all that is left")
    expect(total(box)).to_contain_text("19.32 EUR")
    box.get_by_role("checkbox", name="Cancel order too", exact=True).check()
    expect(box).to_contain_text("Unfulfilled becomes Canceled")
    press(box, "Refund")
    expect(said(page, "Refund of 19.32 EUR for OD-10001 is to be sent")).to_be_visible()
    expect(region(page, "Payment")).to_contain_text("−19.32")
    expect(page.get_by_role("main")).to_contain_text("canceled: customer’s request")


@pytest.mark.feature("U8")
def test_who_types_on_is_not_taken_back_to_what_is_wrong(page):
    opened(page, "OD-10001", "Refund")
    box = dialog(page, "Refund order OD-10001")
    box.get_by_role("textbox", name="Shipping refund", exact=True).fill("5")
    fee = box.get_by_role("textbox", name="Adjustment fee", exact=True)
    with page.expect_response(lambda answer: answer.url.endswith("/refund")):
        fee.focus()  # which is when the answer to the 5 is asked for
    expect(box).to_contain_text("At most 4.00 EUR of the shipping")
    expect(fee).to_be_focused()


@pytest.mark.feature("U10")
def test_approved_by_another_person_and_ticked_off(desk, page):
    jonas = desk.window(JONAS)
    opened(jonas, "OD-10018", "Refund")
    box = dialog(jonas, "Refund order OD-10018")
    expect(box).to_contain_text("Every refund in JPY needs the approval of a second person.")
    press(box, "Refund all that is left")
    expect(total(box)).to_contain_text("4,800 JPY")
    press(box, "Refund")
    expect(said(jonas, "Refund of 4,800 JPY for OD-10018 waits for approval")).to_be_visible()
    jonas.goto("/money-to-send")
    own = jonas.get_by_role("row").filter(has_text="OD-10018")
    expect(own).to_contain_text("another person approves")
    expect(own.get_by_role("button", name="Approve")).to_have_count(0)

    page.goto("/money-to-send")
    asked = page.get_by_role("row").filter(has_text="OD-10018")
    press(asked, "Approve refund of 4,800 JPY for OD-10018")
    press(dialog(page, "Approve refund of 4,800 JPY for OD-10018"), "Approve refund")
    expect(said(page, "The refund of 4,800 JPY for OD-10018 is approved")).to_be_visible()
    press(asked, "Mark as sent refund of 4,800 JPY for OD-10018")
    sending = dialog(page, "Mark refund of 4,800 JPY for OD-10018 as sent")
    sending.get_by_role("textbox", name="Reference", exact=True).fill("RF 17")
    press(sending, "Mark as sent")
    expect(said(page, "The refund of 4,800 JPY for OD-10018 is sent")).to_be_visible()
    expect(asked).to_have_count(0)
    page.goto("/orders/OD-10018")
    expect(region(page, "Payment")).to_contain_text("by Mara Lindt, RF 17")
