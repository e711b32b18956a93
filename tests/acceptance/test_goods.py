"""Products and their orders: added, counted, sold by staff, confirmed otherwise, tried out."""

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.driving import dialog, press, region, row, said
from tests.acceptance.places import only

LIST = "sku;name;price;stock\nJUG-1;Jug;12,50;7\nMUG-SG-300;;10,00;\nJUG-1;Twice;1;\n"


def box_of(place, name):
    """The field of this name."""
    return place.get_by_role("textbox", name=name, exact=True)


def pick(place, combobox, typed, name):
    """Find something and pick it."""
    place.get_by_role("combobox", name=combobox, exact=True).fill(typed)
    place.get_by_role("listbox").get_by_role("option").filter(has_text=name).first.click()


def under_more(page: Page, name: str) -> None:
    """Open a verb of the order's page."""
    press(page, "More")
    page.get_by_role("menuitem", name=name, exact=True).click()


@pytest.mark.feature("U1")
def test_a_new_order_for_kate_wong_is_on_the_list_at_once(desk, page):
    other = desk.window()
    other.goto("/orders")
    page.goto("/orders")
    press(page, "New order")
    box = dialog(page, "New order")
    pick(box, "Name, e-mail or phone", "kate wong", "Kate Wong")
    expect(box.get_by_text("Buyer: Kate Wong")).to_be_visible()
    pick(box, "Add product", "mug", "Stoneware mug")
    expect(box.get_by_role("combobox", name="Add product", exact=True)).to_be_focused()
    box.get_by_role("spinbutton", name="Quantity of Stoneware mug", exact=True).fill("3")
    box_of(box, "Shipping").fill("4.90")
    expect(box.get_by_role("status", name="Total", exact=True)).to_contain_text("33.40 EUR")
    box.get_by_role("button", name="Place order", exact=True).dblclick()
    expect(said(page, "OD-10021 is placed")).to_be_visible()
    expect(region(page, "Order account (details)")).to_contain_text("Kate Wong")
    other.reload()
    expect(row(other, "OD-10021")).to_contain_text("33.40 EUR")
    expect(row(other, "OD-10022")).to_have_count(0)


@pytest.mark.feature("U1")
@only("desktop")
def test_what_was_picked_stays_picked_however_slow_the_answer(page):
    """The answer to each press comes only when something typed elsewhere has taken its place."""

    awaited = ["4.90"]

    def slow(route):
        said = route.request.post_data or ""
        if "pick=" not in said or awaited[0] in said:
            route.continue_()

    page.route("**/orders/new", slow)
    page.goto("/orders/new")
    pick(page, "Name, e-mail or phone", "kate wong", "Kate Wong")
    box_of(page, "Shipping").fill("4.90")
    expect(page.get_by_text("Buyer: Kate Wong")).to_be_visible()
    expect(box_of(page, "Shipping")).to_have_value("4.90")
    awaited[0] = "kenji"
    pick(page, "Name, e-mail or phone", "chloe lee", "Chloe Lee")
    page.get_by_role("combobox", name="Name, e-mail or phone", exact=True).fill("kenji")
    expect(page.get_by_role("listbox").get_by_role("option").filter(has_text="Kenji")).to_be_visible()
    expect(page.get_by_text("Buyer:")).to_have_count(0)


@pytest.mark.feature("D1")
def test_the_confirmation_stands_beside_what_the_buyer_placed(page):
    page.goto("/orders/OD-10001")
    under_more(page, "Edit lines")
    box = dialog(page, "Edit lines OD-10001")
    box.get_by_role("spinbutton", name="Quantity of Stoneware mug", exact=True).fill("1")
    box.get_by_role("spinbutton", name="Quantity of Linen tea towel", exact=True).fill("0")
    pick(box, "Add product", "bowl", "Serving bowl")
    expect(box.get_by_role("status", name="New total", exact=True)).to_contain_text("40.50 EUR")
    expect(box.get_by_role("row").filter(has_text="Linen tea towel")).to_contain_text("taken off")
    press(box, "Confirm lines")
    expect(said(page, "OD-10001 is confirmed anew")).to_be_visible()
    items = region(page, "Items")
    items.get_by_text("As the buyer placed it").click()
    expect(items.get_by_role("row").filter(has_text="Stoneware mug, Sage")).to_contain_text("2 × 9.50")
    expect(region(page, "Activity")).to_contain_text("Stoneware mug, Sage 2 → 1")


def test_a_product_is_created_and_counted(page):
    page.goto("/products")
    press(page, "Create product")
    box = dialog(page, "Create product")
    for name, text in (("Name", "Jug"), ("SKU", "JUG-1"), ("Price", "12.50"), ("Stock", "7")):
        box_of(box, name).fill(text)
    press(box, "Create product")
    expect(page.get_by_role("heading", name="Jug", exact=True)).to_be_visible()
    press(page, "Edit")
    box = dialog(page, "Edit Jug")
    box_of(box, "Stock").fill("5")
    press(box, "Save")
    expect(said(page, "Jug is changed")).to_be_visible()
    expect(region(page, "Stock").get_by_role("row").nth(1)).to_contain_text("−2")


@only("desktop")
def test_products_come_in_by_a_list(page):
    page.goto("/products")
    page.get_by_role("link", name="Import products", exact=True).click()
    given = {"name": "products.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    page.get_by_label("Choose a file, or drop it here", exact=True).set_input_files(given)
    press(page, "Preview")
    expect(page.get_by_role("row").filter(has_text="Twice")).to_contain_text("stands in row 2 already")
    press(page, "Import 2 products")
    expect(said(page, "Products imported: 1 new, 1 changed")).to_be_visible()
    page.get_by_role("searchbox", name="Search products", exact=True).fill("jug")
    expect(page.get_by_role("row").filter(has_text="Jug")).to_contain_text("12.50 EUR")


@pytest.mark.feature("U3")
def test_a_test_order_is_made_and_all_of_them_are_purged(page):
    page.goto("/orders")
    press(page, "Create test order")
    press(dialog(page, "Create test order"), "Create test order")
    expect(said(page, "TEST-10002 is a test order")).to_be_visible()
    page.goto("/orders?test=yes")
    page.get_by_role("link", name="Purge test orders", exact=True).or_(
        page.get_by_role("button", name="Purge test orders", exact=True)
    ).click()
    press(dialog(page, "Purge test orders"), "Purge 2 test orders")
    expect(said(page, "2 test orders are deleted")).to_be_visible()
    page.goto("/orders?test=yes")
    expect(page.get_by_role("heading", name="No orders match", exact=True)).to_be_visible()
