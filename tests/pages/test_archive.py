"""Archive and unarchive on their pages."""

import pytest

from tests import world


def form_of(visitor, verb, code=world.PAID):
    """The form of the verb."""
    return visitor.open(f"/orders/{code}/{verb}").page.one(id="verb").one("form")


def badge(page):
    """Whether the order's head says that it is archived."""
    return "Archived" in page.one(class_="order-title").text


@pytest.mark.feature("D6")
def test_put_away_fetched_back_and_undone(desk):
    assert desk.open("/orders").page.all(id="row-OD-1")
    page = desk.follow(desk.submit(form_of(desk, "archive"), "Archive")).page
    assert (page.one(id="flash").one("h2").text, badge(page)) == ("OD-1 is archived", True)
    assert not desk.open("/orders").page.all(id="row-OD-1")
    assert desk.open("/orders", q="OD-1").page.all(id="row-OD-1")
    undo = page.one(id="flash").button("Undo").form
    page = desk.follow(desk.submit(form_of(desk, "unarchive"), "Unarchive")).page
    assert (page.one(id="flash").one("h2").text, badge(page)) == ("OD-1 is back in the list", False)
    again = desk.follow(desk.submit(page.one(id="flash").button("Undo").form, "Undo")).page
    assert (again.one(id="flash").one("h2").text, badge(again)) == ("OD-1 is archived again", True)
    back = desk.follow(desk.submit(undo, "Undo")).page
    assert (back.one(id="flash").one("h2").text, badge(back)) == ("OD-1 is back in the list", False)


def test_what_is_refused(desk, stands):
    before = stands(world.ARCHIVED)
    page = desk.open("/orders/OD-7/archive").page.one(id="verb")
    assert page.one("li", class_="no").text == "This order is archived already."
    assert not page.all("button", type="submit")
    first, second = form_of(desk, "unarchive", world.ARCHIVED), form_of(desk, "unarchive", world.ARCHIVED)
    assert desk.submit(first, "Unarchive").status == 303
    answer = desk.submit(second, "Unarchive")
    assert (answer.status, stands(world.ARCHIVED).lines) == (409, before.lines + 1)
    assert "Olga Winter unarchived this order" in answer.alert
