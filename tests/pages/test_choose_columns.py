"""The columns of the list, as each person chooses them."""

import pytest

from dashboard.core.person import Role
from tests.pages.visitor import HTMX, signed_in

pytestmark = pytest.mark.feature("U2")
FIXED, ACTIONS = ["Order", "Customer"], "Actions"
AS_THEY_COME = ["Order", "Placed", "Customer", "Payment", "Fulfilment", "Tags", "Items", "Total", ACTIONS]


def heads(page):
    return [head.text for head in page.one("table", class_="orders").all("th") if not head.all("input")]


def cells(page, code):
    """The cells of an order's row, but for the one with its box."""
    return [cell for cell in page.one("tr", id=f"row-{code}").all("td") if not cell.all("input")]


def ticked(page):
    boxes = page.one("form", id="columns").all("input", name="column")
    return [box["value"] for box in boxes if "checked" in box]


def choose(visitor, *columns, path="/orders", press="Show", headers=None):
    form = visitor.open(path).page.one("form", id="columns")
    fields = [(name, value) for name, value in form.fields() if name != "column"]
    fields += [("column", column) for column in columns]
    return visitor.post(form["action"], fields + ([("reset", "1")] if press == "Reset" else []), headers=headers)


def test_a_choice_shows_at_once_and_is_kept_for_this_person_alone(app, desk):
    done = choose(desk, "total", "route", path="/orders?payment=paid")
    assert (done.status, done.location) == (303, "/orders?payment=paid")
    page = desk.follow(done).page
    assert heads(page) == ["Order", "Customer", "Route", "Total", ACTIONS]
    assert ticked(page) == ["route", "total"]
    assert heads(signed_in(app, Role.OWNER).open("/orders").page) == heads(page)
    assert heads(signed_in(app, Role.MANAGER).open("/orders").page) == AS_THEY_COME


def test_what_was_not_chosen_is_not_sent(desk):
    assert "gift" in desk.open("/orders").text
    page = desk.follow(choose(desk)).page
    assert heads(page) == [*FIXED, ACTIONS]
    assert [cell["class"] for cell in cells(page, "OD-1")] == ["c-code", "c-customer", "c-menu"]
    assert "gift" not in page.one(id="results").text


def test_every_column_says_what_it_is_called(desk):
    choose(desk, "placed", "order_customer", "contact", "route", "catalog", "payment", "fulfilment", "items", "total")
    page = desk.open("/orders").page
    told = dict(zip(heads(page), (cell.text for cell in cells(page, "OD-1")), strict=True))
    assert told["Order customer"] == "Chloe"
    assert told["Owner’s contact"] == "chloe.lee@mail.example"
    assert (told["Route"], told["Customer"]) == ("Online store", "Chloe LeeAccount")
    guest = dict(zip(heads(page), (cell.text for cell in cells(page, "OD-4")), strict=True))
    assert (guest["Owner’s contact"], guest["Order customer"]) == ("—", "Kate W.")


def test_reset_brings_back_what_everybody_begins_with(desk):
    choose(desk, "route")
    page = desk.follow(choose(desk, "route", press="Reset")).page
    assert (heads(page), ticked(page)[:2]) == (AS_THEY_COME, ["placed", "payment"])


def test_it_is_a_page_too(desk):
    form = desk.open("/views/columns").page.one(id="verb").one("form")
    assert "placed" in [box["value"] for box in form.all("input", name="column") if "checked" in box]
    done = desk.submit(form, column=None)
    assert heads(desk.follow(done).page) == [*FIXED, ACTIONS]


def test_a_script_comes_back_to_the_list_as_its_window_has_it(desk):
    """The form was drawn before the list was narrowed."""
    here = {**HTMX, "HX-Current-URL": "http://localhost/orders?q=kate&payment=paid"}
    assert choose(desk, "total", headers=here).location == "/orders?q=kate&payment=paid"
    elsewhere = {**HTMX, "HX-Current-URL": "https://evil.example/x?y"}
    assert choose(desk, "total", headers=elsewhere).location == "/orders"
