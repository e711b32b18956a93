"""Notes on the customer's page: written, edited, deleted."""

import pytest

from dashboard.core.person import Role
from tests import world
from tests.pages.account import verb_form
from tests.pages.visitor import HTMX, signed_in


@pytest.fixture
def path(number):
    return f"/customers/{number(world.KATE)}"


def notes(visitor, path):
    """The region of notes."""
    return visitor.open(path).page.region("Notes")


def add(visitor, path, text, **options):
    """Write one on the page."""
    return visitor.submit(notes(visitor, path).button("Add note").form, "Add note", note=text, **options)


@pytest.mark.feature("U5")
def test_written_edited_and_deleted(desk, path):
    page = desk.follow(add(desk, path, "Call after four.")).page
    assert page.one(id="flash").one("h2").text == "The note about Kate Wong is kept"
    assert "Call after four." in notes(desk, path).text
    assert "Olga Winter" in notes(desk, path).text
    form = verb_form(desk, notes(desk, path).button("Edit note")["href"])
    assert form.one("textarea").text == "Call after four."
    answer = desk.submit(form, "Save note", note="")
    assert (answer.status, "Write the note first." in answer.alert) == (422, True)
    desk.submit(form, "Save note", note="Call after five.")
    assert "Call after five." in notes(desk, path).text
    form = verb_form(desk, notes(desk, path).button("Delete note")["href"])
    assert "Call after five." in form.text
    desk.submit(form, "Delete note")
    assert not notes(desk, path).all("li")
    assert "deleted a note" in desk.open(path).page.region("Activity").text


def test_refused_in_a_dialog_that_keeps_what_was_typed(desk, path):
    answer = add(desk, path, "x" * 5_001, headers=HTMX)
    assert (answer.status, "Use 5,000 characters at most." in answer.alert) == (422, True)
    assert answer.page.one("textarea").text == "x" * 5_001


@pytest.mark.feature("U5")
def test_others_read_them_and_managers_delete_them(app, desk, path, number):
    add(desk, path, "Call after four.")
    seen = {}
    for role in (Role.MANAGER, Role.SUPPORT, Role.VIEWER):
        region = notes(signed_in(app, role), path)
        assert "Call after four." in region.text
        seen[role] = [word for word in ("Add note", "Edit note", "Delete note") if word in region.text]
    assert seen == {Role.MANAGER: ["Add note", "Delete note"], Role.SUPPORT: ["Add note"], Role.VIEWER: []}
    address = notes(desk, path).button("Edit note")["href"]
    assert signed_in(app, Role.SUPPORT).open(address).status == 403
    assert desk.open(address.replace(path, f"/customers/{number(world.CHLOE)}")).status == 404
