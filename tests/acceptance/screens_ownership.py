"""Draws the dialogs and letters of ownership into docs/screens/, as screens.py does; run it by its name."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.driving import press, row, will_change
from tests.acceptance.places import only
from tests.acceptance.screens import draw_all


@only("desktop", "tablet", "phone")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_dialogs(desk, place, theme):
    draw_all(desk, place, theme, DIALOGS)


def link(name: str):
    """Follow a link or press a button of this name, the first on the page."""

    def step(page: Page) -> None:
        page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).first.click()

    return step


def more(name: str):
    """Choose a verb under "More"."""

    def step(page: Page) -> None:
        press(page, "More")
        page.get_by_role("menuitem", name=name, exact=True).click()

    return step


def find(words: str):
    """Type into the dialog's search and take the first that is found."""

    def step(page: Page) -> None:
        box = page.get_by_role("dialog")
        box.get_by_role("combobox", name="Name, e-mail or phone").fill(words)
        box.get_by_role("option").filter(has_text=re.compile(words, re.IGNORECASE)).first.click()
        expect(will_change(box)).to_contain_text(re.compile(words, re.IGNORECASE))

    return step


def tick(*codes: str):
    """Select these orders of the list."""

    def step(page: Page) -> None:
        for code in codes:
            row(page, code).get_by_role("checkbox").check()

    return step


def nothing(page: Page) -> None:
    """The page as it opens."""


CHLOE = "/customers?q=chloe.lee"
TO_CHLOE = link("Chloe Lee")
DIALOGS = {
    "link": ("/orders/OD-10004", [link("Link to customer account")]),
    "link-yes-no": ("/orders/OD-10004", [link("Link to Kate Wong")]),
    "unlink": ("/orders/OD-10001", [more("Unlink")]),
    "order-customer": ("/orders/OD-10001", [link("Edit order customer")]),
    "archive": ("/orders/OD-10001", [more("Archive")]),
    "resend": ("/orders/OD-10001", [more("Resend")]),
    "selected": ("/orders", [tick("OD-10018", "OD-10016", "OD-10012")]),
    "bulk": ("/orders", [tick("OD-10018", "OD-10016", "OD-10012"), link("Reassign"), find("kate wong")]),
    "merge": (CHLOE, [TO_CHLOE, more("Merge"), find("kate wong")]),
    "erase": (CHLOE, [TO_CHLOE, more("Erase")]),
    "tag": ("/orders/OD-10001/tag", [nothing]),
    "untag": ("/orders/OD-10001/untag", [nothing]),
    "bulk-tag": ("/orders/bulk/tag?code=OD-10018&code=OD-10016", [nothing]),
    "create-customer": ("/customers", [link("Create customer")]),
    "edit-customer": (CHLOE, [TO_CHLOE, link("Edit details")]),
    "customer": (CHLOE, [TO_CHLOE]),
    "groups": ("/customers/groups", [nothing]),
    "create-group": ("/customers/groups", [link("Create group")]),
    "erase-guest": ("/orders/OD-10004/erase-guest", [nothing]),
    "personal-data": ("/orders/OD-10004/personal-data", [nothing]),
    "duplicates": ("/customers/duplicates", [nothing]),
    "outbox": ("/outbox", [nothing]),
    "letter-reassigned": ("/orders/OD-10001/reassign/letter?owner=2", [nothing]),
    "letter-order": ("/orders/OD-10001/resend/letter", [nothing]),
}
