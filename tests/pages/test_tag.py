"""Tags on the order's page: added, removed, offered, taken back."""

import pytest

from dashboard.core.person import Role
from tests import world
from tests.pages.visitor import HTMX, signed_in


def region(visitor, code=world.GUEST):
    """The region of tags."""
    return visitor.open(f"/orders/{code}").page.region("Tags")


def tags(visitor, code=world.GUEST):
    """The tags that it shows."""
    return [node.text for node in region(visitor, code).all("span", class_="tag")]


def adding(visitor, code=world.GUEST):
    """The form that adds one."""
    return region(visitor, code).button("Add tag").form


def test_added_and_removed_each_with_undo(desk):
    page = desk.follow(desk.submit(adding(desk), "Add tag", tag=" First  order ")).page
    assert page.one(id="flash").one("h2").text == "OD-4 has the tag “First order” now"
    assert tags(desk) == ["First order"]
    undone = desk.follow(desk.submit(page.one(id="flash").button("Undo").form, "Undo")).page
    assert undone.one(id="flash").one("h2").text == "The tag “First order” is off OD-4 again"
    assert tags(desk) == []
    page = desk.follow(desk.submit(region(desk, world.PAID).one("form", class_="taglist"), "Remove tag gift")).page
    assert page.one(id="flash").one("h2").text == "The tag “gift” is off OD-1"
    desk.submit(page.one(id="flash").button("Undo").form, "Undo")
    assert tags(desk, world.PAID) == ["gift"]


def test_tags_in_use_are_one_press_away(desk):
    offered = region(desk).one(role="group")
    assert [node.name for node in offered.all("button")] == ["Add tag gift"]
    desk.submit(offered.button("Add tag gift").form, "Add tag gift")
    assert tags(desk) == ["gift"]
    assert not region(desk).all(role="group")


def test_refused_in_a_dialog_that_keeps_what_was_typed(desk):
    for text, sentence in (("gift", ""), ("GIFT", "OD-4 has the tag “gift” already."), ("a,b", "A tag has no comma")):
        answer = desk.submit(adding(desk), "Add tag", headers=HTMX, tag=text)
        assert answer.status == (422 if sentence else 303)
        if sentence:
            box = answer.page.one("input", name="tag")
            assert (box["value"], box["aria-invalid"]) == (text, "true")
            assert sentence in answer.alert
    gone = desk.post("/orders/OD-4/untag", {"key": "k" * 20, "tag": "rush"})
    assert (gone.status, "OD-4 has no tag “rush” any more." in gone.alert) == (422, True)


@pytest.mark.feature("D6")
def test_a_returned_and_an_archived_order_can_be_tagged(desk):
    for code in (world.RETURNED_TO_CART, world.ARCHIVED):
        assert desk.submit(adding(desk, code), "Add tag", tag="seen").status == 303
        assert tags(desk, code) == ["seen"]


def test_pages_by_themselves(desk):
    form = desk.open("/orders/OD-1/tag").page.one(id="verb").one("form")
    assert form.name == "Add tag to order OD-1"
    assert desk.submit(form, "Add tag", tag="rush").status == 303
    form = desk.open("/orders/OD-1/untag").page.one(id="verb").one("form")
    assert desk.submit(form, "Remove tag", tag="rush").status == 303
    assert tags(desk, world.PAID) == ["gift"]


def test_who_may_not_sees_the_tags_only(app):
    viewer = signed_in(app, Role.VIEWER)
    assert tags(viewer, world.PAID) == ["gift"]
    assert not region(viewer, world.PAID).all("button")
    assert region(viewer).one(class_="muted").text == "No tags"
