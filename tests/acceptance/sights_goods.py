"""Sights of products, new orders, edited lines and test orders, and how to get there."""

from playwright.sync_api import Page, expect

from tests.acceptance.driving import press, region, said

PLACES = (
    "/products",
    "/products?archived=yes",
    "/products/1/edit",
    "/products/import",
    "/orders/OD-10003/edit-lines",
    "/orders/OD-10009/edit-lines",
    "/orders/create-test",
    "/orders/TEST-10001/delete",
    "/orders/export?all=1",
    "/orders/OD-10009/return-to-cart",
    "/orders/OD-10010/return-to-cart",
    "/customers/9/carts/1",
    "/customers/9/carts/open",
    "/customers/9/carts/1/add",
    "/customers/9/carts/1/edit",
    "/customers/9/carts/1/close",
    "/customers/9/carts/1/place",
    "/catalogs",
    "/catalogs/create",
    "/catalogs/1",
    "/catalogs/1/rename",
    "/catalogs/1/add",
    "/catalogs/1/import",
    "/catalogs/1/order-link",
    "/catalogs/1/end-order-link",
    "/catalogs/1/order-sheet",
    "/c/unknown",
)
LIST = "sku;name;price;stock\nJUG-1;Jug;12,50;7\nMUG-SG-300;;10,00;\nJUG-1;Twice;1;\n"


def new_order_filled(page: Page) -> None:
    """New order with a product in it, another looked for, and what is wrong said."""
    page.goto("/orders")
    press(page, "New order")
    box = page.get_by_role("dialog", name="New order", exact=True)
    box.get_by_role("combobox", name="Add product", exact=True).fill("mug")
    box.get_by_role("listbox").get_by_role("option").first.click()
    box.get_by_role("spinbutton", name="Quantity of Stoneware mug", exact=True).fill("1.5")
    press(box, "Place order")
    expect(box.get_by_role("alert").filter(has_text="Nothing was changed")).to_be_visible()
    box.get_by_role("combobox", name="Add product", exact=True).fill("tray")
    expect(box.get_by_role("listbox").get_by_role("option")).to_have_count(2)


def lines_edited(page: Page) -> None:
    """Edit lines with a difference, and the order afterwards with what was placed opened."""
    page.goto("/orders/OD-10009")
    region(page, "Items").get_by_text("As the buyer placed it").click()
    expect(region(page, "Items").get_by_role("row").filter(has_text="Beeswax candle, Amber")).to_be_visible()


def products_previewed(page: Page) -> None:
    """The preview of a list of products."""
    page.goto("/products/import")
    given = {"name": "products.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    page.get_by_label("Choose a file, or drop it here", exact=True).set_input_files(given)  # type: ignore[arg-type]
    press(page, "Preview")
    expect(page.get_by_role("button", name="Import 2 products", exact=True)).to_be_visible()


def product_counted(page: Page) -> None:
    """A product that is oversold, with a move of its stock and its log."""
    page.goto("/products/2/edit")
    page.get_by_role("textbox", name="Stock", exact=True).fill("-3")
    press(page, "Save")
    expect(said(page, "is changed")).to_be_visible()


GOODS = (new_order_filled, lines_edited, products_previewed, product_counted)
