"""Unmerge, from the account's log and from the confirmation."""

import pytest

from dashboard.core.person import Role
from tests import world
from tests.actions.test_merge import join
from tests.actions.test_reassign import give
from tests.pages.account import verb_form
from tests.pages.visitor import signed_in


@pytest.fixture
def path(app, number):
    """Chloe's page, once Kate's account went into hers."""
    with app.app_context():
        join(world.CHLOE, world.KATE)
    return f"/customers/{number(world.CHLOE)}"


@pytest.mark.feature("R13")
def test_the_log_offers_it_and_both_are_there_again(app, path, number):
    manager = signed_in(app, Role.MANAGER)
    form = verb_form(manager, manager.open(path).page.region("Activity").button("Unmerge")["href"])
    assert (form.name, "3 orders go back to Kate Wong" in form.text) == ("Unmerge Chloe Lee", True)
    page = manager.follow(manager.submit(form, "Unmerge")).page
    assert "Kate Wong and Chloe Lee are apart again" in page.one(id="flash").text
    assert "Unmerge" not in page.region("Activity").text
    assert world.UNPAID in manager.open(f"/customers/{number(world.KATE)}").page.region("Orders").text
    assert manager.submit(form, "Unmerge").status == 303  # the same once more
    again = manager.submit(verb_form(manager, f"{path}/unmerge/2"), "Unmerge")
    assert (again.status, "This was taken back already." in again.alert) == (422, True)


def test_what_came_after_is_named(app, path):
    with app.app_context():
        give(world.UNPAID, world.KENJI)
    manager = signed_in(app, Role.MANAGER)
    answer = manager.submit(verb_form(manager, f"{path}/unmerge/2"), "Unmerge")
    assert (answer.status, "since this came after: OD-3: Sofia Lund reassigned" in answer.alert) == (422, True)


def test_support_is_not_offered_it(app, path):
    page = signed_in(app, Role.SUPPORT).open(path).page
    assert "Unmerge" not in page.text
    assert "Merge" not in page.one("div", id="more-menu").text
