"""Deactivate a customer, from their page."""

import pytest

from tests import world
from tests.pages.account import verb_form


@pytest.mark.feature("L6")
def test_the_page_says_so_and_offers_the_way_back(desk, number):
    path = f"/customers/{number(world.KATE)}"
    form = verb_form(desk, desk.open(path).page.button("Deactivate")["href"])
    assert "can own no more orders" in form.text
    page = desk.follow(desk.submit(form, "Deactivate")).page
    assert "Deactivated" in page.one("div", class_="order-title").text
    assert page.button("Reactivate")["href"] == f"{path}/reactivate"
    again = desk.submit(verb_form(desk, f"{path}/deactivate"), "Deactivate")
    assert (again.status, "Kate Wong is deactivated already." in again.alert) == (422, True)
    assert [link.text for link in desk.open("/customers", only="deactivated").page.all("a", class_="row-link")] == [
        world.KATE
    ]
    assert desk.submit(form, "Deactivate").status == 303  # the first submit again
