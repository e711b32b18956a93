"""The page of possible duplicates: merged from it, told apart on it, and taken back."""

import pytest

from dashboard.core.person import Role
from dashboard.database import writing
from tests import world
from tests.pages.account import verb_form
from tests.pages.crowd import add_customer
from tests.pages.visitor import signed_in

PAGE, TWIN = "/customers/duplicates", "Chloe Leigh"


@pytest.fixture(autouse=True)
def twin(app):
    with app.app_context(), writing() as session:
        return add_customer(session, TWIN, phone="0151 23456789", phone_key="+4915123456789").id


def section(visitor, name="Same phone"):
    """One of the page's sections."""
    return visitor.open(PAGE).page.region(name)


@pytest.mark.feature("R13")
def test_told_apart_and_taken_back(desk):
    page = desk.open(PAGE).page
    assert [part.name for part in page.all("section")][:4] == [
        "Same phone", "Same name and postcode", "E-mail one letter off", "Not the same",
    ]  # fmt: skip
    assert "same phone" in section(desk).one("li", class_="pair").text
    form = verb_form(desk, section(desk).button(f"Not the same: {world.CHLOE} and {TWIN}")["href"])
    page = desk.follow(desk.submit(form, "Not the same")).page
    assert page.one("h1").text == "Possible duplicates"
    assert page.one(id="flash").one("h2").text == f"{world.CHLOE} and {TWIN} are not the same"
    assert "None." in page.region("Same phone").text
    kept = page.region("Not the same")
    assert "said Olga Winter" in kept.text
    again = desk.submit(form, "Not the same", key="another-key-of-this-form")
    assert (again.status, "Olga Winter said already" in again.alert) == (422, True)
    form = verb_form(desk, kept.button(f"Take back: {world.CHLOE} and {TWIN}")["href"])
    page = desk.follow(desk.submit(form, "Take back")).page
    assert "same phone" in page.region("Same phone").text
    assert "Nobody has told two accounts apart." in page.region("Not the same").text


@pytest.mark.feature("R13")
def test_merging_begins_with_the_pair_and_comes_back(desk, twin):
    form = verb_form(desk, section(desk).button(f"Merge {TWIN} into {world.CHLOE}")["href"])
    assert TWIN in form.one("p", class_="chosen").text
    page = desk.follow(desk.submit(form, "Merge")).page
    assert page.one("h1").text == "Possible duplicates"
    assert "None." in page.region("Same phone").text


def test_who_may(app, number):
    support = section(signed_in(app, Role.SUPPORT))
    assert ("Not the same" in support.text, "Merge" in support.text) == (True, False)
    viewer = signed_in(app, Role.VIEWER)
    assert viewer.open(PAGE).status == 403
    assert "Possible duplicates" not in viewer.open("/customers").page.text
    assert signed_in(app, Role.OWNER).open(f"/customers/{number(world.KATE)}/not-the-same/999999").status == 404


def test_places_that_are_none_begin_at_the_top(desk):
    answer = desk.open(PAGE, phone="\0", name="\U0010ffff", email="9" * 30, apart="x.y")
    assert (answer.status, "same phone" in answer.page.region("Same phone").text) == (200, True)
