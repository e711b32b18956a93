"""The buyers' door: by password and by code, in and out, the same for known and unknown."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import BuyerSession, Message
from tests import world
from tests.faults.at_once import at_once
from tests.pages.buyer import Buyer, buyer_in, code_in, letters

pytestmark = pytest.mark.usefixtures("cheap_passwords")


@pytest.fixture
def buyer(app) -> Buyer:
    """A browser that is not signed in."""
    return Buyer(app)


def door(buyer: Buyer, button: str = "Sign in", **typed: str):
    return buyer.submit(buyer.open("/account/sign-in").page.all("form")[0], button, **typed)


@pytest.mark.feature("R12")
@pytest.mark.parametrize("who", [world.KATE_EMAIL, " Kate.Wong@MAIL.example "])
def test_in_by_password_and_out_again(buyer, who):
    answer = door(buyer, who=who, password=world.PASSWORD)
    assert (answer.status, answer.location) == (303, "/account/orders")
    cookie = buyer.client.get_cookie("buyer", path="/account")
    assert (cookie.path, cookie.http_only, cookie.same_site) == ("/account", True, "Lax")
    assert buyer.client.get_cookie("buyer") is None
    page = buyer.open("/account/orders").page
    assert world.KATE in page.one("main").text
    assert buyer.open("/account/sign-in").location == "/account/orders"
    assert buyer.submit(page.all("form")[0], "Sign out").location == "/account/sign-in"
    assert buyer.open("/account/orders").location.startswith("/account/sign-in")
    with_old = Buyer(buyer.app)
    with_old.client.set_cookie("buyer", cookie.value, path="/account")
    assert with_old.open("/account/orders").status == 303


@pytest.mark.feature("R12")
def test_by_mobile_and_a_code(app, buyer):
    answer = door(buyer, "Send a one-time code", who="0081 90 1234 5678")
    assert answer.status == 303
    page = buyer.follow(answer)
    assert (page.headers["Referrer-Policy"], page.headers["X-Robots-Tag"]) == ("no-referrer", "noindex")
    form = page.page.all("form")[0]
    wrong = buyer.submit(form, "Sign in", code="1")
    assert (wrong.status, "six digits" in wrong.alert) == (422, True)
    event, to, text = letters(app)[-1]
    assert (event, to) == ("one_time_code", world.KENJI_PHONE)
    bad = buyer.submit(form, "Sign in", code=f"{(int(code_in(text)) + 1) % 10**6:06}")
    assert (bad.status, "4 tries are left" in bad.alert) == (422, True)
    assert buyer.submit(form, "Sign in", code=code_in(text)).location == "/account/orders"
    assert world.KENJI in buyer.open("/account/orders").page.one("main").text
    assert buyer.post(form["action"], {"code": code_in(text)}).status == 422


def test_eight_at_once_are_one_sign_in(app, buyer):
    form = buyer.follow(door(buyer, "Send a one-time code", who=world.KATE_EMAIL)).page.all("form")[0]
    fields = {"csrf_token": buyer.token, "code": code_in(letters(app)[-1][2])}
    cookie = buyer.client.get_cookie("desk").value
    answers = at_once([partial(enter, app, cookie, form["action"], fields)] * 8)
    assert sorted(answers) == [303] + [422] * 7
    with app.app_context():
        assert len(db.session.scalars(select(BuyerSession)).all()) == 1


def enter(app, cookie, path, fields) -> int:
    """What one of the eight answers is."""
    client = app.test_client()
    client.set_cookie("desk", cookie)
    return client.post(path, data=fields).status_code


def test_a_new_code_replaces_the_old_one(app, buyer):
    first = buyer.follow(door(buyer, "Send a one-time code", who=world.KATE_EMAIL)).page.all("form")[0]
    second = buyer.follow(buyer.submit(first, "Send a new code")).page.all("form")[0]
    one, two = (code_in(text) for _, _, text in letters(app))
    assert "does not work any more" in buyer.submit(first, "Sign in", code=one).alert
    assert buyer.submit(second, "Sign in", code=two).status == 303


@pytest.mark.parametrize("button", ["Sign in", "Send a one-time code"])
def test_known_and_unknown_get_the_same_answer(app, button):
    said = set()
    for who in (world.KATE_EMAIL, "nobody@mail.example", world.OFFLINE_EMAIL, world.KENJI_PHONE, "+49 151 2345 6789"):
        buyer = Buyer(app)
        answer = door(buyer, button, who=who, password="wrong-wrong-wrong")
        if answer.status == 303:
            answer = buyer.follow(answer)
        form = answer.page.one("main").text.replace(who, "…").replace(" by SMS", "")
        said.add((answer.status, form))
    assert len(said) == 1


def test_what_is_missing_is_said_beside_its_field(buyer):
    for button, typed, words in (
        ("Sign in", {}, "Enter your e-mail or mobile number."),
        ("Sign in", {"who": world.KATE_EMAIL}, "Enter your password, or have a code sent."),
        ("Send a one-time code", {"who": "kate"}, "Enter an e-mail address or a mobile number"),
    ):
        answer = door(buyer, button, **typed)
        assert (answer.status, words in answer.text) == (422, True)
        assert answer.page.one("input", name="who").attrs.get("value", "") == typed.get("who", "")


@pytest.mark.parametrize("who", [world.KATE_EMAIL, "nobody@mail.example"])
def test_the_eleventh_try_is_refused_with_the_time(buyer, who):
    for _ in range(10):
        assert door(buyer, who=who, password="wrong").status == 422
    answer = door(buyer, who=who, password=world.PASSWORD)
    assert (answer.status, "Try again at " in answer.alert) == (429, True)
    assert buyer.open("/account/orders").status == 303


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/orders", "/account", "javascript:1"])
def test_it_leads_nowhere_else(buyer, target):
    form = buyer.open("/account/sign-in", next=target).page.all("form")[0]
    answer = buyer.submit(form, "Sign in", who=world.KATE_EMAIL, password=world.PASSWORD)
    assert answer.location == "/account/orders"


def test_a_session_is_new_at_each_sign_in(app, buyer):
    """A cookie that somebody else put there signs nobody in, and is gone afterwards."""
    buyer.client.set_cookie("buyer", "planted", path="/account")
    door(buyer, who=world.KATE_EMAIL, password=world.PASSWORD)
    assert buyer.client.get_cookie("buyer", path="/account").value != "planted"
    with app.app_context():
        assert len(db.session.scalars(select(BuyerSession)).all()) == 1


def test_a_visit_keeps_a_session_going(app):
    buyer, before = buyer_in(app, world.KATE), now() - timedelta(days=6)
    with app.app_context(), writing() as session:
        session.execute(update(BuyerSession).values(last_seen_at=before))
    assert buyer.open("/account/orders").status == 200
    with app.app_context():
        assert db.session.scalars(select(BuyerSession.last_seen_at)).one() > before + timedelta(days=5)


def test_signed_out_everywhere_means_everywhere(app):
    here, there, other = (buyer_in(app, name) for name in (world.KATE, world.KATE, world.CHLOE))
    page = here.open("/account/profile/devices").page
    assert page.one("main").text.count("an unknown device") == 2
    assert here.submit(page.all("form")[-1], "Sign out everywhere").location == "/account/sign-in"
    assert [visitor.open("/account/profile").status for visitor in (here, there, other)] == [303, 303, 200]


def test_nobody_at_the_desk_reads_a_code(app, buyer, desk):
    door(buyer, "Send a one-time code", who=world.KATE_EMAIL)
    with app.app_context():
        number, text = db.session.execute(select(Message.id, Message.text)).one()
    code = f"{code_in(text)[:3]} {code_in(text)[3:]}"
    for path in ("/outbox", f"/outbox/{number}", f"/outbox/{number}?form=text", "/customers/2"):
        answer = desk.open(path)
        assert code not in answer.text, path
        assert code_in(text) not in answer.text, path
    assert desk.open(f"/outbox/{number}/letter").status in {403, 404}


def test_a_new_password_by_letter(app, buyer):
    form = buyer.open("/account/forgotten-password").page.all("form")[0]
    answers = {who: buyer.submit(form, "Send link", who=who) for who in (world.KATE_EMAIL, "nobody@mail.example", "x")}
    assert {(answer.status, answer.location) for answer in answers.values()} == {
        (303, "/account/forgotten-password?asked=1")
    }
    assert "If there is an account" in buyer.follow(answers[world.KATE_EMAIL]).text
    (event, to, text), *more = letters(app)
    assert (event, to, more) == ("reset_password", world.KATE_EMAIL, [])
    signed_in = buyer_in(app, world.KATE)
    page = buyer.open(text[text.index("/account/password/") :].split()[0]).page
    done = buyer.submit(page.all("form")[0], "Set password", password="another-harbour-lamp")
    assert (done.status, signed_in.open("/account/orders").status) == (200, 303)
    assert door(buyer, who=world.KATE_EMAIL, password="another-harbour-lamp").status == 303
