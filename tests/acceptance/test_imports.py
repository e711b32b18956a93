"""Bring your shop: a file becomes orders, under the merchant's eyes; halted, mended, taken back."""

import threading
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from dashboard.actions import import_work
from dashboard.actions.keep_mapping import keep_mapping
from dashboard.core.person import COMMAND
from tests.acceptance.driving import choose, dialog, press, preview, region, said
from tests.acceptance.places import only
from tests.imports import HEADER, SALES, row, rows


def shown(page):
    """The imported orders, opened from the report."""
    page.get_by_role("link", name="Show the imported orders", exact=True).click()


@only("tablet")
def test_from_a_file_to_a_first_order_that_is_reassigned(desk, page):
    page.goto("/orders")
    page.get_by_role("link", name="Imports", exact=True).click()
    preview(page, "orders_export.csv", rows(1001, 1002, 1003), "Import 3 orders")
    expect(region(page, "The first orders, as they will become")).to_contain_text("SH-1001")
    assert desk.owner("OD-10001") == "Chloe Lee"
    press(page, "Import 3 orders")
    expect(page.get_by_role("heading", name="3 orders were imported")).to_be_visible()
    shown(page)
    page.get_by_role("link", name="SH-1001", exact=True).click()
    page.get_by_role("link", name="Reassign order", exact=True).click()
    box = dialog(page, "Reassign order SH-1001")
    choose(box, "kate", "Kate Wong")
    press(box, "Reassign order")
    expect(said(page, "SH-1001 now belongs to Kate Wong")).to_be_visible()
    assert desk.owner("SH-1001") == "Kate Wong"

    page.go_back()
    page.goto("/imports")
    page.get_by_role("link", name="orders_export.csv", exact=True).click()
    page.get_by_role("link", name="Undo import", exact=True).click()
    press(dialog(page, "Undo import"), "Undo import")
    refusal = dialog(page, "Undo import").get_by_role("alert").filter(has_text="Nothing was changed")
    expect(refusal).to_contain_text("SH-1001 (Mara Lindt reassigned this order")


@pytest.fixture
def gate(monkeypatch):
    """Lets an import go on by as many orders as it is released for."""
    passes, chunks = threading.Semaphore(0), import_work.chunks

    def gated(items):
        for chunk in chunks(items):
            assert passes.acquire(timeout=60)
            yield chunk

    monkeypatch.setattr(import_work, "CHUNK", 1)
    monkeypatch.setattr(import_work, "chunks", gated)
    yield passes
    passes.release(100)


@only("phone")
def test_paused_resumed_and_canceled_between_two_orders(desk, page, gate):
    gate.release(4)  # for the preview
    preview(page, "orders_export.csv", rows(1, 2, 3, 4), "Import 4 orders")
    press(page, "Import 4 orders")
    gate.release(2)
    running = region(page, "Importing orders")
    expect(running).to_contain_text("2 of 4 orders")
    press(page, "Pause")
    expect(running).to_contain_text("It stands between two orders")
    gate.release(1)  # which is not taken any more
    press(page, "Resume")
    gate.release(1)
    expect(running).to_contain_text("3 of 4 orders")
    page.get_by_role("link", name="Cancel", exact=True).click()
    press(dialog(page, "Cancel import"), "Cancel import")
    expect(page.get_by_role("heading", name="The import was stopped after 3 orders of 4")).to_be_visible()


@only("desktop")
def test_refused_rows_are_downloaded_mended_and_brought_again(page, tmp_path):
    preview(page, "orders_export.csv", HEADER + row(1) + row(2, total="ten"), "Import 1 order")
    expect(region(page, "Rows to look at")).to_contain_text("#2: Under Total")
    press(page, "Import 1 order")
    with page.expect_download() as going:
        page.get_by_role("link", name="Download the refused rows", exact=True).click()
    file = tmp_path / going.value.suggested_filename
    going.value.save_as(file)
    assert file.name == "orders_export-refused.csv"
    preview(page, file.name, file.read_text("utf-8-sig").replace("ten", "10.00"), "Import 1 order")
    press(page, "Import 1 order")
    expect(page.get_by_role("heading", name="1 order was imported")).to_be_visible()
    shown(page)
    expect(page.get_by_role("link", name="SH-2", exact=True)).to_be_visible()


BECOMES = {
    "Invoice No": "number", "Invoice Date": "placed_at", "Description": "item", "Quantity": "quantity",
    "Unit Price": "unit_price", "Currency": "currency",
}  # fmt: skip


@contextmanager
def held_up(page):
    """The first that is posted waits until it is let go on."""
    held = []

    def hold(route):
        if held or route.request.method != "POST":
            return route.fallback()
        return held.append(route)

    page.route("**/imports/*", hold)
    yield lambda: held[0].continue_()
    page.unroute_all()


@only("tablet")
def test_a_saved_mapping_is_used_and_quick_choices_all_count(desk, page):
    """Also while the answer to the first choice is under way."""
    with desk.app.app_context():
        for name, more in (("Another till", {}), ("Our till", {"Customer ID": "name"})):
            keep_mapping(name, [*BECOMES, "Customer ID", "More"], BECOMES | more, by=COMMAND)
    preview(page, "till.csv", SALES, "Import 3 orders")
    columns = region(page, "Columns")
    columns.get_by_label("Saved mapping").select_option("Our till")
    press(columns, "Use")
    expect(columns.get_by_label("Customer ID becomes")).to_have_value("name")
    first = region(page, "The first orders, as they will become")
    with held_up(page) as let_go:
        columns.get_by_label("Customer ID becomes").select_option("first_name")
        columns.get_by_label("Code prefix").fill("TILL-")
        columns.get_by_label("Code prefix").press("Enter")
        let_go()
    expect(first).to_contain_text("TILL-1")
    expect(columns.get_by_label("Customer ID becomes")).to_have_value("first_name")
