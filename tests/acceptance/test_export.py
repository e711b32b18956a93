"""What leaves the desk as a file: an order's PDF and spreadsheet, and the list as it is narrowed."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.acceptance.driving import press
from tests.acceptance.places import only
from tests.exporters.books import sheets
from tests.papers.printed import printed


def kept(page, press_it):
    """The file that pressing this gives: its name and its bytes."""
    with page.expect_download() as coming:
        press_it()
    return coming.value.suggested_filename, Path(coming.value.path()).read_bytes()


@only("desktop", "phone")
@pytest.mark.feature("D6", "D4")
def test_an_order_as_a_file(page):
    files = {}
    for word in ("Download PDF", "Download spreadsheet"):
        page.goto("/orders/OD-10011")  # returned to its buyer's cart
        press(page, "More")
        name, files[word] = kept(page, page.get_by_role("menuitem", name=word, exact=True).click)
        assert name == {"Download PDF": "OD-10011.pdf", "Download spreadsheet": "OD-10011.xlsx"}[word]
    assert "Bàrbara Puig" in printed(files["Download PDF"])
    [order] = sheets(files["Download spreadsheet"])["Orders"]
    assert (order["Order number"], order["State"], order["Total"]) == ("OD-10011", "Returned to cart", 51.4)


@only("desktop")
@pytest.mark.feature("U2")
def test_the_list_as_it_is_narrowed_and_what_was_ticked(page):
    page.goto("/orders")
    page.get_by_role("searchbox", name="Search orders", exact=True).fill("Yara")
    expect(page.get_by_role("link", name="OD-10020", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="OD-10001", exact=True)).to_have_count(0)
    press(page, "Export")
    expect(page.get_by_role("heading", name="Export 2 orders", exact=True)).to_be_visible()
    name, file = kept(page, page.get_by_role("button", name="Export", exact=True).click)
    assert name.endswith(".xlsx")
    assert [row["Order number"] for row in sheets(file)["Orders"]] == ["OD-10020", "OD-10015"]
    page.get_by_role("button", name="Cancel", exact=True).click()
    page.get_by_role("checkbox", name="Select OD-10015", exact=True).check()
    press(page, "Export selected")
    expect(page.get_by_role("heading", name="Export 1 order", exact=True)).to_be_visible()
    page.get_by_role("radio", name="Table (CSV)", exact=True).check()
    name, file = kept(page, page.get_by_role("button", name="Export", exact=True).click)
    assert name.endswith(".csv")
    assert b"OD-10015" in file
    assert b"OD-10020" not in file
