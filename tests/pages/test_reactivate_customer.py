"""Reactivate a customer, from their page."""

from dashboard.database import now, writing
from tests import world
from tests.pages.account import verb_form


def test_the_page_is_that_of_an_account_again(app, desk, number):
    with app.app_context(), writing():
        world.customer(world.KATE).deactivated_at = now()
    path = f"/customers/{number(world.KATE)}"
    form = verb_form(desk, f"{path}/reactivate")
    page = desk.follow(desk.submit(form, "Reactivate")).page
    assert "Deactivated" not in page.one("div", class_="order-title").text
    again = desk.submit(verb_form(desk, f"{path}/reactivate"), "Reactivate")
    assert (again.status, "Kate Wong is active already." in again.alert) == (422, True)
