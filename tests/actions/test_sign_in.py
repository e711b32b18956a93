"""Signing in: a session row for the right password, the same answer for every wrong one, and a limit on guessing."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from dashboard.actions import sign_in as actions
from dashboard.actions.sign_in import HASHER, LIMITS, WINDOW, Locked, WrongPassword, sign_in, sign_out, start
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import FailedAttempt, Staff, StaffSession
from tests import world

WRONG = "E-mail or password is wrong."


def enter(email=world.OWNER, password=world.PASSWORD, host="192.0.2.1", device="Tablet"):
    return sign_in(db.session(), email, password, host=host, device=device)


def fail(times, key="email:" + world.OWNER, at=None):
    """As after so many failures, one second apart, the last of them now."""
    last = at or now()
    with writing() as session:
        session.add_all(FailedAttempt(key=key, at=last - timedelta(seconds=number)) for number in range(times))
    return last


def failures():
    """How many failures are kept, by key."""
    keys = db.session.scalars(select(FailedAttempt.key).order_by(FailedAttempt.key)).all()
    return {key: keys.count(key) for key in keys}


def sessions():
    return db.session.scalars(select(StaffSession).order_by(StaffSession.id)).all()


@pytest.fixture(autouse=True)
def at_the_desk(app, monkeypatch):
    monkeypatch.setattr(actions, "nobody", lambda: world.HASH)  # made once per process otherwise, and slowly
    with app.app_context():
        yield


def test_the_right_password_starts_a_session_of_which_only_a_hash_is_kept():
    before = now()
    token = enter(device="x" * 300)
    (row,) = sessions()
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert (row.staff.email, row.ended_at, row.device) == (world.OWNER, None, "x" * 200)
    assert before <= row.created_at <= row.last_seen_at <= now()
    assert len(token) >= 43


def test_every_session_has_a_token_of_its_own():
    assert enter() != enter()
    assert len(sessions()) == 2


def test_every_wrong_answer_is_told_in_the_same_words_and_counted_twice():
    for email, password in (
        (world.OWNER, "wrong"),
        (world.MANAGER, ""),
        (world.SUPPORT, world.PASSWORD + "\x00"),
        ("nobody@shop.example", world.PASSWORD),  # the right password of nobody's hash, and still nobody
        (world.CHLOE_EMAIL, world.PASSWORD),  # a customer is no colleague
        ("", world.PASSWORD),
    ):
        with pytest.raises(WrongPassword) as caught:
            enter(email, password, host=f"of {email}")
        assert (caught.value.sentence, caught.value.field) == (WRONG, None)
        found = failures()
        assert (found[f"email:{email}"], found[f"host:of {email}"]) == (1, 1)
    assert sessions() == []


def test_who_left_cannot_come_in():
    with writing() as session:
        session.execute(update(Staff).where(Staff.email == world.OWNER).values(active=False))
    with pytest.raises(WrongPassword, match=WRONG):
        enter()


def test_an_unknown_address_takes_as_much_work_as_a_known_one(monkeypatch):
    monkeypatch.undo()
    assert not HASHER.check_needs_rehash(actions.nobody())
    assert actions.nobody() is actions.nobody()
    asked = []
    monkeypatch.setattr(actions, "matches", lambda *pair: asked.append(pair[0]) or False)
    with pytest.raises(WrongPassword):
        enter("nobody@shop.example")
    assert asked == [actions.nobody()]


def test_a_broken_hash_lets_nobody_in():
    with writing() as session:
        session.execute(update(Staff).values(password_hash="plain text"))
    with pytest.raises(WrongPassword, match=WRONG):
        enter(password="plain text")


def test_the_eleventh_failure_in_five_minutes_is_refused_with_the_time():
    for _ in range(LIMITS["email"]):
        with pytest.raises(WrongPassword):
            enter(password="wrong")
    first = db.session.scalars(select(FailedAttempt.at).order_by(FailedAttempt.at)).first()
    for password in ("wrong", world.PASSWORD):
        with pytest.raises(Locked) as caught:
            enter(password=password)
        assert caught.value.until == first + WINDOW
    assert failures()["email:" + world.OWNER] == 10  # what is refused is no failure more
    assert sessions() == []


def test_a_locked_address_is_locked_from_everywhere_and_no_other_is():
    fail(10)
    with pytest.raises(Locked):
        enter(host="198.51.100.7")
    assert enter(world.MANAGER)


def test_an_address_that_nobody_has_is_locked_too():
    fail(10, "email:nobody@shop.example")
    with pytest.raises(Locked):
        enter("nobody@shop.example")


def test_it_opens_when_the_first_of_ten_is_five_minutes_old():
    last = fail(10)
    with pytest.raises(Locked) as caught:
        enter()
    assert caught.value.until == last - timedelta(seconds=9) + WINDOW
    with writing() as session:
        first = update(FailedAttempt).where(FailedAttempt.at == last - timedelta(seconds=9))
        session.execute(first.values(at=now() - WINDOW))
    assert enter()


def test_more_failures_than_the_limit_lock_until_ten_of_them_are_left():
    last = fail(14)
    with pytest.raises(Locked) as caught:
        enter()
    assert caught.value.until == last - timedelta(seconds=9) + WINDOW


def test_a_shops_tablets_share_an_address_and_a_limit_of_their_own():
    fail(99, "host:192.0.2.1")
    assert enter()
    fail(1, "host:192.0.2.1")
    with pytest.raises(Locked):
        enter(world.MANAGER)
    assert enter(world.MANAGER, host="198.51.100.7")


def test_success_is_not_counted_and_forgets_this_addresss_failures_only():
    fail(9)
    fail(3, "email:" + world.MANAGER)
    fail(5, "host:192.0.2.1")
    for _ in range(12):
        enter()
    assert failures() == {"email:" + world.MANAGER: 3, "host:192.0.2.1": 5}


def test_failures_are_kept_for_a_day():
    fail(1, "host:192.0.2.1", now() - timedelta(days=1, minutes=1))
    fail(1, "host:192.0.2.1", now() - timedelta(hours=23))
    enter()
    assert failures() == {"host:192.0.2.1": 1}


def test_signing_out_ends_this_session_and_no_other():
    one, two = enter(), enter()
    sign_out(one)
    ended = sessions()[0].ended_at
    sign_out(one)
    sign_out("never given")
    sign_out("\udcff")
    assert [row.ended_at for row in sessions()] == [ended, None]
    assert ended is not None
    assert hashlib.sha256(two.encode()).hexdigest() == sessions()[1].token_hash


def test_a_session_started_for_somebody_is_theirs():
    milan = world.staff(world.Role.MANAGER).id
    start(milan, "email:" + world.MANAGER, "Tablet")
    assert [row.staff_id for row in sessions()] == [milan]
