"""Settings > Your account: everybody's own name, password and sessions."""

import pytest
from sqlalchemy import func, select

from dashboard.core.person import Role
from dashboard.extensions import db
from dashboard.models import Activity, StaffSession
from tests import world
from tests.pages.visitor import Visitor, signed_in

pytestmark = pytest.mark.usefixtures("cheap_passwords")
NEW = "three plain words"


@pytest.fixture
def sofia(app):
    """The support colleague, signed in."""
    return signed_in(app, Role.SUPPORT)


def verb(visitor, path):
    return visitor.open(path).page.one(id="verb").one("form")


def change(visitor, **typed):
    return visitor.submit(verb(visitor, "/settings/account/change-password"), "Change password", **typed)


def logged(app):
    with app.app_context():
        return list(db.session.scalars(select(Activity.verb).where(Activity.store_id == 1).order_by(Activity.seq)))


def test_it_shows_who_one_is_and_the_account_menu_leads_there(sofia):
    page = sofia.open("/settings/account").page
    assert page.region("Your account").facts == {"Name": "Sofia Lund", "E-mail": world.SUPPORT, "Role": "Support"}
    assert page.one(id="account-menu").one("a")["href"] == "/settings/account"
    assert "This one, now" in page.region("Sessions").text
    assert not page.region("Sessions").all("a")


def test_a_new_name(app, sofia):
    page = sofia.follow(sofia.submit(verb(sofia, "/settings/account/rename"), "Change name", name="Sofia Berg")).page
    assert page.region("Your account").facts["Name"] == "Sofia Berg"
    assert sofia.submit(verb(sofia, "/settings/account/rename"), "Change name", name="").status == 422
    assert logged(app) == ["renamed"]


def test_a_new_password_signs_out_everywhere_else(app, sofia):
    other = signed_in(app, Role.SUPPORT)
    answer = change(sofia, current=world.PASSWORD, password=NEW)
    assert "Your password is changed" in sofia.follow(answer).page.one(id="flash").text
    assert other.open("/orders").status == 303
    form = Visitor(app).open("/sign-in").page.one("form")
    assert form
    visitor = Visitor(app)
    assert visitor.submit(visitor.open("/sign-in").page.one("form"), email=world.SUPPORT, password=NEW).status == 303
    assert logged(app) == ["password_changed"]


def test_the_same_form_twice_changes_it_once_and_says_the_same(app, sofia):
    form = verb(sofia, "/settings/account/change-password")
    answers = [sofia.submit(form, "Change password", current=world.PASSWORD, password=NEW) for _ in range(2)]
    assert [answer.status for answer in answers] == [303, 303]
    assert logged(app) == ["password_changed"]


@pytest.mark.parametrize(
    ("current", "password", "field"),
    [("wrong", NEW, "current"), (world.PASSWORD, "short", "password"), (world.PASSWORD, world.SUPPORT, "password")],
)
def test_a_refusal_stands_beside_its_field_and_no_password_is_drawn_again(app, sofia, current, password, field):
    answer = change(sofia, current=current, password=password)
    assert (answer.status, answer.page.one(class_="field-error")["id"]) == (422, f"{field}-note")
    assert {box.attrs.get("value", "") for box in answer.page.all("input", type="password")} == {""}
    assert logged(app) == []


def test_after_ten_wrong_guesses_the_right_one_has_to_wait(app, sofia):
    for _ in range(10):
        change(sofia, current="wrong", password=NEW)
    answer = change(sofia, current=world.PASSWORD, password=NEW)
    assert (answer.status, "Too many attempts. Try again at" in answer.text) == (422, True)
    assert logged(app) == []


def test_sign_out_that_tablet(app, sofia):
    tablet = signed_in(app, Role.SUPPORT)
    (out,) = sofia.open("/settings/account").page.region("Sessions").all("a")
    answer = sofia.submit(verb(sofia, out["href"]), "Sign out that device")
    assert answer.location == "/settings/account"
    assert "Signed out an unknown device" in sofia.follow(answer).page.one(id="flash").text
    assert tablet.open("/orders").status == 303
    assert logged(app) == ["session_ended"]


def test_a_session_of_somebody_else_is_none_of_ones_business(app, sofia, desk):
    with app.app_context():
        owner = world.staff(Role.OWNER).id
        theirs = db.session.scalar(select(func.max(StaffSession.id)).where(StaffSession.staff_id == owner))
    path = f"/settings/sessions/{theirs}/end"
    assert sofia.open(path).status == 404
    assert sofia.post(path, {"key": "k" * 20}).status == 404
    assert desk.open("/orders").status == 200
