"""axe-core finds nothing on any page, dialog or menu, in light and dark, at any size; fingers hit what they aim at."""

import os

import pytest

from tests.acceptance.axe import at_rest, findings, findings_of_looks
from tests.acceptance.desk import BEN
from tests.acceptance.driving import sign_in
from tests.acceptance.measures import MISSED, TOO_WIDE
from tests.acceptance.places import SIZES, only
from tests.acceptance.sights import GROUPS

WIDTHS = (1100, 900, 600, 320)
# In the suite each sight is read once, by turns in the light on a desktop and in the dark on a phone; everything at
# every size and width: `AXE=all` (docs/faults.md).
EVERYWHERE = os.environ.get("AXE") == "all"
DESKTOP, PHONE = (SIZES[name].options["viewport"] for name in ("desktop", "phone"))


@pytest.fixture(autouse=True)
def short_lists(monkeypatch):
    """Pages of the cast alone: the made-up orders below it look the same, and axe-core reads every node."""
    if not EVERYWHERE:
        monkeypatch.setattr("dashboard.models.order_list.SIZE", 22)


@only("phone")
@pytest.mark.parametrize("group", GROUPS)
def test_axe_finds_nothing_and_everything_has_room(page, group):
    """Each sight is gone to once: fingers try it on a phone, then axe-core reads it at every size."""
    wrong = {}
    for turn, sight in enumerate(GROUPS[group]):
        page.set_viewport_size(PHONE)
        sight(page)
        at_rest(page)
        narrow = page.evaluate(TOO_WIDE)
        looks = look_at(page) if EVERYWHERE else one_look_at(page, dark=bool(turn % 2))
        rooms = too_wide(page) if EVERYWHERE else ()
        seen = [("fingers", page.evaluate(MISSED)), ("on a phone", narrow), *looks, *rooms]
        wrong |= {f"{sight.__name__}, {where}": found for where, found in seen if found}
    assert not wrong


@only("desktop")
def test_axe_finds_nothing_where_nobody_is_signed_in(desk):
    page = desk.window(who=None)
    page.goto("/sign-in")
    wrong = {where: found for where, found in look_at(page) if found}
    sign_in(page, "mara@harbour.example", "wrong")
    page.get_by_role("alert").wait_for()
    wrong |= {f"refused, {where}": found for where, found in look_at(page) if found}
    page.goto("/forgotten-password?asked=1")
    wrong |= {f"asked, {where}": found for where, found in look_at(page) if found}
    viewer = desk.window(BEN)
    viewer.goto("/orders/OD-10001/reassign")
    wrong |= {f"403, {where}": found for where, found in look_at(viewer) if found}
    assert not wrong


def one_look_at(page, dark):
    """Findings on a phone in the dark, or on a wide screen in light."""
    page.set_viewport_size(PHONE if dark else DESKTOP)
    page.evaluate("scrollTo(0, 0)")
    page.emulate_media(color_scheme="dark" if dark else "light")
    yield ("dark phone" if dark else "light"), findings(page)
    page.emulate_media(color_scheme="light")


def look_at(page):
    """Findings on a wide screen in light; what light and size can change, then in dark and at the other sizes."""
    page.set_viewport_size(DESKTOP)
    page.evaluate("scrollTo(0, 0)")  # what lies under the bar at the top is no smaller for it
    yield "light", findings(page)
    for light, name in (("dark", "phone"), ("dark", "desktop"), ("light", "tablet")):
        page.set_viewport_size(SIZES[name].options["viewport"])
        page.evaluate("scrollTo(0, 0)")
        page.emulate_media(color_scheme=light)
        yield f"{light} {name}", findings_of_looks(page)
    page.emulate_media(color_scheme="light")


def too_wide(page):
    """What runs over the window's edge or its card's, from the widest to the narrowest window."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        yield f"{width} px wide", page.evaluate(TOO_WIDE)
