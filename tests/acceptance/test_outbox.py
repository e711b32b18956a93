"""A letter from the reassign that causes it to the exact copy in the order’s timeline."""

import pytest
from playwright.sync_api import expect

from dashboard import post
from tests.acceptance.driving import choose, dialog, open_reassign, press, region, said
from tests.mail_server import mail_server

SUBJECT = "Order OD-10001 is now yours"


@pytest.mark.feature("R6", "L7")
def test_a_letter_is_seen_edited_sent_and_kept(desk, page):
    with mail_server() as (box, url):
        desk.app.config["SMTP_URL"] = url
        with post.sending(desk.app):
            journey(page)
        assert [letter["To"] for letter in box.letters()] == ["kate.wong@mail.example"]
        assert "Welcome, Kate" in box.letters()[0].get_body(("plain",)).get_content()


def journey(page):
    """Mara reassigns an order, looks at the letter, mends it, and sends it."""
    box = open_reassign(page, "OD-10001")
    choose(box, "kate", "Kate Wong")
    with page.context.expect_page() as opened:
        box.get_by_role("link", name="Preview letter", exact=True).click()
    shown = opened.value.frame_locator("iframe")
    expect(shown.get_by_role("heading", name="An order was moved to your account")).to_be_visible()
    opened.value.close()
    expect(box.get_by_role("checkbox", name="Send e-mail to the old owner", exact=True)).not_to_be_checked()
    press(box, "Reassign order")
    expect(said(page, "One letter to kate.wong@mail.example waits a moment before it goes")).to_be_visible()

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Outbox").click()
    region(page, "Messages").get_by_role("link", name=SUBJECT, exact=True).click()
    expect(page.frame_locator("iframe").get_by_text("Dear Kate Wong")).to_be_visible()
    press(page, "Edit")
    form = dialog(page, "Edit message")
    form.get_by_role("textbox", name="Text", exact=True).fill("Welcome, Kate\n\nThis order is yours now.")
    press(form, "Save")
    expect(said(page, "The message to kate.wong@mail.example was edited")).to_be_visible()
    expect(page.frame_locator("iframe").get_by_role("heading", name="Welcome, Kate")).to_be_visible()
    press(page, "Send now")
    expect(said(page, "The message to kate.wong@mail.example goes now")).to_be_visible()
    expect(page.get_by_role("article").get_by_text("Sent", exact=True)).to_be_visible()

    page.goto("/orders/OD-10001")
    log = region(page, "Activity")
    expect(log.get_by_text("to kate.wong@mail.example, sent")).to_be_visible()
    log.get_by_role("link", name=SUBJECT, exact=True).click()
    page.get_by_role("link", name="Source", exact=True).click()
    expect(region(page, "Source")).to_contain_text("Welcome, Kate")
    expect(page.get_by_role("link", name="Download the exact copy", exact=True)).to_be_visible()
