"""Edit details: the account and what it is found by change, orders keep what was given, the log tells old and new."""

import pytest

from dashboard.actions import reindex_owned
from dashboard.actions.create_customer import Taken
from dashboard.actions.edit_customer import Details, edit_customer
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import CustomerDoc, Reindexing
from tests import world
from tests.actions.accounts import open_link, open_links, told
from tests.actions.test_change import broken, refused
from tests.actions.test_place import placed
from tests.actions.test_reassign import contact, document

MARSH = Details("Chloe Marsh", "chloe@marsh.example", "0151 765 4321")


def edited(name, details, **given):
    number = world.customer(name).id
    return edit_customer(number, details, by=world.staff(Role.SUPPORT), region="DE", **given)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("R11", "L6")
def test_the_account_its_document_and_its_orders_follow_and_the_order_customer_stays():
    before = contact(world.PAID)
    assert edited(world.CHLOE, MARSH) == {"name": "Chloe Marsh", "later": False}
    chloe = world.customer("Chloe Marsh")
    assert (chloe.name_key, chloe.email_key, chloe.phone_key) == ("chloe marsh", MARSH.email, "+491517654321")
    assert told("Chloe Marsh")[-1] == (
        "Sofia Lund changed name from Chloe Lee to Chloe Marsh; e-mail from chloe.lee@mail.example to "
        "chloe@marsh.example; phone from +49 151 2345 6789 to 0151 765 4321"
    )
    assert "chloe marsh\nchloe@marsh.example" in db.session.get(CustomerDoc, chloe.id).doc
    for code in (world.PAID, world.TWO_BOXES):
        assert {"chloe marsh", "chloe@marsh.example"} <= set(document(code))
    assert contact(world.PAID) == before
    assert broken() == []


def test_links_to_the_old_address_end_and_others_stay():
    open_link(world.CHLOE)
    edited(world.CHLOE, Details("Chloe M.", world.CHLOE_EMAIL.upper(), "+49 151 2345 6789"))
    assert open_links("Chloe M.") == 1  # the same address in another spelling
    edited("Chloe M.", Details("Chloe M.", "new@mail.example", ""))
    assert open_links("Chloe M.") == 0


@pytest.mark.feature("R12")
def test_a_new_number_counts_once_it_is_verified():
    edited(world.KENJI, Details("Kenji W.", "", world.KENJI_PHONE))
    assert world.customer("Kenji W.").phone_verified_at
    edited("Kenji W.", Details("Kenji W.", "", "+81 90 9999 5678"))
    assert world.customer("Kenji W.").phone_verified_at is None


REFUSED = {
    "no name": (Details(" ", world.KATE_EMAIL, ""), "Enter the customer’s name.", "name"),
    "long name": (Details("x" * 201, world.KATE_EMAIL, ""), "Use 200 characters at most.", "name"),
    "no address": (Details("Kate", "kate@", ""), "“kate@” is no e-mail address.", "email"),
    "no number": (Details("Kate", world.KATE_EMAIL, "12"), "“12” is no phone number.", "phone"),
    "unreachable": (Details("Kate", "", ""), "Keep an e-mail address or a number", "email"),
    "nothing": (Details(world.KATE, world.KATE_EMAIL, ""), "These are the details that the account has.", None),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_beside_its_field(case):
    details, sentence, field = REFUSED[case]
    with refused(Invalid, sentence, field):
        edited(world.KATE, details)


def test_what_another_account_has_is_refused_and_says_whose():
    with refused(Taken, "Chloe Lee already has an account with this e-mail address.", "email") as caught:
        edited(world.KATE, Details("Kate", "CHLOE.lee@mail.example", ""))
    assert caught.value.customer_id == world.customer(world.CHLOE).id
    with refused(Taken, "Kenji Watanabe already has an account with this number.", "phone"):
        edited(world.KATE, Details("Kate", world.KATE_EMAIL, world.KENJI_PHONE))


def test_an_offline_buyer_needs_no_contact():
    edited(world.OFFLINE, Details("Tomás", "", ""))
    assert world.customer("Tomás").email_key is None


def test_many_orders_follow_in_steps(monkeypatch):
    monkeypatch.setattr(reindex_owned, "STEP", 2)
    for at in range(3):
        placed(f"OD-9{at}", owner=world.CHLOE)
    assert edited(world.CHLOE, MARSH)["later"]
    found = [code for code in ("OD-92", "OD-91", "OD-90", world.TWO_BOXES) if "chloe marsh" in document(code)]
    assert found == ["OD-92", "OD-91"]
    assert broken() == []  # what is under way is nothing broken
    steps = [reindex_owned.reindex_owned() for _ in range(3)]
    assert (steps, reindex_owned.reindex_owned()) == ([False, True, True], True)
    assert "chloe marsh" in document(world.PAID)
    assert db.session.get(Reindexing, world.customer("Chloe Marsh").id) is None
    assert broken() == []


def test_another_edit_meanwhile_begins_with_the_newest_again(monkeypatch):
    monkeypatch.setattr(reindex_owned, "STEP", 1)
    edited(world.CHLOE, MARSH)
    edited("Chloe Marsh", Details("Chloe Lee", world.CHLOE_EMAIL, ""))
    while not reindex_owned.reindex_owned():
        pass
    assert {"chloe lee"} <= set(document(world.PAID)) & set(document(world.TWO_BOXES))
    assert broken() == []


def test_a_deactivated_account_can_be_edited():
    with writing():
        world.customer(world.KATE).deactivated_at = now()
    edited(world.KATE, Details("Kate W.", world.KATE_EMAIL, ""))
    assert not world.customer("Kate W.").can_own
