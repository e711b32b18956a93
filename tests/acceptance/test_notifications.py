"""What customers are told of by itself: a letter follows from a shipment, in the words that the shop writes."""

import pytest
from playwright.sync_api import expect

from tests.acceptance.driving import dialog, press, region, said
from tests.acceptance.places import only
from tests.acceptance.test_refund import opened


def fulfilled(page, code, pieces):
    """Send one line of the order, or all that is left."""
    opened(page, code, "Fulfil")
    box = dialog(page, f"Fulfil order {code}")
    box.get_by_role("textbox", name="Carrier", exact=True).fill("DHL")
    box.get_by_role("textbox", name="Tracking number", exact=True).fill(f"JD {pieces}")
    if pieces == "one":
        for other in ("Beeswax candle", "Linen tea towel"):
            box.get_by_role("checkbox", name=other, exact=True).uncheck()
    box.get_by_role("button", name="Fulfil", exact=True).dblclick()
    expect(box).to_be_hidden()


@only("desktop", "phone")
@pytest.mark.feature("U7", "R9")
def test_a_shipment_s_letter_is_in_the_outbox_and_the_next_one_has_the_shop_s_own_words(desk, page):
    to = "chloe@mail.example"  # the order's contact, which is not its owner's
    before = len(desk.messages(to))
    fulfilled(page, "OD-10001", "one")
    letter = desk.messages(to)[-1]
    assert (len(desk.messages(to)), letter.subject) == (before + 1, "Your order OD-10001 is on its way")
    assert "Tracking number: JD one" in letter.text
    page.goto("/outbox")
    expect(page.get_by_text("Your order OD-10001 is on its way").first).to_be_visible()

    page.goto("/settings/notifications")
    page.get_by_role("link", name="Edit text of Shipment sent", exact=True).click()
    box = dialog(page, "Edit text of Shipment sent")
    box.get_by_role("textbox", name="Subject", exact=True).fill("{order} left with {carier}")
    expect(region(box, "Preview")).to_contain_text("left with {carier}")
    press(box, "Save")
    expect(box.get_by_role("alert").filter(has_text="{carier} stands for nothing here.")).to_be_visible()
    box.get_by_role("textbox", name="Subject", exact=True).fill("{order} left with {carrier}")
    box.get_by_role("textbox", name="Preview with order", exact=True).fill("OD-10001")
    box.get_by_role("textbox", name="Subject", exact=True).focus()
    expect(region(box, "Preview")).to_contain_text("OD-10001 left with DHL")
    press(box, "Save")
    expect(said(page, "“Shipment sent” has its new words")).to_be_visible()
    expect(region(page, "Activity")).to_contain_text("wrote the letter “Shipment sent” anew")

    fulfilled(page, "OD-10001", "rest")
    assert (len(desk.messages(to)), desk.messages(to)[-1].subject) == (before + 2, "OD-10001 left with DHL")

    page.goto("/settings/notifications")
    page.get_by_role("switch", name="E-mail: Delivered", exact=True).check()
    page.get_by_role("textbox", name="New orders are reported to", exact=True).fill("desk@harbour.example, nobody")
    press(page, "Save")
    expect(page.get_by_text("“nobody” is no e-mail address").last).to_be_visible()
    expect(page.get_by_role("switch", name="E-mail: Delivered", exact=True)).to_be_checked()
    page.get_by_role("textbox", name="New orders are reported to", exact=True).fill("desk@harbour.example")
    press(page, "Save")
    expect(said(page, "Notifications saved")).to_be_visible()


@only("desktop", "phone")
@pytest.mark.feature("U7")
def test_a_notice_is_turned_off_and_on_tried_out_and_put_back(desk, page):
    to = "chloe@mail.example"
    before = len(desk.messages(to))
    page.goto("/settings/notifications")
    page.get_by_role("switch", name="E-mail: Shipment sent", exact=True).uncheck()
    press(page, "Save")
    expect(said(page, "Notifications saved")).to_be_visible()
    fulfilled(page, "OD-10001", "one")
    assert len(desk.messages(to)) == before

    page.goto("/settings/notifications")
    switch = page.get_by_role("switch", name="E-mail: Shipment sent", exact=True)
    expect(switch).not_to_be_checked()
    switch.check()
    press(page, "Save")
    expect(said(page, "Notifications saved")).to_be_visible()
    page.get_by_role("link", name="Edit text of Shipment sent", exact=True).click()
    box = dialog(page, "Edit text of Shipment sent")
    text = box.get_by_role("textbox", name="E-mail", exact=True)
    original = text.input_value()
    text.fill("Hello {name},\n\n{pieces} left us on {date}.")
    box.get_by_role("textbox", name="Subject", exact=True).focus()
    expect(region(box, "Preview")).to_contain_text("left us on")
    press(box, "Save")
    expect(said(page, "“Shipment sent” has its new words")).to_be_visible()

    page.get_by_role("link", name="Edit text of Shipment sent", exact=True).click()
    box.get_by_role("link", name="Send me a test", exact=True).click()
    press(dialog(page, "Test of Shipment sent"), "Send me a test")
    expect(page.get_by_role("status").filter(has_text="mara@harbour.example")).to_be_visible()
    assert "left us on" in desk.messages("mara@harbour.example")[-1].text

    page.get_by_role("link", name="Edit text of Shipment sent", exact=True).click()
    box.get_by_role("link", name="Restore the original", exact=True).click()
    press(dialog(page, "Restore Shipment sent"), "Restore the original")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("link", name="Edit text of Shipment sent", exact=True).click()
    expect(text).to_have_value(original)
    press(box, "Cancel")
    fulfilled(page, "OD-10001", "rest")
    assert len(desk.messages(to)) == before + 1
