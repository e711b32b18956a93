"""Groups on the customer's page, and the list narrowed by group and tag."""

import pytest

from tests import world
from tests.pages.account import verb_form
from tests.pages.test_create_group import make
from tests.pages.test_customers import names


@pytest.fixture
def path(number):
    return f"/customers/{number(world.KATE)}"


def groups(visitor, path):
    """The groups that the page shows."""
    return [node.text for node in visitor.open(path).page.region("Groups").all("span", class_="tag")]


def test_in_from_a_dialog_and_out_on_the_page(desk, path):
    assert "There is no group that this customer is not in." in verb_form(desk, f"{path}/join-group").text
    make(desk, "Trade")
    form = verb_form(desk, desk.open(path).page.region("Groups").button("Add to group")["href"])
    page = desk.follow(desk.submit(form, "Add to group")).page
    assert page.one(id="flash").one("h2").text == "Kate Wong is in the group “Trade” now"
    assert groups(desk, path) == ["Trade"]
    again = desk.submit(form, "Add to group", key="another-key-of-this-form")
    assert (again.status, "is in the group “Trade” already" in again.alert) == (422, True)
    out = desk.open(path).page.region("Groups").one("form", class_="taglist")
    page = desk.follow(desk.submit(out, "Take out of group Trade")).page
    assert page.one(id="flash").one("h2").text == "Kate Wong is out of the group “Trade”"
    assert "This customer is in no group." in verb_form(desk, f"{path}/leave-group").text


@pytest.mark.feature("R4")
def test_chips_narrow_the_list_and_are_taken_off(desk, path):
    make(desk, "Trade")
    desk.submit(verb_form(desk, f"{path}/join-group"), "Add to group")
    desk.submit(verb_form(desk, f"{path}/tag"), "Add tag", tag="Vip")
    group = desk.open("/customers/groups").page.one("a", class_="group-name")["href"]
    page = desk.open(group).page
    assert names(page) == [world.KATE]
    page = desk.open(group + "&tag=vip&q=wong&sort=-spend").page
    assert names(page) == [world.KATE]
    chips = page.one("ul", aria_label="Active filters").all("a")
    assert [chip.text for chip in chips] == ["Tag: vip remove filter", "Group: Trade remove filter"]
    assert [("tag=vip" in chip["href"], "group=" in chip["href"]) for chip in chips] == [(False, True), (True, False)]
    assert all("q=wong" in chip["href"] for chip in chips)
    checked = [box["value"] for box in page.all("input", type="checkbox") if "checked" in box.attrs]
    assert checked == ["vip", group.split("=")[1]]
    assert names(desk.open("/customers?tag=other&group=" + group.split("=")[1]).page) == []
    assert names(desk.open("/customers?group=x&tag=&tag=+").page)
