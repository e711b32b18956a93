"""Passwords of colleagues: by a link, by the present one, and asked for at the door by whoever forgot theirs."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from dashboard.actions import sign_in as door
from dashboard.actions.change_password import change_password, check_own
from dashboard.actions.create_customer import token_hash
from dashboard.actions.deactivate import deactivate
from dashboard.actions.forgotten_password import forgotten_password
from dashboard.actions.invite import invite
from dashboard.actions.rename import rename
from dashboard.actions.sign_in import LIMITS, Locked, matches, start
from dashboard.actions.staff_link import Ended, Unknown, holder
from dashboard.actions.staff_password import staff_password
from dashboard.checks.run import run
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import FailedAttempt, StaffLink, StaffSession
from tests import world
from tests.actions.people import SHOP, colleague, letters, running, session_of, standing, store_log

NEW = "three plain words"


@pytest.fixture(autouse=True)
def at_the_desk(app, monkeypatch):
    monkeypatch.setattr(door, "nobody", lambda: world.HASH)
    with app.app_context():
        yield


@pytest.fixture
def ida(at_the_desk):
    return invite("Ida Berg", "ida@shop.example", "viewer", by=world.staff(Role.OWNER), shop=SHOP)


def ask(email, host="192.0.2.1"):
    forgotten_password(db.session(), email, host=host, shop=SHOP)


def token_in(letter):
    return letter.text.partition("/set-password/")[2].split()[0]


def test_a_link_sets_a_password_once(ida):
    link, staff = holder(db.session(), ida.token, now())
    assert (link.kind, staff.name) == ("invite", "Ida Berg")
    staff_password(ida.token, world.HASH)
    line = store_log()[-1]
    assert (line.verb, line.actor) == ("staff_password_set", "Ida Berg")
    before = standing()
    for act in (lambda: holder(db.session(), ida.token, now()), lambda: staff_password(ida.token, "other")):
        with pytest.raises(Ended, match="done its work"):
            act()
    assert standing() == before
    assert run(db.session()).broken == []


def test_an_invited_colleague_cannot_sign_in_before(ida):
    for password in ("", "None", world.PASSWORD):
        with pytest.raises(door.WrongPassword):
            door.sign_in(db.session(), "ida@shop.example", password, host="h", device="")


def test_a_link_ends_every_session_and_every_other_link(ida):
    session_of(Role.SUPPORT)
    for _ in range(2):
        ask(world.SUPPORT)
    first, second = (token_in(letter) for letter in letters()[-2:])
    staff_password(second, world.HASH)
    assert running(Role.SUPPORT) == 0
    with pytest.raises(Ended):
        staff_password(first, "other")
    assert db.session.get_one(StaffLink, token_hash(ida.token)).used_at is None


@pytest.mark.parametrize("token", ["", "unknown", "x" * 64, "\0", "ü"])
def test_an_unknown_link(token):
    with pytest.raises(Unknown):
        holder(db.session(), token, now())
    with pytest.raises(Unknown):
        staff_password(token, "hash")


def test_a_link_out_of_date_or_of_somebody_who_left(ida):
    late = now() + timedelta(days=7, seconds=1)
    with pytest.raises(Ended, match="out of date"):
        holder(db.session(), ida.token, late)
    with pytest.raises(Ended, match="out of date"):
        staff_password(ida.token, "hash", at=late)
    deactivate(ida.staff_id, by=world.staff(Role.OWNER))
    with pytest.raises(Ended, match="closed"):
        staff_password(ida.token, "hash")


def test_asked_for_at_the_door_it_goes_to_the_address_and_is_in_the_log():
    ask(world.SUPPORT)
    (letter,) = letters()
    assert (letter.event, letter.recipient, letter.send_after) == ("new_password", world.SUPPORT, letter.created_at)
    assert [(line.verb, line.actor) for line in store_log()] == [("link_asked", "Counterfoil")]
    assert holder(db.session(), token_in(letter), now())[1].name == "Sofia Lund"
    assert run(db.session()).broken == []


def test_nobody_hears_of_an_address_that_is_unknown_or_closed():
    deactivate(colleague(Role.VIEWER).id, by=world.staff(Role.OWNER))
    before = standing()
    for email in ("nobody@shop.example", "", "no address", world.VIEWER):
        ask(email)
    assert standing() == before


def test_asking_is_limited_by_address_and_by_device_but_locks_nobody_out():
    for _ in range(LIMITS["email"]):
        ask("nobody@shop.example")
    with pytest.raises(Locked):
        ask("nobody@shop.example")
    ask("somebody@shop.example")
    with writing() as session:
        session.add_all(FailedAttempt(key="forgotten-host:198.51.100.7") for _ in range(LIMITS["host"]))
    with pytest.raises(Locked):
        ask("third@shop.example", host="198.51.100.7")
    for _ in range(LIMITS["email"]):
        ask(world.SUPPORT)
    assert door.sign_in(db.session(), world.SUPPORT, world.PASSWORD, host="192.0.2.1", device="")


def test_ones_own_password_needs_the_present_one_and_ends_every_other_session():
    sofia = world.staff(Role.SUPPORT)
    session_of(Role.SUPPORT)
    kept = token_hash(start(sofia.id, "email:nobody", ""))
    ask(world.SUPPORT)
    check_own(db.session(), sofia, world.PASSWORD, NEW, "h")
    change_password(world.HASH, by=sofia, session_hash=kept)
    open_ones = select(StaffSession.token_hash).where(StaffSession.ended_at.is_(None))
    assert db.session.scalars(open_ones).all() == [kept]
    assert store_log()[-1] == ("password_changed", "Sofia Lund", {})
    with pytest.raises(Ended):
        holder(db.session(), token_in(letters()[-1]), now())


@pytest.mark.parametrize(
    ("current", "new", "field", "why"),
    [
        ("wrong", NEW, "current", "present password"),
        ("", NEW, "current", "present password"),
        (world.PASSWORD, "elevenchars", "password", "at least 12"),
        (world.PASSWORD, "", "password", "at least 12"),
        (world.PASSWORD, "password1234", "password", "tried first"),
        (world.PASSWORD, "support@shop.example", "password", "own name"),
        (world.PASSWORD, world.PASSWORD, "password", "have now"),
    ],
)
def test_a_password_that_may_not_be(current, new, field, why):
    with pytest.raises(Invalid, match=why) as refused:
        check_own(db.session(), world.staff(Role.SUPPORT), current, new, "h")
    assert refused.value.field == field


def test_guessing_the_present_password_counts_as_at_the_door():
    sofia = world.staff(Role.SUPPORT)
    for _ in range(LIMITS["email"]):
        with pytest.raises(Invalid):
            check_own(db.session(), sofia, "wrong", NEW, "h")
    with pytest.raises(Locked):
        check_own(db.session(), sofia, world.PASSWORD, NEW, "h")
    assert matches(colleague(Role.SUPPORT).password_hash, world.PASSWORD)
    assert db.session.scalar(select(func.count()).select_from(FailedAttempt)) == 2 * LIMITS["email"]


def test_a_new_name_of_ones_own():
    sofia = world.staff(Role.SUPPORT)
    assert rename("  Sofia   Berg ", by=sofia) == {"name": "Sofia Berg"}
    assert store_log() == [("renamed", "Sofia Lund", {"new": "Sofia Berg"})]
    for name in ("", "\u200b", "x" * 201, "Sofia Berg"):
        with pytest.raises(Invalid) as refused:
            rename(name, by=sofia)
        assert refused.value.field == "name"
    assert len(store_log()) == 1
