"""The customers list and a customer's page."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.driving import region
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


@only("desktop", "phone")
def test_nobody_found_and_back_to_all(page):
    page.goto("/customers?q=nobody+at+all")
    region(page, "Customer accounts").get_by_role("link", name="Clear the search", exact=True).click()
    expect(page.get_by_role("link", name="Next page", exact=True)).to_be_visible()
