"""The page of groups: made, renamed, deleted after a question."""

from dashboard.core.person import Role
from tests.pages.account import verb_form
from tests.pages.visitor import signed_in


def names(visitor):
    """The groups on the page."""
    return [link.text for link in visitor.open("/customers/groups").page.all("a", class_="group-name")]


def make(visitor, name):
    """Make one."""
    return visitor.submit(verb_form(visitor, "/customers/groups/create"), "Create group", name=name)


def test_made_renamed_and_deleted(desk):
    assert "No groups yet." in desk.open("/customers/groups").page.region("Groups").text
    page = desk.follow(make(desk, "Trade")).page
    assert page.one(id="flash").one("h2").text == "The group “Trade” is made"
    form = verb_form(desk, page.region("Groups").button("Rename Trade")["href"])
    desk.submit(form, "Rename group", name="Retail")
    assert names(desk) == ["Retail"]
    late = desk.submit(form, "Rename group", name="Late", key="another-key-of-this-form")
    assert (late.status, "Olga Winter renamed the group" in late.alert) == (409, True)
    form = verb_form(desk, desk.open("/customers/groups").page.region("Groups").button("Delete Retail")["href"])
    assert "Nobody is in it." in form.text
    assert "this cannot be undone" in form.text
    desk.submit(form, "Delete group")
    assert names(desk) == []


def test_refused_beside_the_name_which_is_kept(desk):
    make(desk, "Trade")
    answer = make(desk, "TRADE")
    box = answer.page.one("input", name="name")
    assert (answer.status, box["value"], box["aria-invalid"]) == (422, "TRADE", "true")
    assert "There is a group “Trade” already." in answer.alert
    assert desk.open("/customers/groups/999999/delete").status == 404


def test_viewers_look_only(app, desk):
    make(desk, "Trade")
    page = signed_in(app, Role.VIEWER).open("/customers/groups").page
    assert "Trade" in page.text
    assert not [word for word in ("Create group", "Rename", "Delete") if word in page.one("main").text]
