"""An order goes back to its buyer's cart, is ordered anew for them, and every order that cannot go back says why."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.axe import findings
from tests.acceptance.driving import dialog, press, region, said
from tests.acceptance.places import only
from tests.acceptance.test_refund import opened

# What the cast's orders say, and what mends it.
REFUSED = {
    "OD-10011": ("This order was returned to the buyer’s cart; it can only be archived and tagged.", None),
    "OD-10012": ("This order is canceled.", None),
    "OD-10008": ("The buyer is an offline buyer, who has no order list to return it to.", None),
    "OD-10013": ("A cart for the same catalog is already in the buyer’s order list.", None),
    "OD-10010": ("An issued invoice refers to this order.", None),
    "OD-10014": ("Backlog SKUs were created for this order.", None),
    "OD-10015": ("This order uses partner inventory.", None),
    "OD-10002": ("A shipment, which is a delivery note, refers to this order.", "Refund 50.00 EUR"),
    "OD-10004": ("This is a guest order. Link it to a customer account first.", "Link to customer account"),
}


@pytest.mark.feature("D1", "D2", "D4", "D5", "D9")
@only("desktop", "phone", "tablet")
def test_returned_found_on_the_customers_page_and_ordered_anew(page: Page) -> None:
    opened(page, "OD-10009", "Return to cart")
    box = dialog(page, "Return order OD-10009 to cart")
    expect(box).to_contain_text("This cannot be undone")
    expect(box).to_contain_text("The changes of the order confirmation are not kept.")
    switch = box.get_by_role("switch", name="Send notification e-mail", exact=True)
    message = box.get_by_role("textbox", name="Message", exact=True)
    switch.uncheck()
    expect(message).to_be_hidden()
    switch.check()
    message.fill("The mugs come in sets of two.")
    assert findings(page) == []
    box.get_by_role("button", name="Return to cart", exact=True).dblclick()
    expect(said(page, "OD-10009 is returned to the cart")).to_contain_text(
        "Amélie Fontaine finds it in the Autumn cart"
    )
    expect(page.get_by_role("button", name="Undo", exact=True)).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("Returned to cart")

    page.get_by_role("link", name="Amélie Fontaine", exact=True).first.click()
    region(page, "Carts").get_by_role("link", name="Autumn", exact=True).click()
    lines = region(page, "In the cart")
    expect(lines.get_by_role("row").filter(has_text="Stoneware mug")).to_contain_text("28.50")
    expect(lines.get_by_role("row").filter(has_text="Linen tea towel")).to_contain_text("16.00")
    expect(lines).not_to_contain_text("Beeswax candle")
    assert findings(page) == []
    press(page, "Change quantities")
    box = dialog(page, "Change quantities in cart Autumn")
    box.get_by_role("spinbutton", name="Quantity of Stoneware mug", exact=True).fill("4")
    press(box, "Save")
    expect(said(page, "The cart is changed")).to_be_visible()
    press(page, "Place as order")
    press(dialog(page, "Place cart Autumn as an order"), "Place as order")
    expect(said(page, "is placed: 54.00 EUR")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="OD-10009", exact=True).first.click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("Ordered anew as OD-"))


@pytest.mark.feature("D3")
def test_every_order_that_cannot_go_back_says_why_and_what_mends_it(page: Page) -> None:
    for code, (sentence, mend) in REFUSED.items():
        page.goto(f"/orders/{code}/return-to-cart")
        box = dialog(page, f"Return order {code} to cart")
        expect(box).to_contain_text(sentence)
        expect(box.get_by_role("button", name="Return to cart", exact=True)).to_have_attribute("aria-disabled", "true")
        if mend:
            expect(box.get_by_role("button", name=mend, exact=True)).to_be_visible()
    page.goto("/orders/OD-10004/return-to-cart")
    press(dialog(page, "Return order OD-10004 to cart"), "Link to customer account")
    expect(dialog(page, "Link order OD-10004")).to_be_visible()
