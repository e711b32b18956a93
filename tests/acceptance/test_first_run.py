"""The first day: an empty desk becomes somebody's, and a colleague comes in by the link."""

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from playwright.sync_api import expect

from tests.acceptance.axe import findings, findings_of_looks
from tests.acceptance.driving import dialog, press, preview, region, said
from tests.acceptance.measures import MISSED, TOO_WIDE
from tests.acceptance.places import SIZES, only
from tests.acceptance.test_keyboard import tab_to
from tests.databases import application
from tests.imports import rows

PASSWORD = "three plain words"


@pytest.fixture
def database(empty_database: str, instance: Path) -> Iterator[str]:
    """A database that has tables and nothing in them."""
    with application(empty_database, instance) as app, app.app_context():
        flask_migrate.upgrade()
    yield empty_database


@only("tablet")
def test_from_an_empty_desk_to_ones_own_by_keyboard(desk):
    page = desk.window(who=None)
    page.goto("/orders")
    expect(page).to_have_url(f"{desk.url}/first-run")
    form = page.get_by_role("form", name="Set up your store", exact=True)
    expect(form.get_by_role("textbox", name="Your name", exact=True)).to_be_focused()
    page.keyboard.type("Ann Walker")
    for typed in ("ann@quay.example", PASSWORD, "Quay & Quill"):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    expect(form.get_by_role("combobox", name="Country", exact=True)).to_have_value("GB")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(form.get_by_role("radio", name="Import orders", exact=True)).to_be_focused()
    tab_to(page, form.get_by_role("button", name="Open the desk", exact=True))
    page.keyboard.press("Enter")
    expect(said(page, "Your desk is open")).to_be_visible()
    expect(page.get_by_role("button", name="AW, Ann Walker, account menu", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Imports", exact=True)).to_be_visible()
    page.goto("/orders")
    expect(page.get_by_role("heading", name="No orders yet", exact=True)).to_be_visible()
    page.goto("/first-run")
    expect(page).to_have_url(f"{desk.url}/orders")


@only("tablet")
@pytest.mark.feature("R14")
def test_from_an_empty_desk_to_a_first_imported_order_that_is_reassigned(desk):
    page = desk.window(who=None)
    page.goto("/")
    form = page.get_by_role("form", name="Set up your store", exact=True)
    said_once = {"Your name": "Ann", "E-mail": "ann@quay.example", "Password": PASSWORD, "Store name": "Quay & Quill"}
    for name, text in said_once.items():
        form.get_by_role("textbox", name=name, exact=True).fill(text)
    press(form, "Open the desk")
    preview(page, "orders_export.csv", rows(1001, 1002), "Import 2 orders")
    press(page, "Import 2 orders")
    page.get_by_role("link", name="Show the imported orders", exact=True).click()
    page.get_by_role("link", name="SH-1001", exact=True).click()
    page.get_by_role("link", name="Reassign order", exact=True).click()
    box = dialog(page, "Reassign order SH-1001")
    box.get_by_role("radio", name="New customer", exact=True).check()
    box.get_by_role("textbox", name="E-mail", exact=True).fill("ida@new.example")
    press(box, "Reassign order")
    expect(said(page, "SH-1001 now belongs to ida@new.example")).to_be_visible()
    expect(region(page, "Order account (details)")).to_contain_text("10.00 EUR · 1 order")


@only("phone")
def test_nothing_is_wrong_with_the_pages_of_an_empty_desk(desk):
    page = desk.window(who=None)
    wrong = {}

    def look(name: str) -> None:
        wrong[name] = findings(page), page.evaluate(TOO_WIDE), page.evaluate(MISSED)
        page.set_viewport_size({"width": SIZES["desktop"].width, "height": SIZES["desktop"].height})
        page.emulate_media(color_scheme="dark")
        wrong[f"{name}, dark"] = (findings_of_looks(page),)
        page.set_viewport_size({"width": SIZES["phone"].width, "height": SIZES["phone"].height})
        page.emulate_media(color_scheme="light")

    page.goto("/first-run")
    look("first run")
    press(page, "Open the desk")
    look("first run, refused")
    for name, typed in [("Your name", "Ann"), ("E-mail", "ann@quay.example"), ("Store name", "Quay & Quill")]:
        page.get_by_role("textbox", name=name, exact=True).fill(typed)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Open the desk")
    expect(said(page, "Your desk is open")).to_be_visible()
    look("no orders")
    page.goto("/customers")
    look("no customers")
    assert not {name: found for name, found in wrong.items() if any(found)}


@only("desktop")
def test_a_colleague_comes_in_by_the_link_and_is_sent_away_again(desk):
    page = desk.window(who=None)
    page.goto("/first-run")
    for name, typed in [("Your name", "Ann"), ("E-mail", "ann@quay.example"), ("Store name", "Quay & Quill")]:
        page.get_by_role("textbox", name=name, exact=True).fill(typed)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Open the desk")

    page.get_by_role("link", name="Settings", exact=True).click()
    page.get_by_role("link", name="Staff", exact=True).click()
    page.get_by_role("link", name="Invite colleague", exact=True).click()
    box = dialog(page, "Invite colleague")
    box.get_by_role("textbox", name="Name", exact=True).fill("Bob Ryan")
    box.get_by_role("textbox", name="E-mail", exact=True).fill("bob@quay.example")
    box.get_by_role("radio", name="Viewer", exact=True).check()
    press(box, "Invite")
    expect(said(page, "Bob Ryan is invited")).to_be_visible()
    link = page.get_by_role("textbox", name="One-time link", exact=True).input_value()

    bob = desk.window(who=None)
    bob.goto(link.replace("http://127.0.0.1:8000", desk.url))
    expect(bob.get_by_role("heading", name="Welcome, Bob Ryan", exact=True)).to_be_visible()
    bob.get_by_label("New password", exact=True).fill("other plain words")
    press(bob, "Set password")
    expect(bob.get_by_role("button", name="BR, Bob Ryan, account menu", exact=True)).to_be_visible()

    page.reload()
    expect(page.get_by_role("textbox", name="One-time link", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Bob Ryan", exact=True).click()
    region(page, "Account").get_by_role("link", name="Deactivate", exact=True).click()
    press(dialog(page, "Deactivate Bob Ryan"), "Deactivate")
    expect(said(page, "Bob Ryan is deactivated")).to_be_visible()
    expect(region(page, "Account")).to_contain_text("Deactivated")
    bob.reload()
    expect(bob.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
