"""Buyers sign in by password; what ends a session ends it everywhere."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from dashboard.actions import sign_in as door
from dashboard.actions.buyer_sign_in import buyer_sign_in
from dashboard.actions.buyer_sign_out import buyer_sign_out, sign_out_everywhere
from dashboard.actions.create_customer import NewCustomer, create_customer, link
from dashboard.actions.deactivate_customer import deactivate_customer
from dashboard.actions.erase_customer import erase_customer
from dashboard.actions.merge import Kept, merge
from dashboard.actions.offline_buyer import offline_buyer
from dashboard.actions.set_password import set_password
from dashboard.actions.sign_in import Locked, WrongPassword, token_hash
from dashboard.core.logins import login
from dashboard.core.person import COMMAND
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import BuyerSession, Customer, FailedAttempt
from dashboard.models.buyer_signed_in import buyer_signed_in
from tests import world
from tests.actions.people import SHOP

pytestmark = pytest.mark.usefixtures("cheap")
WEEK, MONTH = timedelta(days=7), timedelta(days=30)


@pytest.fixture
def cheap(monkeypatch, app):
    """The real cost of a password is a tenth of a second for each attempt."""
    monkeypatch.setattr(door, "nobody", lambda: world.HASH)
    with app.app_context():
        yield


def enter(who: str, password: str = world.PASSWORD) -> str:
    return buyer_sign_in(db.session(), login(who, "DE"), password, host="1.2.3.4", device="Phone")


def inside(token: str) -> str | None:
    found = buyer_signed_in(db.session(), token_hash(token), now(), WEEK, MONTH)
    return found.account.name if found else None


@pytest.mark.feature("R12")
@pytest.mark.parametrize(("who", "name"), [
    ("Kate.Wong@Mail.example", world.KATE), (world.KENJI_PHONE, world.KENJI), ("0081 90 1234 5678", world.KENJI),
])  # fmt: skip
def test_by_address_or_verified_number(who, name):
    assert inside(enter(who)) == name


def test_only_a_hash_of_the_token_is_kept():
    token = enter(world.KATE_EMAIL)
    assert token not in db.session.scalars(select(BuyerSession.token_hash)).one()


def no_password(kate: Customer) -> None:
    kate.password_hash = None


def closed(kate: Customer) -> None:
    kate.deactivated_at = now()


def offline(kate: Customer) -> None:
    kate.offline_buyer = True


def merged(kate: Customer) -> None:
    kate.merged_into_id = world.customer(world.CHLOE).id


@pytest.mark.parametrize("state", [no_password, closed, offline, merged])
def test_who_may_not_sign_in_is_told_what_a_stranger_is_told(state: Callable[[Customer], None]):
    with writing():
        state(world.customer(world.KATE))
    said = set()
    for who, password in (
        (world.KATE_EMAIL, world.PASSWORD), (world.KATE_EMAIL, "wrong"), ("nobody@mail.example", world.PASSWORD),
        ("+49 151 2345 6789", world.PASSWORD), ("", ""), ("no address", world.PASSWORD),
    ):  # fmt: skip
        with pytest.raises(WrongPassword) as refused:
            enter(who, password)
        said.add(refused.value.sentence)
    assert said == {"E-mail, mobile number or password is wrong."}
    assert db.session.scalars(select(BuyerSession)).all() == []


def test_an_unverified_number_lets_nobody_in():
    """Chloe's account names a number that nobody proved to be hers."""
    with pytest.raises(WrongPassword):
        enter("+49 151 2345 6789")


@pytest.mark.parametrize("who", [world.KATE_EMAIL, "nobody@mail.example"])
def test_the_eleventh_failure_is_refused_with_the_time_and_success_forgets(who):
    for _ in range(10):
        with pytest.raises(WrongPassword):
            enter(who, "wrong")
    with pytest.raises(Locked) as locked:
        enter(who)
    assert timedelta(minutes=4) < locked.value.until - now() <= timedelta(minutes=5)
    with writing() as session:
        session.execute(update(FailedAttempt).values(at=now() - timedelta(minutes=6)))
    if who == world.KATE_EMAIL:
        assert inside(enter(who)) == world.KATE
        assert not db.session.scalars(select(FailedAttempt).where(FailedAttempt.key == f"buyer:{who}")).all()


def test_buyers_and_staff_are_counted_apart():
    for _ in range(10):
        with pytest.raises(WrongPassword):
            enter(world.OWNER, "wrong")
    assert door.sign_in(db.session(), world.OWNER, world.PASSWORD, host="1.2.3.4", device="")


def test_sign_out_ends_one_and_everywhere_all():
    first, second = enter(world.KATE_EMAIL), enter(world.KATE_EMAIL)
    other = enter(world.KENJI_PHONE)
    buyer_sign_out(first)
    assert (inside(first), inside(second)) == (None, world.KATE)
    third = enter(world.KATE_EMAIL)
    sign_out_everywhere(world.customer(world.KATE).id)
    assert [inside(one) for one in (second, third, other)] == [None, None, world.KENJI]


def by_deactivating() -> None:
    deactivate_customer(world.customer(world.KATE).id, by=COMMAND)


def by_making_offline() -> None:
    offline_buyer(world.customer(world.KATE).id, True, by=COMMAND, shop=SHOP)


def by_a_new_password() -> None:
    with writing() as session:
        token = link(session, world.customer(world.KATE), now())
    set_password(token, world.HASH)


def by_merging_away() -> None:
    kate, chloe = world.customer(world.KATE).id, world.customer(world.CHLOE).id
    merge(chloe, {kate: None}, Kept(), by=COMMAND)


def by_merging_into() -> None:
    kate, chloe = world.customer(world.KATE).id, world.customer(world.CHLOE).id
    merge(kate, {chloe: None}, Kept({"sign_in": chloe}), by=COMMAND)


@pytest.mark.parametrize(
    "done", [by_deactivating, by_making_offline, by_a_new_password, by_merging_away, by_merging_into]
)
def test_what_ends_sessions_ends_them_for_good(done):
    token = enter(world.KATE_EMAIL)
    done()
    assert inside(token) is None
    ended = select(BuyerSession.ended_at).where(BuyerSession.token_hash == token_hash(token))
    assert db.session.scalars(ended).one() is not None


def test_a_merged_account_signs_in_to_nothing():
    by_merging_away()
    with pytest.raises(WrongPassword):
        enter(world.KATE_EMAIL)
    assert inside(enter(world.CHLOE_EMAIL)) == world.CHLOE


def test_erasing_forgets_sessions_and_attempts(tmp_path):
    with writing() as session:
        new = NewCustomer("zoe@mail.example", "", "Zoe Winter", world.HASH)
        zoe = create_customer(session, new, by=COMMAND, at=now(), region="DE").customer.id
    enter("zoe@mail.example")
    with pytest.raises(WrongPassword):
        enter("zoe@mail.example", "wrong")
    erase_customer(zoe, "Zoe Winter", tmp_path, by=COMMAND)
    assert db.session.scalars(select(BuyerSession)).all() == []
    assert not [key for key in db.session.scalars(select(FailedAttempt.key)) if "zoe" in key]


@pytest.mark.parametrize(("column", "age"), [("last_seen_at", WEEK), ("created_at", MONTH)])
def test_a_session_ends_by_itself(column, age):
    token = enter(world.KATE_EMAIL)
    with writing() as session:
        session.execute(update(BuyerSession).values({column: now() - age}))
    assert inside(token) is None
