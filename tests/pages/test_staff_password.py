"""The pages behind a colleague's link, and the one where whoever forgot asks for it: they tell nobody anything."""

import io
import logging
import re

import pytest
from sqlalchemy import func, select

from dashboard.actions import forgotten_password as asking
from dashboard.actions.invite import invite
from dashboard.actions.sign_in import matches
from dashboard.core.person import Role
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Message, Staff, StaffLink
from tests import world
from tests.actions.people import SHOP
from tests.pages.visitor import Answer, Visitor, signed_in

pytestmark = pytest.mark.usefixtures("cheap_passwords")
NEW = "three plain words"


@pytest.fixture
def link(app):
    """The path of an invitation."""
    with app.app_context():
        made = invite("Ida Berg", "ida@shop.example", "viewer", by=world.staff(Role.OWNER), shop=SHOP)
    return f"/set-password/{made.token}"


def submit(visitor, path, password=NEW):
    form = visitor.open(path).page.one("form")
    form.attrs["action"] = path
    return visitor.submit(form, "Set password", password=password)


def ask(visitor, email):
    return visitor.submit(visitor.open("/forgotten-password").page.one("form"), "Send link", email=email)


def test_it_names_the_account_sets_the_password_and_lets_in(app, stranger, link):
    page = stranger.open(link).page
    assert page.one("h1").text == "Welcome, Ida Berg"
    assert "ida@shop.example, as viewer" in page.one("main").text
    answer = submit(stranger, link)
    assert (answer.status, answer.location) == (303, "/orders")
    assert "Your password is set" in stranger.follow(answer).page.one(id="flash").text
    with app.app_context():
        ida = db.session.scalars(select(Staff).where(Staff.email_key == "ida@shop.example")).one()
        assert matches(ida.password_hash, NEW)
    ended = stranger.open(link)
    assert (ended.status, "done its work" in ended.text) == (410, True)


def test_whoever_else_was_in_at_this_browser_is_not_any_more(app, link):
    olga = signed_in(app, Role.OWNER)
    submit(olga, link)
    assert "Ida Berg, account menu" in olga.open("/orders").text


@pytest.mark.parametrize(
    ("password", "why"), [("elevenchars", "at least 12"), ("", "at least 12"), ("password1234", "tried first")]
)
def test_a_refused_password_says_why_and_the_link_stays(stranger, link, password, why):
    answer = submit(stranger, link, password)
    assert (answer.status, why in answer.page.one(class_="field-error").text) == (422, True)
    assert answer.page.one("input", name="password").attrs.get("value", "") == ""
    assert submit(stranger, link).status == 303


def test_the_page_is_kept_nowhere_and_no_other_learns_its_address(stranger, link):
    for path in (link, "/set-password/unknown"):
        answer = stranger.open(path)
        assert (answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == ("no-referrer", "no-store")


def test_it_works_behind_https_although_no_referrer_is_sent(stranger, link):
    form = stranger.client.get(link, base_url="https://localhost")
    token = re.search(r'name="csrf_token" value="([^"]+)"', form.get_data(as_text=True))[1]
    data = {"password": NEW, "csrf_token": token}
    assert stranger.client.post(link, data=data, base_url="https://localhost").status_code == 303


def test_no_log_tells_the_token(app, stranger, link, monkeypatch):
    heard = io.StringIO()
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr("dashboard.pages.staff_password.holder", lambda *_: 1 // 0)
    app.logger.addHandler(listener := logging.StreamHandler(heard))
    try:
        assert stranger.open(link).status == 500
    finally:
        app.logger.removeHandler(listener)
    assert "/set-password/…" in heard.getvalue()
    assert link.rpartition("/")[2] not in heard.getvalue()


def test_without_its_csrf_token_nothing_happens(app, stranger, link):
    assert Answer(stranger.client.post(link, data={"password": NEW})).status == 400
    with app.app_context():
        assert db.session.scalars(select(StaffLink.used_at)).all() == [None]


def test_known_unknown_and_closed_addresses_get_the_same_answer(app, link):
    with app.app_context(), writing():
        db.session.scalars(select(Staff).where(Staff.role == Role.MANAGER)).one().active = False
    told = {}
    for email in (
        world.SUPPORT,
        "  SUPPORT@shop.example",
        "nobody@shop.example",
        world.MANAGER,
        "no address",
        "ö" * 300,
    ):
        visitor = Visitor(app)
        answer = ask(visitor, email)
        told[email] = (answer.status, answer.location, visitor.follow(answer).page.one(role="status").text)
    assert len(set(told.values())) == 1
    with app.app_context():
        asked = select(Message.recipient).where(Message.event == "new_password")
        assert db.session.scalars(asked).all() == [world.SUPPORT] * 2


def test_known_and_unknown_addresses_take_the_same_work(app, stranger, monkeypatch):
    """The slow part, a password's hash, is done for both."""
    done = []
    monkeypatch.setattr(asking.sign_in, "matches", lambda *_: done.append(now()))
    for email in (world.SUPPORT, "nobody@shop.example"):
        ask(stranger, email)
    assert len(done) == 2


def test_the_link_of_the_letter_sets_the_password_and_ends_the_sessions(app, stranger):
    sofia = signed_in(app, Role.SUPPORT)
    ask(stranger, world.SUPPORT)
    with app.app_context():
        text = db.session.scalars(select(Message.text)).one()
    path = re.search(r"http://127.0.0.1:8000(/set-password/\S+)", text)[1]
    assert stranger.open(path).page.one("h1").text == "Set a new password"
    assert submit(stranger, path).status == 303
    assert sofia.open("/orders").status == 303


def test_after_ten_requests_the_eleventh_has_to_wait(app, stranger):
    for _ in range(10):
        assert ask(stranger, "nobody@shop.example").status == 303
    answer = ask(stranger, "nobody@shop.example")
    assert (answer.status, "Try again at" in answer.alert) == (429, True)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Message)) == 0


def test_an_empty_or_endless_address_is_refused_beside_its_field(stranger):
    for email in ("", "x" * 321):
        answer = ask(stranger, email)
        assert (answer.status, answer.page.one(class_="field-error")["id"]) == (422, "email-note")


def test_the_sign_in_page_leads_there(stranger):
    assert stranger.open("/sign-in").page.button("Set a new password")["href"] == "/forgotten-password"
