"""Edit order customer on its page: what it shows, what it changes, what it keeps when refused."""

import pytest

from dashboard.database import writing
from tests import world
from tests.pages.visitor import HTMX

PATH = "/orders/OD-1/order-customer"


def form_of(visitor, path=PATH):
    """The form."""
    return visitor.open(path).page.one(id="verb").one("form")


def rows(page):
    """What will change: each word, before and after."""
    found = page.one("section", aria_labelledby="what-will-change").all("div")
    return [(row.one("dt").text, row.one(class_="was").text, row.one("b").text) for row in found]


@pytest.mark.feature("R8")
def test_the_form_holds_the_snapshot_and_says_what_will_change(desk):
    form = form_of(desk)
    known = dict(form.fields())
    assert form.name == "Edit order customer OD-1"
    assert (known["name"], known["email"], known["phone"]) == ("Chloe", "chloe@mail.example", "+49 151 2345 6789")
    assert (known["shipping_city"], known["billing_country"]) == ("Hamburg", "DE")
    typed = {"email": "chloe.lee@mail.example", "shipping_postcode": "22765", "find": "1"}
    page = desk.submit(form, headers=HTMX, **typed).page
    assert rows(page) == [
        ("E-mail", "chloe@mail.example", "chloe.lee@mail.example"), ("Delivery postcode", "22763", "22765"),
    ]  # fmt: skip


@pytest.mark.feature("R8", "R11")
def test_the_pages_show_the_snapshot_and_the_account_stays(desk, number):
    done = desk.submit(form_of(desk), "Save", name="Käthe Chloe", email="", shipping_country="FR")
    page = desk.follow(done).page
    assert page.one(id="flash").one("h2").text == "OD-1 has a new order customer"
    assert page.region("Order customer").facts == {"Name": "Käthe Chloe", "E-mail": "—", "Phone": "+49 151 2345 6789"}
    assert page.region("Delivery address").text.endswith("France")
    assert page.region("Order account (details)").facts["Name"] == "Chloe Lee"
    row = desk.open("/orders", q="kathe").page.one(id="row-OD-1")
    assert row.one(class_="c-customer").text == "Chloe LeeAccountordered as Käthe Chloe"
    account = desk.open(f"/customers/{number(world.CHLOE)}").page
    assert "Käthe" not in account.region("Contact details").text
    back = desk.follow(desk.submit(page.one(id="flash").button("Undo").form, "Undo")).page
    assert back.one(id="flash").one("h2").text == "OD-1 has its old order customer again"
    assert back.region("Order customer").facts["E-mail"] == "chloe@mail.example"


@pytest.mark.feature("R11")
def test_an_account_that_changes_shows_live_and_the_snapshot_stays(app, desk):
    with app.app_context(), writing():
        world.customer(world.CHLOE).email = "new@mail.example"
    page = desk.open("/orders/OD-1").page
    assert page.region("Order account (details)").facts["E-mail"] == "new@mail.example"
    assert page.region("Order customer").facts["E-mail"] == "chloe@mail.example"


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"email": "kate@"}, "email", "“kate@” is no e-mail address."),
        ({"phone": "12"}, "phone", "“12” is no phone number."),
        ({"name": "x" * 300}, "name", "Use 200 characters at most."),
        ({"billing_city": "x" * 300}, "billing_city", "Use 200 characters at most."),
        ({}, None, "Nothing differs from what the order has."),
    ],
)
def test_refused_beside_the_field_with_what_was_typed(desk, stands, typed, field, sentence):
    before = stands(world.PAID)
    answer = desk.submit(form_of(desk), "Save", headers=HTMX, **typed)
    assert (answer.status, stands(world.PAID)) == (422, before)
    assert sentence in answer.alert
    if field:
        box = answer.page.one("input", name=field)
        assert (box["aria-invalid"], box["value"]) == ("true", typed[field])
        assert sentence in answer.page.one(id=box["aria-describedby"]).text
    assert len(answer.page.all("details", open="")) == (field == "billing_city")


def test_a_country_that_came_in_by_name_stays(app, desk):
    with app.app_context(), writing():
        order = world.order(world.PAID)
        order.shipping_address = {**order.shipping_address, "country": "Deutschland"}
    form = form_of(desk)
    assert dict(form.fields())["shipping_country"] == "Deutschland"
    page = desk.follow(desk.submit(form, "Save", name="Chloë")).page
    assert page.region("Delivery address").text.endswith("Deutschland")
    assert desk.submit(form_of(desk), "Save", shipping_country="Atlantis").status == 422


def test_stale_and_closed(desk, stands):
    first, second = form_of(desk), form_of(desk)
    desk.submit(first, "Save", name="Chloë")
    answer = desk.submit(second, "Save", name="Zoë")
    assert answer.status == 409
    assert "Olga Winter edited the order customer: name Chloe → Chloë" in answer.alert
    assert answer.page.one("input", name="name")["value"] == "Zoë"
    closed = desk.open("/orders/OD-7/order-customer").page.one(id="verb")
    assert "This order is archived." in closed.text
    assert not closed.all("button", type="submit")
