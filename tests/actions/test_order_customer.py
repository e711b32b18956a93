"""Edit order customer: the snapshot of one order changes, and nothing else of anybody."""

import json
from dataclasses import replace

import pytest

from dashboard.actions.once import Submission
from dashboard.actions.order_customer import OrderCustomer, order_customer
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Stale, WrongState
from dashboard.database import writing
from tests import world
from tests.actions.test_change import broken, log, refused, spent
from tests.actions.test_reassign import contact, document, give, said
from tests.actions.test_undo import take_back

KEY, OTHER = Submission("o" * 32, "d" * 64), Submission("o" * 32, "e" * 64)


def as_it_is(code=world.PAID):
    """What the form holds before anything is typed."""
    order = world.order(code)
    addresses = (order.shipping_address or {}, order.billing_address or {})
    return OrderCustomer(order.customer_name, order.customer_email or "", order.customer_phone or "", *addresses)


def save(code=world.PAID, by=None, once=None, seen=None, **typed):
    """Edit as Sofia of support would."""
    new = replace(as_it_is(code), **typed)
    return order_customer(code, new, by=by or world.staff(Role.SUPPORT), region="DE", seen=seen, once=once)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("R8", "R9", "R11")
def test_the_snapshot_its_keys_and_the_document_follow_and_nothing_else_does():
    order = world.order(world.PAID)
    owner, account, version = order.owner.name, world.customer(world.CHLOE).version, order.version
    result = save(name="Chloë Marsh", email="Chloe.Marsh@MAIL.example", phone="0151 2345 6780", seen=version)
    assert contact(world.PAID) == (
        "Chloë Marsh", "Chloe.Marsh@MAIL.example", "chloe.marsh@mail.example", "0151 2345 6780", "+4915123456780",
    )  # fmt: skip
    assert (world.order(world.PAID).owner.name, world.customer(world.CHLOE).version) == (owner, account)
    assert (spent(world.CHLOE), world.order(world.PAID).version) == ({"EUR": (9000, 2)}, version + 1)
    assert {"chloe marsh", "chloe.marsh@mail.example", "+4915123456780 015123456780"} <= set(document(world.PAID))
    assert said(world.PAID) == (
        "Sofia Lund edited the order customer: name Chloe → Chloë Marsh, e-mail chloe@mail.example → "
        "Chloe.Marsh@MAIL.example, phone +49 151 2345 6789 → 0151 2345 6780"
    )
    assert result["undo"] == version
    assert broken() == []


@pytest.mark.feature("R8")
def test_addresses_are_told_part_by_part():
    home = dict(world.order(world.PAID).shipping_address)
    save(shipping={**home, "postcode": "22765", "country": "FR"}, billing={})
    order = world.order(world.PAID)
    assert (order.shipping_address, order.billing_address) == ({**home, "postcode": "22765", "country": "FR"}, None)
    told = said(world.PAID).partition("customer: ")[2]
    assert told.startswith("delivery postcode 22763 → 22765, delivery country Germany → France, billing address Chloe")
    take_back(world.PAID, verb="order_customer_edited")
    assert (world.order(world.PAID).shipping_address, world.order(world.PAID).billing_address) == (home, home)


@pytest.mark.feature("R8")
def test_undo_brings_all_of_it_back():
    before, words = contact(world.PAID), document(world.PAID)
    seq = save(name="", email="", phone="")["undo"]
    assert contact(world.PAID) == ("", None, None, None, None)
    take_back(world.PAID, seq, "order_customer_edited")
    assert (contact(world.PAID), document(world.PAID)) == (before, words)
    assert said(world.PAID).startswith("Milan Sommer took back an edit of the order customer: name none → Chloe")
    with refused(WrongState, "This was taken back already."):
        take_back(world.PAID, seq, "order_customer_edited")


def test_undo_is_refused_once_the_contact_is_another():
    first = save(name="Chloë")["undo"]
    changed = give(world.PAID, world.KATE, replace_contact=True)["undo"]
    with refused(WrongState, "Nothing was taken back, since this came after: Sofia Lund changed the customer"):
        take_back(world.PAID, first, "order_customer_edited")
    save(phone="0151 2345 6780")
    with refused(WrongState, "Nothing was taken back, since this came after: Sofia Lund edited the order customer"):
        take_back(world.PAID, changed, "customer_changed")


def test_an_edit_of_something_else_does_not_stand_in_the_way():
    first = save(name="Chloë")["undo"]
    save(phone="0151 2345 6780")
    take_back(world.PAID, first, "order_customer_edited")
    assert contact(world.PAID)[0] == "Chloe"
    assert contact(world.PAID)[4] == "+4915123456780"


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"email": "no address"}, "email", "“no address” is no e-mail address."),
        ({"email": "a@b.example\nBcc: c@d.example"}, "email", "“a@b.example"),
        ({"phone": "12"}, "phone", "“12” is no phone number."),
        ({"name": "x" * 201}, "name", "Use 200 characters at most."),
        ({"shipping": {"country": "Atlantis"}}, "shipping_country", "Choose a country from the list."),
        ({"billing": {"city": "x" * 201}}, "billing_city", "Use 200 characters at most."),
        ({}, None, "Nothing differs from what the order has."),
        ({"name": " Chloe ", "email": "chloe@mail.example "}, None, "Nothing differs"),
    ],
)
def test_what_cannot_be_saved(typed, field, sentence):
    with refused(Invalid, sentence, field):
        save(once=KEY, **typed)


def test_what_an_import_brought_stays_as_long_as_nobody_touches_it():
    with writing():
        order = world.order(world.PAID)
        order.customer_email, order.customer_email_key, order.customer_phone = "not an address", None, "call me"
    save(name="Chloë")
    assert contact(world.PAID)[1:4] == ("not an address", None, "call me")


def test_who_may_and_when():
    for role in (Role.FULFILMENT, Role.VIEWER):
        with refused(NotPermitted, f"Your role ({role.label}) may not use “Edit order customer”."):
            save(by=world.staff(role), name="x", once=KEY)
    for code in (world.ARCHIVED, world.RETURNED_TO_CART):
        with refused(WrongState, "This order "):
            save(code, name="x", once=KEY)
    save(world.CANCELED, name="Kate")


def test_stale_and_twice():
    seen = world.order(world.PAID).version
    first = save(name="Chloë", seen=seen, once=KEY)
    with refused(Replayed) as caught:
        save(name="Chloë", seen=seen, once=KEY)
    assert caught.value.result == first
    with refused(KeyReused):
        save(name="Zoë", once=OTHER)
    with refused(Stale, "This order was changed meanwhile."):
        save(name="Zoë", seen=seen, once=Submission("p" * 32, "d" * 64))
    assert json.loads(log(world.PAID)[-1].text)["after"] == {"customer_name": "Chloë"}
