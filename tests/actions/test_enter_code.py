"""One-time codes: to sign in and to register; their limits, their end, and that they tell nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from dashboard.actions import sign_in as door
from dashboard.actions.ask_code import ask_register_code, ask_sign_in_code
from dashboard.actions.ask_password import ask_password
from dashboard.actions.create_customer import link
from dashboard.actions.deactivate_customer import deactivate_customer
from dashboard.actions.enter_code import enter_code
from dashboard.actions.set_password import set_password
from dashboard.actions.sign_in import Locked, token_hash
from dashboard.checks.run import run
from dashboard.core.codes import LASTS, TRIES, Over, Unknown, Wrong
from dashboard.core.logins import login
from dashboard.core.person import COMMAND
from dashboard.core.refusals import Invalid
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Activity, BuyerSession, Customer, Message, OneTimeCode, Order
from tests import world
from tests.actions.people import SHOP
from tests.pages.buyer import code_in

GUEST_SPELLINGS = (
    "kate@guest.example", "KATE@guest.example", "Kate@Guest.Example", " kate@guest.example ", "kate@GUEST.EXAMPLE",
    "\u200bkate@guest.example", "kate@guest.example\u200d", "\ufeffKATE@GUEST.example",
)  # fmt: skip


@pytest.fixture(autouse=True)
def cheap(monkeypatch, app):
    """The real cost of a password is a tenth of a second for each attempt."""
    monkeypatch.setattr(door, "nobody", lambda: world.HASH)
    with app.app_context():
        yield


def ask(who: str, at=None) -> str:
    return ask_sign_in_code(db.session(), login(who, "DE"), host="1.2.3.4", shop=SHOP, at=at)


def register(who: str, name: str = "Zoe Winter", password: str | None = world.HASH) -> str:
    return ask_register_code(db.session(), login(who, "DE"), name, password, host="1.2.3.4", shop=SHOP)


def enter(token: str, code: str, at=None) -> str:
    return enter_code(db.session(), token, code, device="Phone", at=at)


def letters() -> list[Message]:
    return list(db.session.scalars(select(Message).order_by(Message.id)))


def sent() -> str:
    """The code in the newest letter."""
    return code_in(letters()[-1].text)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def holder(session_token: str) -> Customer:
    row = db.session.scalars(select(BuyerSession).where(BuyerSession.token_hash == token_hash(session_token))).one()
    return db.session.get_one(Customer, row.customer_id)


@pytest.mark.parametrize(("who", "way", "to"), [
    (world.KATE_EMAIL.upper(), "email", world.KATE_EMAIL), (world.KENJI_PHONE, "sms", world.KENJI_PHONE),
])  # fmt: skip
def test_the_code_goes_to_the_account_and_signs_in_once(who, way, to):
    token = ask(who)
    letter = letters()[-1]
    assert (letter.event, letter.way, letter.recipient, letter.secret) == ("one_time_code", way, to, True)
    assert letter.send_after == letter.created_at
    assert sent() not in letter.subject
    assert holder(enter(token, f" {sent()[:3]} {sent()[3:]} ")).id == letter.customer_id
    with pytest.raises(Over):
        enter(token, sent())
    assert run(db.session()).broken == []


def test_only_hashes_are_kept_of_code_and_token():
    token = ask(world.KATE_EMAIL)
    row = db.session.scalars(select(OneTimeCode)).one()
    assert not {token, sent()} & {row.token_hash, row.code_hash}


def test_a_code_ends_after_ten_minutes():
    at = now()
    token = ask(world.KATE_EMAIL, at=at)
    with pytest.raises(Over):
        enter(token, sent(), at=at + LASTS)
    assert holder(enter(token, sent(), at=at + LASTS - timedelta(seconds=1))).name == world.KATE


def test_only_the_newest_code_works_and_only_where_it_was_asked_for():
    first, first_code = ask(world.KATE_EMAIL), sent()
    second, second_code = ask(world.KATE_EMAIL), sent()
    with pytest.raises(Over):
        enter(first, first_code)
    elsewhere = ask(world.KENJI_PHONE)
    with pytest.raises(Wrong):
        enter(elsewhere, second_code if second_code != sent() else wrong(sent()))
    assert holder(enter(second, second_code)).name == world.KATE


@pytest.mark.parametrize("who", [world.KATE_EMAIL, "nobody@mail.example", world.OFFLINE_EMAIL])
def test_wrong_codes_are_counted_alike_for_everybody(who):
    token = ask(who)
    guess = wrong(sent()) if who == world.KATE_EMAIL else "000000"
    lefts = []
    for _ in range(TRIES):
        with pytest.raises(Wrong) as refused:
            enter(token, guess)
        lefts.append(refused.value.left)
    assert lefts == [4, 3, 2, 1, 0]
    with pytest.raises(Over):
        enter(token, sent() if who == world.KATE_EMAIL else guess)
    assert db.session.scalar(select(func.count(BuyerSession.id))) == 0


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1" * 5_000, "٢٠٤٨١٦"])
def test_what_is_no_code_costs_no_try(typed):
    token = ask(world.KATE_EMAIL)
    with pytest.raises(Invalid):
        enter(token, typed)
    assert db.session.scalars(select(OneTimeCode.tries)).one() == 0


def test_too_many_wrong_ones_a_day_are_refused_with_the_time(monkeypatch):
    monkeypatch.setitem(door.LIMITS, "code", 100)
    for _ in range(4):
        token = ask(world.KATE_EMAIL)
        for _ in range(TRIES):
            with pytest.raises(Wrong):
                enter(token, wrong(sent()))
    token = ask(world.KATE_EMAIL)
    with pytest.raises(Locked) as locked:
        enter(token, sent())
    assert timedelta(hours=23) < locked.value.until - now() <= timedelta(days=1)


@pytest.mark.parametrize("who", [world.KATE_EMAIL, "nobody@mail.example"])
def test_few_codes_are_sent_at_a_time(who):
    for _ in range(5):
        ask(who)
    for again in (ask, register):
        with pytest.raises(Locked):
            again(who)
    assert len(letters()) == (5 if who == world.KATE_EMAIL else 0)


def test_nobody_gets_a_code_who_may_not_sign_in():
    with writing() as session:
        closed = session.scalars(select(Customer).where(Customer.name == world.CHLOE)).one().id
    deactivate_customer(closed, by=COMMAND)
    for who in (world.OFFLINE_EMAIL, world.CHLOE_EMAIL, "nobody@mail.example", "+49 151 2345 6789"):
        assert ask(who)
    assert letters() == []
    assert db.session.scalar(select(func.count()).select_from(OneTimeCode)) == 4


def test_who_is_closed_meanwhile_stays_out():
    token = ask(world.KATE_EMAIL)
    deactivate_customer(world.customer(world.KATE).id, by=COMMAND)
    with pytest.raises(Over):
        enter(token, sent())


def test_an_unknown_token_is_nobody():
    with pytest.raises(Unknown):
        enter("never asked", "123456")


def owners() -> list[int | None]:
    return list(db.session.scalars(select(Order.account_id).order_by(Order.id)))


@pytest.mark.feature("R12")
@pytest.mark.parametrize(("who", "key"), [("zoe@mail.example", "zoe@mail.example"), ("0170 1234567", "+491701234567")])
def test_registering_makes_the_account_once_the_code_is_entered(who, key):
    token, before = register(who), db.session.scalar(select(func.count(Customer.id)))
    assert letters()[-1].event == "one_time_code"
    with pytest.raises(Wrong):
        enter(token, wrong(sent()))
    assert db.session.scalar(select(func.count(Customer.id))) == before
    zoe = holder(enter(token, sent()))
    assert (zoe.name, key in (zoe.email_key, zoe.phone_key)) == ("Zoe Winter", True)
    assert (zoe.phone_verified_at is not None) == (zoe.phone_key is not None)
    line = db.session.scalars(select(Activity).where(Activity.customer_id == zoe.id)).one()
    assert (line.verb, line.actor_kind, line.actor_name) == ("registered", "buyer", "Zoe Winter")
    assert run(db.session()).broken == []


@pytest.mark.feature("R10")
@pytest.mark.parametrize("spelling", GUEST_SPELLINGS)
def test_registering_with_a_guests_address_pulls_in_nothing(spelling):
    with writing() as session:
        guest = session.scalars(select(Order).where(Order.code == world.GUEST)).one()
        guest.customer_email, guest.customer_email_key = "Kate@guest.example", "kate@guest.example"
    before = owners()
    zoe = holder(enter(register(spelling), sent()))
    assert (zoe.email_key, zoe.order_count, owners()) == ("kate@guest.example", 0, before)


@pytest.mark.parametrize("who", [world.KATE_EMAIL, " KATE.WONG@Mail.Example", world.KENJI_PHONE, world.OFFLINE_EMAIL])
def test_who_has_an_account_gets_a_letter_that_says_so(who):
    token, before = register(who), db.session.scalar(select(func.count(Customer.id)))
    letter = letters()[-1]
    assert (letter.event, letter.recipient.casefold()) == ("account_exists", login(who, "DE").typed.casefold())
    assert "/account/sign-in" in letter.text
    for code in range(TRIES):
        with pytest.raises(Wrong):
            enter(token, f"{code:06}")
    assert db.session.scalar(select(func.count(Customer.id))) == before


def test_a_number_that_others_only_name_can_be_registered():
    zoe = holder(enter(register("+49 151 2345 6789"), sent()))
    assert (zoe.name, zoe.order_count) == ("Zoe Winter", 0)
    assert world.customer(world.CHLOE).phone_key == zoe.phone_key


def test_two_who_register_with_one_address_make_one_account():
    first, one = register("zoe@mail.example"), sent()
    second = register("Zoe@mail.example", "Zoe Sommer")
    assert holder(enter(second, sent())).name == "Zoe Sommer"
    with pytest.raises(Over):
        enter(first, one)


def test_a_forgotten_password_is_set_by_a_link():
    for who in ("nobody@mail.example", world.OFFLINE_EMAIL, "+49 151 2345 6789"):
        ask_password(db.session(), login(who, "DE"), host="1.2.3.4", shop=SHOP)
    assert letters() == []
    ask_password(db.session(), login(world.KENJI_PHONE, "DE"), host="1.2.3.4", shop=SHOP)
    letter = letters()[-1]
    assert (letter.event, letter.way, letter.recipient, letter.secret) == (
        "reset_password", "sms", world.KENJI_PHONE, True,
    )  # fmt: skip
    set_password(letter.text.partition("/account/password/")[2].split()[0], "another hash")
    assert world.customer(world.KENJI).password_hash == "another hash"
    for _ in range(4):
        ask_password(db.session(), login(world.KENJI_PHONE, "DE"), host="1.2.3.4", shop=SHOP)
    with pytest.raises(Locked):
        ask_password(db.session(), login(world.KENJI_PHONE, "DE"), host="1.2.3.4", shop=SHOP)


def test_a_link_that_went_to_the_only_number_verifies_it():
    with writing():
        world.customer(world.KENJI).phone_verified_at = None
    with writing() as session:
        token = link(session, world.customer(world.KENJI), now())
    set_password(token, world.HASH)
    assert world.customer(world.KENJI).phone_verified_at is not None
