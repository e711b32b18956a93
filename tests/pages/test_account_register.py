"""Registering: by address or number, verified by a code; the page tells nobody who has an account."""

import pytest
from sqlalchemy import func, select

from dashboard.extensions import db
from dashboard.models import Customer, Order
from tests import world
from tests.pages.buyer import Buyer, code_in, letters

pytestmark = pytest.mark.usefixtures("cheap_passwords")


@pytest.fixture
def buyer(app) -> Buyer:
    """A browser that is not signed in."""
    return Buyer(app)


def register(buyer: Buyer, **typed: str):
    typed = {"name": "Zoe Winter", "who": "zoe@mail.example", **typed}
    return buyer.submit(buyer.open("/account/register").page.all("form")[0], "Register", **typed)


def accounts(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(Customer.id)))


@pytest.mark.feature("R12")
@pytest.mark.parametrize("who", ["zoe@mail.example", "0170 1234567"])
@pytest.mark.parametrize("password", ["", "correct-harbour-lamp-2"])
def test_the_account_is_there_once_the_code_is_entered(app, buyer, who, password):
    before = accounts(app)
    form = buyer.follow(register(buyer, who=who, password=password)).page.all("form")[0]
    assert accounts(app) == before
    assert buyer.submit(form, "Register", code=code_in(letters(app)[-1][2])).location == "/account/orders"
    assert accounts(app) == before + 1
    assert "No orders here yet" in buyer.open("/account/orders").text
    door = Buyer(app)
    answer = door.submit(
        door.open("/account/sign-in").page.all("form")[0], "Sign in", who=who, password=password or "x"
    )
    assert answer.status == (303 if password else 422)
    assert buyer.post(form["action"], {"code": code_in(letters(app)[-1][2])}).status == 422
    assert accounts(app) == before + 1


@pytest.mark.feature("R10")
def test_a_guests_address_gains_no_order(app, buyer):
    with app.app_context():
        guest = world.order(world.GUEST_PHONE)
        before = list(db.session.scalars(select(Order.account_id).order_by(Order.id)))
        assert guest.account_id is None
    form = buyer.follow(register(buyer, who="kenji.w@guest.example")).page.all("form")[0]
    buyer.submit(form, "Register", code=code_in(letters(app)[-1][2]))
    with app.app_context():
        assert list(db.session.scalars(select(Order.account_id).order_by(Order.id))) == before
    assert buyer.open(f"/account/orders/{world.GUEST_PHONE}").status == 404


def test_who_has_an_account_gets_the_same_page_and_another_letter(app, buyer):
    pages = {}
    for who in (world.KATE_EMAIL, "zoe@mail.example"):
        page = buyer.follow(register(buyer, who=who)).page.one("main").text
        pages[page.replace(who, "…")] = who
    assert len(pages) == 1
    assert [(event, to) for event, to, _ in letters(app)] == [
        ("account_exists", world.KATE_EMAIL),
        ("one_time_code", "zoe@mail.example"),
    ]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": " "}, "Enter your name."),
        ({"who": ""}, "Enter your e-mail or mobile number."),
        ({"who": "zoe"}, "is no phone number"),
        ({"who": "zoe@"}, "is no e-mail address"),
        ({"password": "short"}, "Use at least 8 characters."),
        ({"password": "password123"}, "one of the passwords that are tried first"),
        ({"password": "zoe@mail.example"}, "the account’s own name or address"),
        ({"name": "x" * 201}, "Use 200 characters at most."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(app, buyer, typed, words):
    answer = register(buyer, **typed)
    assert (answer.status, words in answer.text) == (422, True)
    assert letters(app) == []
    for field in ("name", "who"):
        kept = answer.page.one("input", name=field)["value"]
        assert kept == {"name": "Zoe Winter", "who": "zoe@mail.example", **typed}[field]
    assert not answer.page.one("input", name="password")["value"]


def test_few_at_a_time(buyer):
    for _ in range(5):
        assert register(buyer).status == 303
    answer = register(buyer)
    assert (answer.status, "Try again at" in answer.alert) == (429, True)
