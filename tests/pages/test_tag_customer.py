"""Tags on the customer's page: added, removed, offered."""

import pytest

from dashboard.core.person import Role
from tests import world
from tests.pages.account import verb_form
from tests.pages.visitor import HTMX, signed_in


@pytest.fixture
def path(number):
    return f"/customers/{number(world.KATE)}"


def region(visitor, path):
    """The region of tags."""
    return visitor.open(path).page.region("Tags")


def tags(visitor, path):
    """The tags that it shows."""
    return [node.text for node in region(visitor, path).all("span", class_="tag")]


def test_added_and_removed_on_the_page(desk, path):
    form = region(desk, path).button("Add tag").form
    page = desk.follow(desk.submit(form, "Add tag", tag=" First  order ")).page
    assert page.one(id="flash").one("h2").text == "Kate Wong has the tag “First order” now"
    assert tags(desk, path) == ["First order"]
    page = desk.follow(desk.submit(region(desk, path).one("form", class_="taglist"), "Remove tag First order")).page
    assert page.one(id="flash").one("h2").text == "The tag “First order” is off Kate Wong"
    assert tags(desk, path) == []


def test_refused_in_a_dialog_that_keeps_what_was_typed(desk, path):
    form = region(desk, path).button("Add tag").form
    answer = desk.submit(form, "Add tag", headers=HTMX, tag="a,b")
    box = answer.page.one("input", name="tag")
    assert (answer.status, box["value"], box["aria-invalid"]) == (422, "a,b", "true")
    assert "A tag has no comma" in answer.alert
    gone = desk.post(f"{path}/untag", {"key": "k" * 20, "tag": "rush"})
    assert (gone.status, "Kate Wong has no tag “rush” any more." in gone.alert) == (422, True)
    assert desk.open("/customers/999999/tag").status == 404


def test_pages_by_themselves(desk, path, number):
    desk.submit(verb_form(desk, f"{path}/tag"), "Add tag", tag="rush")
    form = verb_form(desk, f"{path}/untag")
    assert form.name == "Remove tag from Kate Wong"
    assert desk.submit(form, "Remove tag", tag="rush").status == 303
    assert tags(desk, path) == []


def test_who_may_not_sees_them_only(app, path):
    viewer = signed_in(app, Role.VIEWER)
    assert region(viewer, path).one(class_="muted").text == "No tags"
    assert not region(viewer, path).all("button")
