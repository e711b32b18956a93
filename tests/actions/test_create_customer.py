"""A new account: its contact compared with all others, its password known to its holder only."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from dashboard.actions import create_customer as actions
from dashboard.actions.create_customer import NewCustomer, Taken, add_customer, create_customer
from dashboard.actions.set_password import Ended, Unknown, set_password
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import Invalid, NotPermitted, Replayed
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Activity, Customer, CustomerDoc, Once, PasswordLink
from tests import world
from tests.actions.test_change import broken, refused, rows, spent
from tests.actions.test_database import outside
from tests.actions.test_reassign import KEY, SHOP, contact, give, letters
from tests.kinds import only


def made(new, at=None, region="DE"):
    """Create the account; its name and the token of its link."""
    with writing() as session:
        created = create_customer(session, new, by=COMMAND, at=at or now(), region=region)
        return created.customer.id, created.token


def link(number):
    return db.session.scalars(select(PasswordLink).filter_by(customer_id=number)).one_or_none()


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("L6", "T4")
def test_account_line_link_and_document_are_made_together():
    at = now()
    number, token = made(NewCustomer("  Zoe@Bücher.example ", "0170 1234567", " Zoë Großmann "), at)
    zoe = db.session.get(Customer, number)
    assert (zoe.name, zoe.name_key, zoe.version) == ("Zoë Großmann", "zoe grossmann", 2)
    assert (zoe.email, zoe.email_key) == ("Zoe@Bücher.example", "zoe@xn--bcher-kva.example")
    assert (zoe.phone, zoe.phone_key, zoe.phone_verified_at) == ("0170 1234567", "+491701234567", None)
    line = db.session.scalars(select(Activity).filter_by(customer_id=number)).one()
    assert (line.seq, line.verb, line.actor_kind, line.at) == (1, "customer_created", "command", at)
    assert "zoe grossmann" in db.session.get(CustomerDoc, number).doc
    assert (link(number).expires_at, link(number).used_at) == (at + timedelta(hours=24), None)
    assert token
    assert broken() == []


def test_the_link_sets_a_password_once():
    number, token = made(NewCustomer("zoe@new.example"))
    assert link(number).token_hash == hashlib.sha256(token.encode()).hexdigest()
    set_password(token, world.HASH)
    assert db.session.get(Customer, number).password_hash == world.HASH
    with refused(Ended, "This link has done its work"):
        set_password(token, "another")


def test_the_link_lasts_a_day():
    at = now()
    number, token = made(NewCustomer("zoe@new.example"), at)
    with refused(Ended, "This link is out of date."):
        set_password(token, world.HASH, at=at + timedelta(hours=24))
    set_password(token, world.HASH, at=at + timedelta(hours=24) - timedelta(microseconds=1))
    assert db.session.get(Customer, number).password_hash == world.HASH


def test_a_token_that_nobody_was_given():
    number, _ = made(NewCustomer("zoe@new.example"))
    for token in ("", "x" * 32, link(number).token_hash):
        with refused(Unknown, "This link is not known here."):
            set_password(token, world.HASH)


@pytest.mark.feature("T4")
def test_a_typed_password_is_kept_as_its_hash_and_makes_no_link():
    number, token = made(NewCustomer("zoe@new.example", password_hash=world.HASH))
    assert (db.session.get(Customer, number).password_hash, token, link(number)) == (world.HASH, None, None)


@pytest.mark.feature("R12")
def test_a_number_is_enough():
    number, token = made(NewCustomer(phone="+81 90 0000 1111"))
    made_so = db.session.get(Customer, number)
    assert (made_so.name, made_so.email, made_so.email_key, made_so.phone_key) == (
        "+81 90 0000 1111", None, None, "+819000001111",
    )  # fmt: skip
    assert token


def test_the_shops_country_is_that_of_numbers_without_one():
    number, _ = made(NewCustomer(phone="020 7946 0018"), region="GB")
    assert db.session.get(Customer, number).phone_key == "+442079460018"


def test_an_address_in_any_spelling_has_one_account():
    for email in ("kate.wong@mail.example", "  KATE.wong@MAIL.Example ", "kate.wong@mail\u200b.example"):
        with refused(Taken, "Kate Wong already has an account with this e-mail address.", "email") as caught:
            made(NewCustomer(email, name="Somebody Else"))
        assert caught.value.customer_id == world.customer(world.KATE).id


@pytest.mark.feature("R12")
def test_a_number_in_any_spelling_has_one_account():
    for phone in ("+81 90 1234 5678", "0081-90-1234-5678", "+819012345678"):
        with refused(Taken, "Kenji Watanabe already has an account with this number.", "phone"):
            made(NewCustomer("zoe@new.example", phone))


def test_the_holder_who_proved_the_number_is_named_first():
    with writing():
        chloe, kenji = world.customer(world.CHLOE), world.customer(world.KENJI)
        chloe.phone, chloe.phone_key = kenji.phone, kenji.phone_key
    with refused(Taken, "Kenji Watanabe already has", "phone"):
        made(NewCustomer(phone=world.KENJI_PHONE))


def test_what_cannot_be_an_account():
    for new, field in (
        (NewCustomer(), "email"),
        (NewCustomer("  ", "\t"), "email"),
        (NewCustomer("zoe@"), "email"),
        (NewCustomer("zoe@new.example\nBcc: all@mail.example"), "email"),
        (NewCustomer("zoe@new.example", "call me"), "phone"),
        (NewCustomer("zoe@new.example", "+49 12"), "phone"),
    ):
        with pytest.raises(Invalid) as caught:
            made(new)
        assert caught.value.field == field
    assert not db.session.scalars(select(Customer).filter_by(email_key="zoe@new.example")).all()


def test_invisible_marks_of_a_pasted_contact_are_not_kept():
    """A letter would be sent to an address with the mark in it; and forty of them are more than a number holds."""
    number, _ = made(NewCustomer("\u200ezoe@new\u200b.example", "0170" + "\u200b" * 40 + "1234567"))
    zoe = db.session.get(Customer, number)
    assert (zoe.name, zoe.email, zoe.phone) == ("zoe@new.example", "zoe@new.example", "01701234567")


def test_the_longest_address_fits_everywhere():
    email = f"{'a' * 64}@{'.'.join(['b' * 60] * 3)}.ex"
    number, _ = made(NewCustomer(email))
    longest = db.session.get(Customer, number)
    assert (longest.email, longest.name) == (email, email[:200])


@pytest.mark.feature("T4")
def test_a_new_customer_is_made_in_the_same_transaction():
    result = give(world.PAID, NewCustomer("zoe@new.example"), notify=True)
    zoe = world.order(world.PAID).owner
    assert (zoe.name, zoe.email, zoe.password_hash, zoe.version) == ("zoe@new.example", "zoe@new.example", None, 2)
    assert result["owner"] == {"id": zoe.id, "name": "zoe@new.example"}
    assert spent("zoe@new.example") == {"EUR": (4000, 1)}
    assert letters() == [
        ("set_password", "email", "zoe@new.example", "held"),
        ("reassigned", "email", "zoe@new.example", "held"),
    ]
    assert db.session.scalars(select(PasswordLink.used_at).filter_by(customer_id=zoe.id)).all() == [None]
    assert broken() == []


@pytest.mark.feature("T4")
def test_a_typed_password_needs_no_link():
    give(world.PAID, NewCustomer("zoe@new.example", password_hash=world.HASH))
    assert world.order(world.PAID).owner.password_hash == world.HASH
    assert letters() == []


@pytest.mark.feature("R12")
def test_a_new_customer_with_a_phone_only():
    give(world.PAID, NewCustomer(phone="0170 1234567"), replace_contact=True, notify=True)
    owner = world.order(world.PAID).owner
    assert (owner.name, owner.email, owner.phone_key) == ("0170 1234567", None, "+491701234567")
    assert contact(world.PAID) == ("0170 1234567", None, None, "0170 1234567", "+491701234567")
    assert [letter[:3] for letter in letters()] == [
        ("set_password", "sms", "0170 1234567"),
        ("reassigned", "sms", "0170 1234567"),
    ]


def test_a_contact_that_has_an_account_names_its_holder():
    with refused(Taken, "Kate Wong already has an account with this e-mail address.", "email") as caught:
        give(world.PAID, NewCustomer("  KATE.Wong@Mail.example "), once=KEY, notify=True)
    assert caught.value.customer_id == world.customer(world.KATE).id
    with refused(Taken, "Kenji Watanabe already has an account with this number.", "phone"):
        give(world.PAID, NewCustomer("zoe@new.example", "+81 (90) 1234-5678"))


@only("postgresql")
def test_an_account_made_by_somebody_else_at_the_same_moment(kind, database, monkeypatch):
    look = actions.refuse_taken

    def look_a_moment_too_early(*contact):
        monkeypatch.undo()
        look(*contact)
        with outside(database) as other:
            other.execute(
                "INSERT INTO customers (name, name_key, email, email_key, offline_buyer, created_at, version, "
                "order_count, last_order_at, spend_sort) "
                "VALUES ('Zoë', 'zoe', 'zoe@new.example', 'zoe@new.example', false, now(), 1, 0, '1970-01-01', 0)"
            )

    monkeypatch.setattr(actions, "refuse_taken", look_a_moment_too_early)
    with pytest.raises(Taken, match="Zoë already has an account with this e-mail address"):
        give(world.PAID, NewCustomer("zoe@new.example"), once=KEY)
    assert (world.order(world.PAID).owner.name, rows(Once)) == (world.CHLOE, 0)


def test_a_new_customer_that_cannot_be_made_leaves_no_account_behind():
    for new, sentence, field in (
        (NewCustomer(), "Enter an e-mail address or a mobile number for the account.", "email"),
        (NewCustomer("zoe"), "“zoe” is no e-mail address.", "email"),
        (NewCustomer("zoe@new.example", "12"), "“12” is no phone number.", "phone"),
    ):
        with refused(Invalid, sentence, field):
            give(world.PAID, new, once=KEY)


def added(new, **given):
    return add_customer(new, by=world.staff(Role.SUPPORT), shop=SHOP, **given)


@pytest.mark.feature("L6", "R12")
def test_staff_make_an_account_and_the_link_goes_by_mail_else_by_text():
    assert added(NewCustomer("zoe@new.example", "0170 1234567", "Zoë"), once=KEY)["letter_to"] == "zoe@new.example"
    assert added(NewCustomer("", "0170 7654321", "Yuri"))["letter_to"] == "0170 7654321"
    assert [letter[:3] for letter in letters()] == [
        ("set_password", "email", "zoe@new.example"), ("set_password", "sms", "0170 7654321"),
    ]  # fmt: skip
    line = db.session.scalars(select(Activity).where(Activity.customer_id == world.customer("Yuri").id)).one()
    assert (line.verb, line.actor_name) == ("customer_created", world.COLLEAGUES[Role.SUPPORT])
    with refused(Replayed):
        added(NewCustomer("zoe@new.example", "0170 1234567", "Zoë"), once=KEY)
    assert broken() == []


def test_an_offline_buyer_has_neither_password_nor_link():
    made = added(NewCustomer("", "", "Paper Mill", world.HASH, offline_buyer=True))
    mill = db.session.get(Customer, made["id"])
    assert (mill.offline_buyer, mill.password_hash, mill.email_key, link(mill.id)) == (True, None, None, None)
    assert letters() == []


def test_without_contact_it_needs_a_name_and_a_password():
    assert added(NewCustomer("", "", "Nadia", world.HASH))["letter_to"] is None
    for new in (NewCustomer("", "", "Nadia"), NewCustomer("", "", " ", world.HASH, offline_buyer=True)):
        with refused(Invalid, "Enter an e-mail address or a mobile number", "email"):
            added(new)


def test_who_may_not_create_customers_is_refused():
    with refused(NotPermitted, "Your role (Viewer) may not create customers."):
        add_customer(NewCustomer("zoe@new.example"), by=world.staff(Role.VIEWER), shop=SHOP)
    with refused(Taken, "Kate Wong already has an account", "email"):
        added(NewCustomer("KATE.WONG@mail.example"))
