"""The customers list and a customer's page."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.driving import dialog, press, region, said
from tests.acceptance.places import only


@pytest.mark.feature("R2")
def test_found_as_one_types_and_opened(page):
    page.goto("/customers")
    expect(page.get_by_role("heading", level=1, name="Customers", exact=True)).to_be_visible()
    page.get_by_role("searchbox", name="Search customers", exact=True).press_sequentially("090 1234")
    found = region(page, "Customer accounts").get_by_role("row").filter(has_text="Kenji Watanabe")
    expect(region(page, "Customer accounts").get_by_role("row")).to_have_count(2)
    found.get_by_role("link", name="Kenji Watanabe", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Kenji Watanabe", exact=True)).to_be_visible()
    expect(region(page, "Total spend")).to_contain_text("0.00")


@pytest.mark.feature("R13")
def test_total_spend_per_currency_opens_into_its_orders(page):
    page.goto("/customers?q=ingrid")
    page.get_by_role("link", name="Ingrid Solberg", exact=True).click()
    spend = region(page, "Total spend")
    expect(spend).to_contain_text(re.compile(r"240\.00\s*EUR.*4,800\s*JPY", re.DOTALL))
    spend.locator("summary").click()
    expect(spend.get_by_role("link", name="OD-10018", exact=True)).to_be_visible()
    expect(region(page, "Activity")).to_be_visible()
    region(page, "Orders").get_by_role("link", name="OD-10016", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="OD-10016", exact=True)).to_be_visible()


@only("desktop", "tablet", "phone")
def test_nobody_found_and_back_to_all(page):
    page.goto("/customers?q=nobody+at+all")
    region(page, "Customer accounts").get_by_role("link", name="Clear the search", exact=True).click()
    expect(page.get_by_role("link", name="Next page", exact=True)).to_be_visible()


@only("desktop", "tablet", "phone")
@pytest.mark.feature("L1", "L5")
def test_a_guest_order_is_found_from_the_customers_page(page):
    page.goto("/customers")
    page.get_by_role("searchbox", name="Search customers", exact=True).press_sequentially("kate.wong@")
    guests = region(page, "Guest accounts")
    expect(guests).to_contain_text("1 order without an owner")
    expect(region(page, "Customer accounts").get_by_role("link", name="Kate Wong", exact=True)).to_be_visible()
    guests.get_by_role("link", name="View order OD-10004", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="OD-10004", exact=True)).to_be_visible()


@only("desktop", "tablet", "phone")
@pytest.mark.feature("L6")
def test_a_customer_is_created_and_who_has_the_address_is_told(page):
    page.goto("/customers")
    press(page, "Create customer")
    box = dialog(page, "Create customer")
    expect(box.get_by_role("checkbox", name="Generate password", exact=True)).to_be_checked()
    box.get_by_role("textbox", name="Name", exact=True).fill("Zoë Groß")
    box.get_by_role("textbox", name="E-mail", exact=True).fill("KATE.wong@mail.example")
    press(box, "Create customer")
    expect(box.get_by_role("alert").filter(has_text="Kate Wong already has an account")).to_be_visible()
    expect(box.get_by_role("link", name="Kate Wong", exact=True)).to_be_visible()
    box.get_by_role("textbox", name="E-mail", exact=True).fill("zoe@new.example")
    press(box, "Create customer")
    expect(page.get_by_role("heading", level=1, name="Zoë Groß", exact=True)).to_be_visible()
    expect(said(page, "Zoë Groß has an account now")).to_contain_text("zoe@new.example")


@only("desktop", "tablet", "phone")
@pytest.mark.feature("R11")
def test_edited_details_are_on_the_order_at_once(page):
    page.goto("/orders/OD-10001")
    region(page, "Order account (details)").get_by_role("link", name="Chloe Lee", exact=True).click()
    press(page, "Edit details")
    box = dialog(page, "Edit details of Chloe Lee")
    box.get_by_role("textbox", name="Name", exact=True).fill("Chloe Marsh")
    press(box, "Save")
    expect(said(page, "Chloe Marsh’s details are changed")).to_be_visible()
    expect(page.get_by_role("heading", level=1, name="Chloe Marsh", exact=True)).to_be_visible()
    region(page, "Orders").get_by_role("link", name="OD-10001", exact=True).click()
    expect(region(page, "Order account (details)").get_by_role("link", name="Chloe Marsh", exact=True)).to_be_visible()
    expect(region(page, "Order customer")).to_contain_text("chloe@mail.example")
    page.goto("/orders?q=marsh")
    expect(page.get_by_role("row").filter(has_text="OD-10001")).to_contain_text("Chloe Marsh")
