"""Pairs of accounts that may be one customer's, and those of which somebody says that they are not."""

import pytest

from dashboard.actions.customer_facts import forget
from dashboard.actions.maybe_the_same import maybe_the_same
from dashboard.actions.not_the_same import not_the_same
from dashboard.actions.once import Submission
from dashboard.actions.reassign import NewOwner, reassign
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Vanished, WrongState
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Customer, duplicates
from dashboard.models.duplicates import near_email, same_name, same_phone
from dashboard.models.told_apart_list import apart
from tests import world
from tests.actions.accounts import told
from tests.actions.test_change import broken, refused
from tests.actions.test_merge import join
from tests.actions.test_reassign import SHOP
from tests.pages.crowd import add_customer

KEY, OTHER = Submission("s" * 32, "d" * 64), Submission("s" * 32, "e" * 64)
TWIN = "Kate Wonq"


def part(one=world.KATE, other=TWIN, role=Role.SUPPORT, verb=not_the_same, **options):
    """Say that they are not the same, or take it back."""
    return verb(world.customer(one).id, world.customer(other).id, by=world.staff(role), **options)


def found(walk, after=""):
    """The pairs of a walk by name, with what speaks for them."""
    stretch = walk(db.session(), after)
    names = dict(db.session.query(Customer.id, Customer.name).all())
    return [(names[pair.one.id], names[pair.other.id], ", ".join(pair.reasons)) for pair in stretch.pairs]


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        with writing() as session:
            add_customer(session, TWIN, email="kate.w0ng@mail.example", email_key="kate.w0ng@mail.example")
        yield


@pytest.mark.feature("R13")
def test_an_address_one_letter_off():
    assert found(near_email) == [(world.KATE, TWIN, "e-mail one letter off")]
    with writing() as session:
        for at in (now(), None):
            add_customer(session, f"Else {at}", email_key=f"kate.wongx{at and 1}@mail.example", erased_at=at)
        world.customer(TWIN).name_key = world.customer(world.KATE).name_key
    assert found(near_email) == [(world.KATE, TWIN, "same name, e-mail one letter off")]


@pytest.mark.feature("R13")
def test_the_same_number_of_accounts_that_could_be_somebodys():
    with writing() as session:
        phone = {"phone": "0151 23456789", "phone_key": "+4915123456789"}
        for name in ("Chloe L.", "Chloe Leigh"):
            add_customer(session, name, **phone)
        add_customer(session, "Gone", **phone, erased_at=now())
        add_customer(session, "Merged", **phone, merged_into_id=world.customer(world.KATE).id)
    three = [world.CHLOE, "Chloe L.", "Chloe Leigh"]
    expected = [(three[one], three[other], "same phone") for one, other in ((0, 1), (0, 2), (1, 2))]
    assert found(same_phone) == expected
    part("Chloe Leigh", world.CHLOE)
    assert found(same_phone) == [expected[0], expected[2]]


@pytest.mark.feature("R13")
def test_the_same_name_where_orders_went_to_one_postcode():
    with writing() as session:
        for number in (1, 2):
            add_customer(session, "Pat Doe", email_key=f"p{number}.{'x' * number * 3}@mail.example")
    first, second = db.session.query(Customer).filter_by(name="Pat Doe").order_by("id")
    assert found(same_name) == []
    for code, owner in ((world.PAID, first.id), (world.TWO_BOXES, second.id)):
        reassign(code, NewOwner(owner), by=COMMAND, shop=SHOP)
    assert found(same_name) == [("Pat Doe", "Pat Doe", "same name and postcode")]
    with writing():
        first.phone_key = second.phone_key = "+4930123456"
    assert (found(same_name), found(same_phone)) == ([], [("Pat Doe", "Pat Doe", "same phone, same name")])


def test_walks_go_on_where_they_stopped_and_say_when_they_give_up(monkeypatch):
    monkeypatch.setattr(duplicates, "KEYS", 1)
    monkeypatch.setattr(duplicates, "BATCH", 2)
    monkeypatch.setattr(duplicates, "BATCHES", 1)
    with writing() as session:
        for at, phone in enumerate(("+491", "+491", "+492", "+492")):
            add_customer(session, f"Number {at}", phone_key=phone)
    first = same_phone(db.session())
    assert (found(same_phone), first.after) == ([("Number 0", "Number 1", "same phone")], "+491")
    assert found(same_phone, first.after) == [("Number 2", "Number 3", "same phone")]
    assert same_phone(db.session(), first.after).after is None
    newest, walked = near_email(db.session()), []
    while newest.after:
        walked += newest.pairs
        newest = near_email(db.session(), newest.after)
    assert [(pair.one.email_key, pair.other.email_key) for pair in walked] == [
        (world.KATE_EMAIL, "kate.w0ng@mail.example")
    ]
    monkeypatch.setattr("dashboard.models.time_box.STEPS", 1)
    monkeypatch.setattr(duplicates, "BOXES", 0)
    if db.session.get_bind().dialect.name == "sqlite":  # PostgreSQL's shortest bound is a millisecond
        assert [walk(db.session()).given_up for walk in (same_phone, same_name, near_email)] == [True] * 3


@pytest.mark.feature("R13")
def test_said_kept_and_taken_back():
    kate, twin = world.customer(world.KATE).id, world.customer(TWIN).id
    assert part() == {"one": world.KATE, "two": TWIN, "ids": [kate, twin]}
    rows, more = apart(db.session(), None)
    assert ([(row.one, row.other, row.by_name) for row in rows], more) == ([(world.KATE, TWIN, "Sofia Lund")], False)
    assert (told(world.KATE)[-1], told(TWIN)[-1]) == (
        "Sofia Lund said that Kate Wonq is not the same customer",
        "Sofia Lund said that Kate Wong is not the same customer",
    )
    assert found(near_email) == []
    part(TWIN, world.KATE, verb=maybe_the_same)
    assert told(TWIN)[-1] == "Sofia Lund took back that Kate Wong is not the same customer"
    assert (apart(db.session(), None), len(found(near_email)), broken()) == (([], False), 1, [])


def test_what_is_refused():
    kate = world.customer(world.KATE).id
    for verb in (not_the_same, maybe_the_same):
        with refused(Invalid, "This is one account, not two."):
            part(other=world.KATE, verb=verb, once=KEY)
        with refused(Vanished, "There is no such customer any more."):
            verb(kate, 999999, by=COMMAND, once=KEY)
        for role in (Role.FULFILMENT, Role.VIEWER):
            with refused(NotPermitted):
                part(role=role, verb=verb, once=KEY)
    with refused(Vanished, "Nobody says any more that they are not the same."):
        part(verb=maybe_the_same, once=KEY)
    first = part(once=KEY)
    with refused(Replayed) as again:
        part(once=KEY)
    assert again.value.result == first
    with refused(KeyReused):
        part(once=OTHER)
    with refused(WrongState, "Sofia Lund said already that they are not the same."):
        part(TWIN, world.KATE, Role.MANAGER)
    join(world.CHLOE, world.KATE)
    for verb in (not_the_same, maybe_the_same):
        with refused(WrongState, "Kate Wong was merged into another account."):
            part(verb=verb)
    assert apart(db.session(), None) == ([], False)


def test_a_forgotten_account_leaves_no_pair():
    part()
    with writing() as session:
        forget(session, world.customer(TWIN).id)
    part()
