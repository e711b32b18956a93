"""A catalog's order link: a guest or a signed-in buyer orders by it; replaced and ended ones lead nowhere."""

import pytest

from dashboard.database import writing
from dashboard.models import Product
from tests import world
from tests.pages.buyer import buyer_in, letters
from tests.pages.order_links import CATALOG, count, link, newest, product
from tests.pages.queries import queries
from tests.pages.visitor import Visitor

WHO = {"name": "Ada Byron", "email": "ada@mail.example", "shipping_city": "Kiel", "shipping_street1": "Kai 1"}


class Guest(Visitor):
    """A browser that never signed in."""

    @property
    def token(self):
        """The CSRF token."""
        return self.open("/sign-in").page.all("input", name="csrf_token")[0]["value"]


@pytest.fixture
def guest(app):
    """Somebody with the link."""
    return Guest(app)


def reviewed(visitor, path, **pieces):
    """The form of the review of these pieces."""
    answer = visitor.submit(visitor.open(path).page.one("main").one("form"), "Review order", **pieces)
    assert answer.status == 200, answer.alert
    return answer.page.one("main").one("form")


@pytest.mark.feature("D2")
def test_a_guest_orders_by_link(app, guest):
    path, mug, towel = link(app), product(app, world.MUG), product(app, world.TOWEL)
    page = guest.open(path)
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == ("no-referrer", "no-store")
    form = reviewed(guest, path, **{f"quantity-{mug}": "2", f"quantity-{towel}": "1"})
    assert "27.00 EUR" in form.text
    answer = guest.submit(form, "Place order", **WHO)
    assert (answer.status, answer.location) == (303, f"{path}/placed")
    order = newest(app)
    assert order["code"] in guest.follow(answer).text
    assert order | {"code": ""} == {
        "code": "", "route": "order_link", "owner": None, "who": ("Ada Byron", "ada@mail.example"), "catalog": CATALOG,
        "lines": [(world.MUG, 2, "9.50", 2), (world.TOWEL, 1, "8.00", 1)], "total": 2700, "city": "Kiel",
        "log": ("placed", "buyer", "Guest"),
    }  # fmt: skip
    assert ("order_placed", "ada@mail.example") in {(event, to) for event, to, _ in letters(app)}
    again = guest.submit(form, "Place order", **WHO)
    assert (again.status, newest(app)["code"]) == (303, order["code"])
    assert guest.submit(form, "Place order", **{**WHO, "name": "Eve"}).status == 409


@pytest.mark.feature("D2")
def test_a_buyer_orders_for_their_own_account(app, number):
    path, mug = link(app), product(app, world.MUG)
    kate = buyer_in(app, world.KATE)
    form = reviewed(kate, f"/account{path}", **{f"quantity-{mug}": "3"})
    assert "You order as Kate Wong" in form.text
    answer = kate.submit(form, "Place order")
    order = newest(app)
    assert (answer.status, answer.location) == (303, f"/account/orders/{order['code']}")
    assert (order["owner"], order["route"], order["who"][1]) == (
        int(number(world.KATE)),
        "order_link",
        world.KATE_EMAIL,
    )
    stranger = Guest(app).open(f"/account{path}")
    assert (stranger.status, "/account/sign-in" in stranger.location) == (303, True)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose at least one piece"),
        ({"mug": "0"}, "Choose at least one piece"),
        ({"mug": "1.5"}, "Enter a whole number of pieces"),
        ({"mug": "-2"}, "Enter a whole number of pieces"),
        ({"mug": "9" * 5_000}, "Enter a whole number of pieces"),
        ({"few": "4"}, "Only 3 left."),
    ],
)
def test_what_cannot_be_had_is_said_beside_it(app, guest, typed, sentence):
    path, ids = link(app), {"mug": product(app, world.MUG), "few": product(app, world.CANDLE)}
    with app.app_context(), writing() as session:
        session.get(Product, ids["few"]).stock = 3
    before = count(app)
    fields = {f"quantity-{ids[name]}": text for name, text in typed.items()}
    answer = guest.submit(guest.open(path).page.one("main").one("form"), "Review order", **fields)
    assert (answer.status, count(app)) == (422, before)
    assert sentence in answer.alert


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ({"name": ""}, "Enter your name."),
        ({"email": ""}, "Enter an e-mail address or a phone number"),
        ({"email": "ada@"}, "ada@"),
        ({"email": "", "phone": "12"}, "phone"),
        ({"shipping_country": "Atlantis"}, "Enter the country’s name"),
        ({"agreed": "1"}, "Prices changed meanwhile"),
    ],
)
def test_who_orders_has_to_be_said(app, guest, who, sentence):
    path, mug, before = link(app), product(app, world.MUG), count(app)
    form = reviewed(guest, path, **{f"quantity-{mug}": "1"})
    answer = guest.submit(form, "Place order", **{**WHO, **who})
    assert (answer.status, count(app)) == (422, before)
    assert sentence in answer.alert
    kept = answer.page.one("main").one("form").fields()
    assert (f"quantity-{mug}", "1") in kept
    assert ("shipping_city", "Kiel") in kept


def test_too_many_guests_at_once_are_no_guests(app, guest, monkeypatch):
    monkeypatch.setattr("dashboard.actions.place_from_catalog.MOST_AT_ONCE", 1)
    path, mug = link(app, "Autumn"), product(app, world.MUG)
    pieces = {f"quantity-{mug}": "1"}
    assert guest.submit(reviewed(guest, path, **pieces), "Place order", **WHO).status == 303
    answer = guest.submit(reviewed(guest, path, **pieces), "Place order", **WHO)
    assert (answer.status, "Many orders came in just now" in answer.alert) == (422, True)


def test_a_page_costs_few_reads(app, guest):
    path = link(app)
    guest.open(path)
    with queries(app) as sent:
        guest.open(path)
    assert len(sent) <= 5
