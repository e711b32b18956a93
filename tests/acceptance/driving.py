"""How a merchant drives the desk: by the accessible names of docs/acceptance.md and nothing else."""

import re

from playwright.sync_api import Locator, Page, expect


def row(page: Page, code: str) -> Locator:
    """An order's row in the list."""
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=code, exact=True))


def region(page: Page, name: str) -> Locator:
    """A named part of a page or dialog."""
    return page.get_by_role("region", name=name, exact=True)


def dialog(page: Page, name: str) -> Locator:
    """The open dialog of this name."""
    return page.get_by_role("dialog", name=name, exact=True)


def said(page: Page, text: str) -> Locator:
    """The confirmation at the top."""
    return page.get_by_role("status").filter(has_text=text)


def press(place: Locator | Page, name: str) -> None:
    """Press a button."""
    place.get_by_role("button", name=name, exact=True).click()


def opener(page: Page) -> Locator:
    """What opens Reassign on an order's page."""
    return page.get_by_role("link", name="Reassign order", exact=True)


def open_reassign(page: Page, code: str) -> Locator:
    """From the order's page: the dialog."""
    page.goto(f"/orders/{code}")
    opener(page).click()
    return dialog(page, f"Reassign order {code}")


def open_from_row(page: Page, code: str) -> Locator:
    """From the row's menu: the dialog."""
    press(row(page, code), f"More actions for {code}")
    page.get_by_role("menuitem", name="Reassign order", exact=True).click()
    return dialog(page, f"Reassign order {code}")


def find(box: Locator, typed: str) -> Locator:
    """The customers that match what is typed."""
    box.get_by_role("combobox", name="Name, e-mail or phone", exact=True).fill(typed)
    return box.get_by_role("option")


def choose(box: Locator, typed: str, name: str) -> None:
    """Find a customer and pick them."""
    find(box, typed).filter(has_text=re.compile(re.escape(name))).click()
    expect(will_change(box)).to_contain_text(f"{name} becomes the owner")


def will_change(box: Locator) -> Locator:
    """What the dialog says that OK will do."""
    return box.get_by_role("region", name=re.compile("^What will change"))


def reassign(page: Page, code: str, typed: str, name: str) -> None:
    """The whole of it, to somebody who has an account."""
    box = open_reassign(page, code)
    choose(box, typed, name)
    press(box, "Reassign order")
    expect(said(page, f"{code} now belongs to {name}")).to_be_visible()


def pick_file(page: Page, name: str, text: str) -> None:
    """On the page Imports: choose a file and send it."""
    page.goto("/imports")
    given = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("Choose a file, or drop it here", exact=True).set_input_files(given)  # type: ignore[arg-type]
    press(page, "Upload file")


def preview(page: Page, name: str, text: str, button: str) -> None:
    """Bring a file, and wait for its preview and this button."""
    pick_file(page, name, text)
    expect(page.get_by_role("button", name=button, exact=True)).to_be_visible()


def sign_in(page: Page, email: str, password: str) -> None:
    """Fill in the sign-in page and send it."""
    page.get_by_role("textbox", name="E-mail", exact=True).fill(email)
    page.get_by_role("textbox", name="Password", exact=True).fill(password)
    press(page, "Sign in")
