"""Erase a customer, from their page: what goes, what stays, the name typed, and what is left to see."""

import pytest

from dashboard.actions.archive import archive
from dashboard.actions.unarchive import unarchive
from dashboard.core.person import COMMAND, Role
from tests import world
from tests.pages.account import verb_form
from tests.pages.visitor import signed_in


@pytest.fixture
def path(app, number):
    with app.app_context():
        archive(world.PAID, by=COMMAND)
    return f"/customers/{number(world.CHLOE)}"


@pytest.mark.feature("R13")
def test_what_goes_and_stays_is_told_and_the_name_is_typed(app, path):
    manager = signed_in(app, Role.MANAGER)
    form = verb_form(manager, manager.open(path).page.button("Erase")["href"])
    told = form.text
    for words in ("of the account and on 2 orders", "1 note on these orders", "order codes, dates", "cannot be undone"):
        assert words in told, words
    wrong = manager.submit(form, "Erase", confirm="Chloe")
    assert (wrong.status, "Type “Chloe Lee” to confirm." in wrong.text) == (422, True)
    assert wrong.page.one("input", name="confirm")["value"] == "Chloe"
    done = manager.submit(form, "Erase", confirm="chloe lee")
    page = manager.follow(done).page
    assert "The customer is erased" in page.one(id="flash").text
    assert "Erased customer" in page.one("h1").text
    assert page.one("div", class_="order-title").text.endswith("Erased")
    assert not page.all("button", popovertarget="more-menu")
    again = manager.submit(form, "Erase", confirm="chloe lee")
    assert (again.status, again.location) == (303, done.location)


@pytest.mark.feature("R13")
def test_no_search_finds_them_and_pages_of_their_orders_stand(app, path):
    manager = signed_in(app, Role.MANAGER)
    manager.submit(verb_form(manager, f"{path}/erase"), "Erase", confirm=world.CHLOE)
    for where in ("/orders", "/customers", "/jump"):
        for words in (world.CHLOE, world.CHLOE_EMAIL, "2345 6789", "Fischerallee"):
            page = manager.open(where, q=words).page
            assert not [link for link in page.all("a") if "OD-1" in link.text or path in link.raw], (where, words)
    page = manager.open(f"/orders/{world.PAID}").page
    assert "Erased customer" in page.region("Order account (details)").text
    assert "details erased" in page.one(id="order").text
    assert manager.open(path).status == 200
    with app.app_context():
        unarchive(world.PAID, by=COMMAND)
    answer = manager.open(f"/orders/{world.UNPAID}/reassign", q="erased customer")
    assert not answer.page.all(role="option")


def test_what_is_open_is_shown_with_the_way_there(desk, number):
    form = verb_form(desk, f"/customers/{number(world.CHLOE)}/erase")
    assert "OD-1 is not sent yet" in form.text
    assert f"/orders/{world.PAID}" in [link["href"] for link in form.all("a")]
    refused = desk.submit(form, "Erase", confirm=world.CHLOE)
    assert (refused.status, "OD-1 is not sent yet" in refused.alert) == (422, True)
    assert desk.open("/customers/999999/erase").status == 404


def test_who_may_not_sees_nothing_of_it(app, path):
    support = signed_in(app, Role.SUPPORT)
    assert "Erase" not in support.open(path).text
    assert support.open(f"{path}/erase").status == 403
