"""Create customer: the dialog, its refusals, and where it leads."""

import pytest
from sqlalchemy import func, select

from dashboard.extensions import db
from dashboard.models import Customer, Message
from tests import world
from tests.pages.account import verb_form
from tests.pages.visitor import HTMX, Visitor

pytestmark = pytest.mark.usefixtures("cheap_passwords")
PATH = "/customers/create"


def accounts(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Customer))


@pytest.mark.feature("L6")
def test_it_leads_to_the_new_account_and_says_where_the_link_went(desk):
    answer = desk.submit(verb_form(desk, PATH), "Create customer", name="Zoë Groß", email="zoe@new.example")
    page = desk.follow(answer).page
    assert page.one("h1").text == "Zoë Groß"
    assert "A link to set a password goes to zoe@new.example at once." in page.one(id="flash").text
    assert page.region("Contact details").facts["Sign-in"] == "no password set yet"


@pytest.mark.feature("L6")
def test_in_place_htmx_goes_to_the_new_account_too(desk):
    answer = desk.submit(verb_form(desk, PATH), "Create customer", headers=HTMX, phone="0170 1234567")
    page = desk.open(answer.headers["HX-Redirect"]).page
    assert (answer.status, page.one("h1").text) == (200, "0170 1234567")


def test_twice_is_once(app, desk):
    form, before = verb_form(desk, PATH), accounts(app)
    first, again = (desk.submit(form, "Create customer", email="zoe@new.example") for _ in range(2))
    assert (first.location, accounts(app)) == (again.location, before + 1)
    assert desk.submit(form, "Create customer", email="other@new.example").status == 409


def test_without_an_address_the_password_is_shown_once_and_works(app, desk):
    answer = desk.submit(verb_form(desk, PATH), "Create customer", name="Nadia")
    shown = desk.follow(answer).page.one(id="password-once")["value"]
    assert not desk.open(answer.location).page.all(id="password-once")
    with app.app_context():
        assert world.customer("Nadia").password_hash not in (None, shown)
        assert db.session.scalar(select(func.count()).select_from(Message)) == 0


@pytest.mark.parametrize(
    ("typed", "sentence", "field"),
    [
        ({"generate": None, "password": "short", "email": "z@new.example"}, "Use at least 8", "password"),
        ({}, "Enter an e-mail address or a mobile number", "email"),
        ({"offline": "y"}, "Enter an e-mail address or a mobile number", "email"),
        ({"email": "zoe@"}, "“zoe@” is no e-mail address.", "email"),
        ({"phone": "12"}, "“12” is no phone number.", "phone"),
        ({"name": "x" * 201, "email": "z@new.example"}, "Use 200 characters at most.", "name"),
    ],
)  # fmt: skip
def test_a_refusal_stands_beside_its_field_and_nothing_is_made(app, desk, typed, sentence, field):
    before = accounts(app)
    answer = desk.submit(verb_form(desk, PATH), "Create customer", **typed)
    box = answer.page.one("input", name=field)
    assert (answer.status, box["aria-invalid"], accounts(app)) == (422, "true", before)
    assert sentence in answer.page.one(id=box["aria-describedby"]).text
    assert answer.page.one("input", name="name").attrs.get("value", "") == typed.get("name", "")


@pytest.mark.feature("L6")
def test_who_has_the_address_already_can_be_opened(desk, number):
    answer = desk.submit(verb_form(desk, PATH), "Create customer", email="KATE.wong@mail.example")
    assert (answer.status, "Kate Wong already has an account" in answer.alert) == (422, True)
    assert answer.page.button(world.KATE)["href"] == f"/customers/{number(world.KATE)}"


def test_an_offline_buyer_needs_no_password(app, desk):
    desk.submit(verb_form(desk, PATH), "Create customer", name="Paper Mill", offline="y", generate=None)
    with app.app_context():
        mill = world.customer("Paper Mill")
        assert (mill.offline_buyer, mill.password_hash) == (True, None)


def test_a_form_without_its_key_does_nothing(app, desk):
    before = accounts(app)
    assert desk.post(PATH, {"email": "z@new.example"}).status == 400
    assert (accounts(app), Visitor(app).open(PATH).status) == (before, 303)
