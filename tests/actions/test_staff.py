"""The people of the desk: invited, given a role, deactivated and let in again; and never without an owner."""

from functools import partial

import pytest
from sqlalchemy import select

from dashboard.actions.change_role import change_role
from dashboard.actions.create_customer import token_hash
from dashboard.actions.deactivate import deactivate
from dashboard.actions.end_session import end_session
from dashboard.actions.invite import invite
from dashboard.actions.new_link import new_link
from dashboard.actions.once import Submission
from dashboard.actions.reactivate import reactivate
from dashboard.checks.run import run
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid, NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Once, Staff, StaffLink
from tests import world
from tests.actions.people import SHOP, colleague, letters, running, session_of, standing, store_log, version
from tests.faults.at_once import at_once

IPAD = "Mozilla/5.0 (iPad) Safari/604.1"


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.fixture
def olga(at_the_desk):
    return world.staff(Role.OWNER)


def ida(by, **options):
    return invite("Ida Berg", "Ida@Shop.example", "fulfilment", by=by, shop=SHOP, **options)


def test_an_invitation_is_an_account_without_a_password_a_link_and_a_letter(olga):
    made = ida(olga)
    staff = db.session.get_one(Staff, made.staff_id)
    assert (staff.name, staff.email, staff.email_key) == ("Ida Berg", "Ida@Shop.example", "ida@shop.example")
    assert (staff.role, staff.active, staff.password_hash) == (Role.FULFILMENT, True, None)
    link = db.session.get_one(StaffLink, token_hash(made.token))
    assert (link.staff_id, link.kind, link.used_at) == (staff.id, "invite", None)
    (letter,) = letters()
    assert (letter.event, letter.recipient, letter.customer_id) == ("invited", "Ida@Shop.example", None)
    assert letter.send_after == letter.created_at
    assert f"https://desk.example/set-password/{made.token}" in letter.text
    assert "Olga Winter made an account for you, as fulfilment." in " ".join(letter.text.split())
    assert store_log() == [
        ("staff_invited", olga.name, {"staff": "Ida Berg", "staff_id": staff.id, "role": "Fulfilment"})
    ]
    assert run(db.session()).broken == []


def test_the_token_is_kept_nowhere_but_in_the_letter(olga):
    once = Submission.of("one-key-of-a-form", "/settings/staff/invite", olga, [])
    made = ida(olga, once=once)
    kept = db.session.scalars(select(Once.result).where(Once.key == once.key)).one()
    assert made.token not in kept + str(store_log())
    with pytest.raises(Replayed):
        ida(olga, once=once)
    assert len(letters()) == 1


@pytest.mark.parametrize(
    ("name", "email", "role", "field"),
    [
        ("", "new@x.example", "viewer", "name"),
        ("New", "no address", "viewer", "email"),
        ("New", " OWNER@shop.example", "viewer", "email"),
        ("New", "new@x.example", "king", "role"),
        ("New", "new@x.example", "", "role"),
        ("x" * 201, "new@x.example", "viewer", "name"),
    ],
)
def test_an_invitation_that_is_wrong_is_refused_beside_its_field(olga, name, email, role, field):
    before = standing()
    with pytest.raises(Invalid) as refused:
        invite(name, email, role, by=olga, shop=SHOP)
    assert refused.value.field == field
    assert standing() == before


def test_an_address_of_somebody_who_left_says_so(olga):
    deactivate(colleague(Role.VIEWER).id, by=olga)
    with pytest.raises(Invalid, match="Viktor Ek was here before"):
        invite("Viktor", world.VIEWER, "viewer", by=olga, shop=SHOP)


def test_a_new_link_ends_the_old_ones(olga):
    first = ida(olga)
    second = new_link(first.staff_id, by=olga, shop=SHOP)
    old, new = (db.session.get_one(StaffLink, token_hash(made.token)) for made in (first, second))
    assert (old.used_at is not None, new.used_at, new.kind) == (True, None, "invite")
    third = new_link(colleague(Role.SUPPORT).id, by=olga, shop=SHOP)
    assert db.session.get_one(StaffLink, token_hash(third.token)).kind == "reset"
    assert [letter.event for letter in letters()] == ["invited", "invited", "new_password"]
    assert [line.verb for line in store_log()] == ["staff_invited", "link_made", "link_made"]


def test_who_is_deactivated_gets_no_link(olga):
    number = colleague(Role.VIEWER).id
    deactivate(number, by=olga)
    before = standing()
    with pytest.raises(WrongState, match="Reactivate"):
        new_link(number, by=olga, shop=SHOP)
    assert standing() == before


def test_a_role_is_changed(olga):
    number = colleague(Role.VIEWER).id
    assert change_role(number, "manager", by=olga) == {"name": "Viktor Ek", "role": "Manager"}
    assert colleague(Role.VIEWER).role is Role.MANAGER
    expected = {"staff": "Viktor Ek", "staff_id": number, "old": "Viewer", "new": "Manager"}
    assert store_log() == [("role_changed", olga.name, expected)]
    for role in ("manager", "king", ""):
        with pytest.raises(Invalid):
            change_role(number, role, by=olga)
    with pytest.raises(Vanished):
        change_role(999, "viewer", by=olga)
    assert len(store_log()) == 1


def test_whoever_is_deactivated_is_out_at_once_and_comes_back_with_the_password_they_had(olga):
    session_of(Role.SUPPORT)
    number, hashed = colleague(Role.SUPPORT).id, colleague(Role.SUPPORT).password_hash
    link = new_link(number, by=olga, shop=SHOP)
    deactivate(number, by=olga)
    assert (colleague(Role.SUPPORT).active, running(Role.SUPPORT)) == (False, 0)
    assert db.session.get_one(StaffLink, token_hash(link.token)).used_at
    with pytest.raises(WrongState, match="already"):
        deactivate(number, by=olga)
    assert reactivate(number, by=olga) == {"name": "Sofia Lund", "has_password": True}
    assert (colleague(Role.SUPPORT).password_hash, running(Role.SUPPORT)) == (hashed, 0)
    with pytest.raises(WrongState, match="active already"):
        reactivate(number, by=olga)
    assert [line.verb for line in store_log()] == ["link_made", "deactivated", "reactivated"]
    assert run(db.session()).broken == []


def test_the_last_owner_stays(olga):
    before = standing()
    with pytest.raises(WrongState, match="only owner"):
        deactivate(olga.id, by=olga)
    with pytest.raises(WrongState, match="only owner"):
        change_role(olga.id, "manager", by=olga)
    assert standing() == before
    invited = invite("New Owner", "new@x.example", "owner", by=olga, shop=SHOP)
    with pytest.raises(WrongState, match="only owner"):  # who has no password yet cannot sign in
        deactivate(olga.id, by=olga)
    with writing():
        db.session.get_one(Staff, invited.staff_id).password_hash = world.HASH
    deactivate(olga.id, by=olga)
    assert run(db.session()).broken == []


def test_check_finds_a_desk_without_an_owner(olga):
    with writing():
        colleague(Role.OWNER).password_hash = None
    assert {finding.name for finding in run(db.session()).broken} == {"active_owner"}


def test_two_owners_who_deactivate_each_other_leave_one(app, olga):
    change_role(colleague(Role.MANAGER).id, "owner", by=olga)
    milan = colleague(Role.MANAGER).person
    db.session.rollback()

    def out(by, other):
        with app.app_context():
            try:
                deactivate(other.id, by=by)
            except WrongState:
                return "refused"
            return "done"

    assert sorted(at_once([partial(out, olga, milan), partial(out, milan, olga)])) == ["done", "refused"]
    assert run(db.session()).broken == []


def test_stale_is_what_was_done_to_the_same_person(olga):
    seen, viktor, sofia = version(), colleague(Role.VIEWER).id, colleague(Role.SUPPORT).id
    change_role(viktor, "support", by=olga)
    change_role(sofia, "viewer", by=olga, seen=seen)
    before = standing()
    for act in (partial(change_role, viktor, "manager"), partial(deactivate, viktor), partial(reactivate, viktor)):
        with pytest.raises(Stale) as stale:
            act(by=olga, seen=seen)
        assert [news.verb for news in stale.value.news] == ["role_changed"]
    assert standing() == before


def test_sign_out_that_tablet(olga):
    own, theirs = session_of(Role.OWNER, IPAD), session_of(Role.VIEWER, IPAD)
    done = end_session(theirs, by=olga)
    assert (done["device"], done["name"], done["own"]) == ("Safari on iPad", "Viktor Ek", False)
    assert end_session(own, by=olga)["own"]
    assert (running(Role.OWNER), running(Role.VIEWER)) == (0, 0)
    assert [line.verb for line in store_log()] == ["staff_session_ended", "session_ended"]
    for number in (own, 999):
        with pytest.raises(Vanished):
            end_session(number, by=olga)


def test_nobody_ends_a_session_of_somebody_else_without_the_right():
    own, theirs = session_of(Role.VIEWER), session_of(Role.OWNER)
    before = standing()
    with pytest.raises(Vanished):
        end_session(theirs, by=world.staff(Role.VIEWER))
    assert (standing(), running(Role.OWNER)) == (before, 1)
    assert end_session(own, by=world.staff(Role.VIEWER))["own"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_only_an_owner_manages_staff(role):
    by, number, before = world.staff(role), colleague(Role.OWNER).id, standing()
    for act in (
        lambda: ida(by),
        lambda: new_link(number, by=by, shop=SHOP),
        lambda: change_role(number, "viewer", by=by),
        lambda: deactivate(number, by=by),
        lambda: reactivate(number, by=by),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert standing() == before
