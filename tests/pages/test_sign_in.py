"""Signing in and out: sessions are rows, guesses are counted, and nothing tells who works here."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from dashboard.core.person import Role
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import FailedAttempt, Staff, StaffSession
from tests import world
from tests.pages.visitor import HTMX, Visitor, signed_in

pytestmark = pytest.mark.usefixtures("cheap_passwords")
WRONG = "E-mail or password is wrong"


def attempt(visitor, email=world.OWNER, password=world.PASSWORD, **typed):
    form = visitor.open("/sign-in").page.one("form")
    return visitor.submit(form, "Sign in", email=email, password=password, **typed)


def told(answer):
    return answer.page.one(id="why").text


def test_the_right_password_opens_the_desk(app, stranger):
    answer = attempt(stranger, email="  Owner@SHOP.example ")
    assert (answer.status, answer.location) == (303, "/orders")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert stranger.follow(answer).status == 200
    with app.app_context():
        session = db.session.scalars(select(StaffSession)).one()
        assert session.token_hash not in cookie


NO_ADDRESSES = ("http://[", "//[", "http://a／b")


def test_it_leads_to_where_one_wanted_to_go(stranger):
    sent = stranger.open("/orders/OD-1/reassign")
    assert (sent.status, sent.location) == (303, "/sign-in?next=%2Forders%2FOD-1%2Freassign")
    form = stranger.follow(sent).page.one("form")
    done = stranger.submit(form, "Sign in", email=world.OWNER, password=world.PASSWORD)
    assert done.location == "/orders/OD-1/reassign"
    assert stranger.open("/sign-in?next=/customers").location == "/customers"
    assert stranger.open("/sign-in?next=https://evil.example").location == "/orders"


def test_it_leads_to_our_own_pages_only(app):
    for going in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", *NO_ADDRESSES):
        assert attempt(Visitor(app), next=going).location == "/orders", going


def test_what_is_no_address_leads_nowhere(app, desk, stranger):
    for going in NO_ADDRESSES:
        assert desk.open("/sign-in", next=going).location == "/orders", going
        assert stranger.open("/sign-in", next=going).status == 200, going
    lost = stranger.open("/orders", headers={**HTMX, "HX-Current-URL": "http://["})
    assert (lost.status, lost.headers["HX-Redirect"]) == (401, "/sign-in?next=%2F")


def test_known_and_unknown_addresses_get_the_same_words(app):
    pages = {}
    for email in (world.OWNER, "nobody@shop.example", "no address", "\0", "ö" * 320, "a@" + "b" * 300):
        answer = attempt(Visitor(app), email=email, password="wrong")
        pages[email] = (answer.status, told(answer), len(answer.page.one("form").all()))
    assert set(pages.values()) == {(422, WRONG, pages[world.OWNER][2])}


def test_the_address_is_kept_and_the_password_is_not(stranger):
    answer = attempt(stranger, email="Who@shop.example", password="my secret guess")
    assert answer.page.one("input", name="email")["value"] == "Who@shop.example"
    assert "my secret guess" not in answer.text


def test_what_is_missing_is_said_beside_it(stranger):
    answer = attempt(stranger, email="", password="")
    assert answer.status == 422
    for name, sentence in {"email": "Enter your e-mail address.", "password": "Enter your password."}.items():
        box = answer.page.one("input", name=name)
        assert (box["aria-invalid"], answer.page.one(id=box["aria-describedby"]).text) == ("true", sentence)


def test_what_is_too_long_is_refused(app, stranger):
    assert attempt(stranger, email="x" * 321).status == 422
    assert attempt(stranger, password="x" * 201).status == 422
    with app.app_context():
        assert db.session.scalar(select(FailedAttempt.id)) is None


@pytest.mark.parametrize("email", [world.OWNER, "nobody@shop.example"])
def test_the_eleventh_failure_in_five_minutes_is_refused_with_the_time(app, stranger, email):
    with time_machine.travel("2026-11-24T09:00:00+00:00", tick=False) as clock:
        for _ in range(10):
            assert attempt(stranger, email, "wrong").status == 422
            clock.shift(timedelta(seconds=6))
        for password in ("wrong", world.PASSWORD):
            answer = attempt(stranger, email, password)
            assert answer.status == 429
            assert told(answer) == "Too many attemptsTry again at 10:05."
            assert answer.page.button("Sign in")["aria-disabled"] == "true"
        assert attempt(Visitor(app), world.MANAGER).status == 303  # colleagues are not locked out
        clock.move_to("2026-11-24T09:05:01+00:00")
        assert attempt(stranger, email, "wrong").status == 422


def test_successes_are_not_counted_and_forget_the_failures(app):
    visitor = Visitor(app)
    for _ in range(12):
        assert attempt(visitor).status == 303
        visitor = Visitor(app)
    for _ in range(2):
        for _ in range(9):
            assert attempt(visitor, password="wrong").status == 422
        assert attempt(visitor).status == 303
        visitor = Visitor(app)


def test_a_hundred_failures_lock_the_device(app, stranger):
    with app.app_context(), writing() as session:
        session.add_all(FailedAttempt(key="host:127.0.0.1", at=now()) for _ in range(100))
    assert attempt(stranger).status == 429


def test_a_session_planted_before_signing_in_is_not_the_one_after(app):
    planted = Visitor(app)
    before = planted.open("/sign-in")
    cookie, token = planted.client.get_cookie("desk").value, before.page.one("input", name="csrf_token")["value"]
    assert attempt(planted).status == 303
    assert planted.client.get_cookie("desk").value != cookie
    thief = Visitor(app)
    thief.client.set_cookie("desk", cookie)
    assert thief.open("/orders").status == 303
    assert planted.open("/orders").page.all("input", name="csrf_token")[0]["value"] != token


def test_an_old_cookie_is_worth_nothing_after_signing_out(app, desk):
    cookie = desk.client.get_cookie("desk").value
    form = desk.open("/orders").page.button("Sign out").form
    done = desk.submit(form, "Sign out")
    assert (done.status, done.location) == (303, "/sign-in")
    assert desk.open("/orders").status == 303
    thief = Visitor(app)
    thief.client.set_cookie("desk", cookie)
    assert thief.open("/orders").location == "/sign-in?next=%2Forders"


def test_signing_out_ends_this_session_only(app, desk):
    other = signed_in(app, Role.MANAGER)
    desk.submit(desk.open("/orders").page.button("Sign out").form)
    assert other.open("/orders").status == 200


@pytest.mark.parametrize(
    ("idle", "old", "status"),
    [(119, 60, 200), (121, 60, 303), (1, 719, 200), (1, 721, 303)],
    ids=["2 h idle, almost", "2 h idle", "12 h, almost", "12 h"],
)
def test_a_session_ends_by_itself(app, desk, idle, old, status):
    with app.app_context(), writing() as session:
        seen, begun = (now() - timedelta(minutes=minutes) for minutes in (idle, max(old, idle)))
        session.execute(update(StaffSession).values(last_seen_at=seen, created_at=begun))
    assert desk.open("/orders").status == status
    assert desk.open("/orders", headers=HTMX).status == (200 if status == 200 else 401)


def test_time_ends_a_session_that_is_used_all_the_while(app):
    with time_machine.travel("2026-11-24T08:00:00+00:00", tick=False) as clock:
        visitor = Visitor(app)
        attempt(visitor)
        for _ in range(7):
            assert visitor.open("/orders").status == 200
            clock.shift(timedelta(minutes=100))  # 11 h 40 min in all
        assert visitor.open("/orders").status == 200
        clock.shift(timedelta(minutes=25))
        assert visitor.open("/orders").status == 303
        assert attempt(visitor).status == 303
        clock.shift(timedelta(minutes=121))  # nobody there for two hours
        assert visitor.open("/orders").status == 303


def test_who_left_is_out_at_the_next_request(app, desk):
    assert desk.open("/orders").status == 200
    with app.app_context(), writing() as session:
        session.execute(update(Staff).where(Staff.email == world.OWNER).values(active=False))
    assert desk.open("/orders").status == 303
    assert told(attempt(desk)) == WRONG


def test_a_right_taken_away_is_gone_at_the_next_request(app, desk):
    assert desk.open("/orders/OD-1/reassign").status == 200
    with app.app_context(), writing() as session:
        session.execute(update(Staff).where(Staff.email == world.OWNER).values(role=Role.VIEWER))
    assert desk.open("/orders/OD-1/reassign").status == 403


def test_a_cookie_that_we_did_not_sign_is_nobody(app):
    for value in ("", "x", "a.b.c", "eyJfdXNlcl9pZCI6ICJ4In0.x.y", "\x7f" * 50):
        visitor = Visitor(app)
        visitor.client.set_cookie("desk", value)
        assert visitor.open("/orders").status == 303, value


def test_a_lost_session_answers_htmx_with_the_way_back(stranger):
    answer = stranger.open("/orders", headers={**HTMX, "HX-Current-URL": "http://localhost/orders?q=kate&payment=paid"})
    assert (answer.status, answer.text) == (401, "")
    assert answer.headers["HX-Redirect"] == "/sign-in?next=%2Forders%3Fq%3Dkate%26payment%3Dpaid"
    evil = stranger.open("/orders", headers={**HTMX, "HX-Current-URL": "https://evil.example/x"})
    assert evil.headers["HX-Redirect"] == "/sign-in?next=%2Fx"
