"""An order moves to the right customer, from its page and from the list, and back again."""

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.driving import (
    choose,
    dialog,
    find,
    open_from_row,
    open_reassign,
    opener,
    press,
    region,
    row,
    said,
    will_change,
)
from tests.acceptance.places import at_every_size, on_each_database


@at_every_size
@pytest.mark.feature("R3", "R5", "R7", "T3", "T5", "U4")
def test_found_opened_reassigned_and_undone(desk, page):
    page.goto("/orders")
    page.get_by_role("searchbox", name="Search orders", exact=True).fill("OD-10001")
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(2)
    page.get_by_role("link", name="OD-10001", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="OD-10001", exact=True)).to_be_visible()
    opener(page).click()

    box = dialog(page, "Reassign order OD-10001")
    expect(box.get_by_role("radio", name="Existing customer", exact=True)).to_be_checked()
    expect(box.get_by_role("checkbox", name="Send e-mail to the new owner", exact=True)).to_be_checked()
    choose(box, "kate", "Kate Wong")
    expect(will_change(box)).to_contain_text(re.compile(r"120\.00.*80\.00.*0\.00.*40\.00", re.DOTALL))
    press(box, "Reassign order")

    expect(box).to_be_hidden()
    confirmation = said(page, "OD-10001 now belongs to Kate Wong")
    expect(confirmation).to_contain_text("40.00 EUR moved to Kate Wong’s total spend")
    account = region(page, "Order account (details)")
    expect(account.get_by_role("link", name="Kate Wong")).to_be_visible()
    expect(account).to_contain_text("40.00 EUR · 2 orders")
    expect(region(page, "Order customer")).to_contain_text("chloe@mail.example")
    newest = region(page, "Activity").get_by_role("listitem").first
    expect(newest).to_contain_text(re.compile(r"Mara Lindt.*Chloe Lee.*Kate Wong"))
    expect(newest.get_by_role("button", name="Undo", exact=True)).to_be_visible()
    assert [message.state for message in desk.messages("kate.wong@mail.example")] == ["held"]

    press(confirmation, "Undo")
    expect(said(page, "OD-10001 belongs to Chloe Lee again")).to_be_visible()
    expect(account).to_contain_text("120.00 EUR · 3 orders")
    assert desk.moves("OD-10001") == ["undone", "reassigned"]
    assert [message.state for message in desk.messages("kate.wong@mail.example")] == ["dropped"]


@pytest.mark.feature("T2", "T6", "T7")
def test_from_the_rows_menu_and_back_on_the_list(desk, page):
    page.goto("/orders?payment=paid&q=chloe")
    press(row(page, "OD-10002"), "More actions for OD-10002")
    expect(page.get_by_role("menuitem")).to_have_text(["Reassign order"])
    page.keyboard.press("Escape")
    box = open_from_row(page, "OD-10002")
    box.get_by_role("checkbox", name="Send e-mail to the new owner", exact=True).uncheck()
    choose(box, "amelie", "Amélie Fontaine")
    press(box, "Reassign order")

    confirmation = said(page, "OD-10002 now belongs to Amélie Fontaine")
    expect(confirmation).to_be_in_viewport()
    expect(page).to_have_url(re.compile(r"/orders\?payment=paid&q=chloe$"))
    expect(row(page, "OD-10002")).to_contain_text("Amélie Fontaine")
    expect(page.get_by_role("list", name="Active filters")).to_contain_text("Paid")
    assert desk.owner("OD-10002") == "Amélie Fontaine"
    assert desk.messages("amelie@mail.example") == []

    press(confirmation, "Undo")
    expect(said(page, "OD-10002 belongs to Chloe Lee again")).to_be_visible()
    expect(row(page, "OD-10002")).to_contain_text("Chloe Lee")
    expect(page).to_have_url(re.compile(r"/orders\?payment=paid&q=chloe$"))


@pytest.mark.feature("R14")
def test_a_guest_order_to_the_account_of_its_buyer(desk, page):
    box = open_reassign(page, "OD-10004")
    choose(box, "kate.wong@mail.example", "Kate Wong")
    expect(will_change(box)).to_contain_text("Kate Wong becomes the owner of this guest order.")
    press(box, "Reassign order")
    expect(said(page, "28.00 EUR moved to Kate Wong’s total spend")).to_be_visible()
    region(page, "Order account (details)").get_by_role("link", name="Kate Wong").click()
    expect(page.get_by_role("heading", level=1, name="Kate Wong", exact=True)).to_be_visible()
    expect(region(page, "Total spend")).to_contain_text("28.00 EUR")
    assert desk.owner("OD-10004") == "Kate Wong"


@pytest.mark.feature("R4")
@on_each_database
@pytest.mark.parametrize("typed", ["090 1234 5678", "+81 90 1234 5678", "watanabe kenji"])
def test_a_customer_is_found_however_the_number_is_written(page, typed):
    found = find(open_reassign(page, "OD-10005"), typed)
    expect(found).to_have_count(1)
    expect(found).to_contain_text("Kenji Watanabe")
    expect(found).to_contain_text("+81 90 1234 5678")


@pytest.mark.feature("U6")
def test_change_customer_replaces_the_contact_too(desk, page):
    page.goto("/orders/OD-10001")
    press(page, "More")
    page.get_by_role("menuitem", name="Change customer", exact=True).click()
    box = page.get_by_role("dialog")
    expect(box.get_by_role("checkbox", name="Also replace the order's contact details", exact=True)).to_be_checked()
    choose(box, "kate", "Kate Wong")
    expect(will_change(box)).to_contain_text("The order customer becomes: Kate Wong, kate.wong@mail.example.")
    press(box, "Change")

    expect(said(page, "OD-10001 now belongs to Kate Wong")).to_be_visible()
    expect(region(page, "Order customer")).to_contain_text("kate.wong@mail.example")
    assert desk.moves("OD-10001") == ["customer_changed"]


def test_leaving_changes_nothing(desk, page):
    box = open_reassign(page, "OD-10001")
    choose(box, "kate", "Kate Wong")
    press(box, "Cancel")
    expect(box).to_be_hidden()
    expect(region(page, "Order account (details)")).to_contain_text("Chloe Lee")
    assert desk.moves("OD-10001") == []


def test_who_owns_it_already_is_refused_in_the_dialog(desk, page):
    box = open_reassign(page, "OD-10001")
    find(box, "chloe").filter(has_text="owner now").click()
    expect(will_change(box)).to_contain_text("OD-10001 belongs to Chloe Lee already")
    press(box, "Reassign order")
    expect(box.get_by_role("alert").filter(has_text="Nothing was changed")).to_be_visible()
    assert desk.moves("OD-10001") == []


@pytest.mark.feature("R3", "U4")
@pytest.mark.parametrize("alone", [False, True], ids=["dialog", "page"])
def test_who_confirms_before_the_choice_is_drawn_confirms_it(page, alone):
    """The answer to the choice comes only when the button was pressed."""
    held = []

    def hold(route):
        if "pick=" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    page.route("**/orders/OD-10001/reassign*", hold)
    if alone:
        page.goto("/orders/OD-10001/reassign")
        box = dialog(page, "Reassign order OD-10001")
    else:
        box = open_reassign(page, "OD-10001")
    with page.expect_request(lambda request: "pick=" in (request.post_data or "")):
        find(box, "kate").filter(has_text="Kate Wong").click()
    press(box, "Reassign order")
    held.pop().continue_()
    expect(said(page, "OD-10001 now belongs to Kate Wong")).to_be_visible()
