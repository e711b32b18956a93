"""Erase a guest, from one of their orders."""

import pytest

from dashboard.actions.archive import archive
from dashboard.actions.edit_customer import Details, edit_customer
from dashboard.core.person import COMMAND
from tests import world
from tests.pages.account import verb_form


@pytest.mark.feature("R13")
def test_the_contact_is_typed_and_the_orders_stay(app, desk):
    with app.app_context():
        archive(world.GUEST_PHONE, by=COMMAND)
        number_is_nobodys()
    form = verb_form(desk, desk.open(f"/orders/{world.GUEST_PHONE}").page.button("Erase guest")["href"])
    assert "on 2 orders, 1 of which belongs to somebody else" in form.text
    wrong = desk.submit(form, "Erase", confirm="Kenji")
    assert (wrong.status, f"Type “{world.KENJI_PHONE}” to confirm." in wrong.text) == (422, True)
    page = desk.follow(desk.submit(form, "Erase", confirm=world.KENJI_PHONE)).page
    assert "The guest is erased" in page.one(id="flash").text
    assert page.region("Order customer").facts["Name"] == "—"
    assert not [link for link in desk.open("/orders", q=world.KENJI_PHONE).page.all("a") if "OD-5" in link.text]
    assert desk.submit(form, "Erase", confirm=world.KENJI_PHONE).status == 303  # the same again


def number_is_nobodys() -> None:
    """Let the number be nobody's."""
    edit_customer(world.customer(world.KENJI).id, Details("Kenji W.", "k@x.example", ""), by=COMMAND, region="JP")


def test_a_contact_that_an_account_has_is_refused_and_an_owned_order_too(desk):
    form = verb_form(desk, f"/orders/{world.GUEST}/erase-guest")
    answer = desk.submit(form, "Erase", confirm=world.KATE_EMAIL)
    assert (answer.status, "Kate Wong has an account with this contact." in answer.alert) == (422, True)
    owned = desk.submit(verb_form(desk, f"/orders/{world.PAID}/erase-guest"), "Erase", confirm="x")
    assert (owned.status, "OD-1 belongs to an account." in owned.alert) == (422, True)
    assert desk.open("/orders/OD-999/erase-guest").status == 404
