"""The order letter once more: seen first, to another address, asked for again only on purpose."""

import pytest
from playwright.sync_api import expect

from tests.acceptance.driving import dialog, press, region, said
from tests.acceptance.places import only


@only("desktop", "tablet", "phone")
@pytest.mark.feature("L7", "R9")
def test_the_order_letter_goes_out_again(desk, page):
    page.goto("/orders/OD-10001")
    box = opened(page)
    expect(page.frame_locator("iframe").get_by_text("OD-10001").first).to_be_visible()
    box.get_by_role("textbox", name="Send to", exact=True).fill("nobody@")
    press(box, "Resend")
    expect(box.get_by_role("alert").filter(has_text="“nobody@” is no e-mail address")).to_be_visible()
    box.get_by_role("textbox", name="Send to", exact=True).fill("desk@friend.example")
    press(box, "Resend")
    expect(said(page, "desk@friend.example")).to_be_visible()
    expect(region(page, "Activity").get_by_role("listitem").first).to_contain_text("desk@friend.example")
    assert [message.state for message in desk.messages("desk@friend.example")] == ["held"]

    box = opened(page)
    box.get_by_role("textbox", name="Send to", exact=True).fill("desk@friend.example")
    press(box, "Resend")
    box.get_by_role("checkbox", name="Send it once more", exact=True).check()
    press(box, "Resend")
    expect(said(page, "desk@friend.example")).to_be_visible()
    expect(box).to_be_hidden()
    assert len(desk.messages("desk@friend.example")) == 2


def opened(page):
    """The dialog, from the order's page."""
    press(page, "More")
    page.get_by_role("menuitem", name="Resend", exact=True).click()
    return dialog(page, "Resend OD-10001")
