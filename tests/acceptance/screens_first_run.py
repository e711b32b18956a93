"""Draws the first run into docs/screens/, as screens.py draws the rest: on an empty desk."""

import pytest

from tests.acceptance.places import only
from tests.acceptance.screens import draw
from tests.acceptance.test_first_run import database

__all__ = ["database"]


@only("desktop", "tablet", "phone")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_screen(desk, place, theme):
    page = desk.window(who=None, color_scheme=theme)
    page.goto("/first-run")
    page.evaluate("document.fonts.ready")
    draw(page, f"first-run-{place[1]}-{theme}")
