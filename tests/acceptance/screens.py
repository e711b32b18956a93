"""Draws docs/screens/: `python3 desk.py test tests/acceptance/screens.py`. Its name keeps it out of every other run."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.driving import preview
from tests.acceptance.places import only
from tests.imports import row, rows

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screens"


@only("desktop", "tablet", "phone")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["orders", "order", "reassign", "import", "store"])
def test_screen(desk, place, name, theme):
    page = desk.window(color_scheme=theme)
    PAGES[name](page)
    page.evaluate("document.fonts.ready")
    draw(page, f"{name}-{place[1]}-{theme}")


@only("desktop")
def test_hero(desk):
    """The picture of the README."""
    page = desk.window(viewport={"width": 1280, "height": 720})
    orders(page)
    draw(page, "hero")


def orders(page: Page) -> None:
    """The list, the newest orders on top."""
    page.goto("/orders")


def order(page: Page) -> None:
    """An order half sent."""
    page.goto("/orders/OD-10003")


def reassign(page: Page) -> None:
    """The dialog with the new owner chosen: what will change stands there."""
    page.goto("/orders/OD-10001")
    page.get_by_role("link", name="Reassign order", exact=True).click()
    page.get_by_role("combobox", name="Name, e-mail or phone").fill("kate")
    page.get_by_role("option").first.click()
    expect(page.get_by_role("region", name="What will change")).to_contain_text("Kate Wong becomes the owner")


def draw_all(desk, place, theme: str, places: dict) -> None:
    """The pictures of these: by name an address, and a step or several to take there."""
    page = desk.window(color_scheme=theme)
    for name, (address, steps) in places.items():
        page.goto(address)
        for step in steps if isinstance(steps, list) else [steps]:
            step(page)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        draw(page, f"{name}-{place[1]}-{theme}")


def draw(page: Page, name: str) -> None:
    """Write the picture of what is in the window; where Pillow is at hand, in 256 colours, a third of the bytes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file, animations="disabled", caret="hide")
    if find_spec("PIL"):
        from PIL import Image

        Image.open(file).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)


def preview_of_import(page: Page) -> None:
    """A file on its way in, with a row that cannot be read."""
    preview(page, "orders_export.csv", rows(1001, 1002, 1003) + row(1004, total="ten"), "Import 3 orders")


def store(page: Page) -> None:
    """The store's settings."""
    page.goto("/settings/store")


PAGES = {"orders": orders, "order": order, "reassign": reassign, "import": preview_of_import, "store": store}
