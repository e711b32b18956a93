"""Link and unlink: a guest order gets its first owner, alone or with all of its guest, and is a guest order again."""

import json
from typing import Any

import pytest

from dashboard.actions.link import link, link_together
from dashboard.actions.once import Submission
from dashboard.actions.undo_lot import undo_lot
from dashboard.actions.unlink import unlink
from dashboard.core.person import Person, Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Message
from dashboard.models.guest_orders import guest_spend, other_guest_orders
from tests import world
from tests.actions.test_change import broken, log, refused, spent
from tests.actions.test_place import canceled, placed
from tests.actions.test_reassign import SHOP, contact, document, edit, give, letters, said
from tests.actions.test_undo import take_back

KEY, OTHER = Submission("l" * 32, "d" * 64), Submission("l" * 32, "e" * 64)
MAIL = {"customer_email": world.KATE_EMAIL, "customer_email_key": world.KATE_EMAIL}


def tie(code: str, to: str | int | None, by: Person | None = None, **options: Any) -> dict[str, Any]:
    """Link as Sofia of support would, to an account by name or id."""
    number = world.customer(to).id if isinstance(to, str) else to
    return link(code, number, by=by or world.staff(Role.SUPPORT), shop=SHOP, **options)


def loosen(code: str, by: Person | None = None, **options: Any) -> dict[str, Any]:
    """Unlink as Sofia would."""
    return unlink(code, by=by or world.staff(Role.SUPPORT), **options)


def tie_all(*codes: str, to: str = world.KATE, by: Person | None = None, **options: Any) -> dict[str, Any]:
    """Link these orders as one, as they are now."""
    seen = {code: world.order(code).version for code in codes}
    return link_together(seen, world.customer(to).id, by=by or world.staff(Role.SUPPORT), shop=SHOP, **options)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.fixture
def two_more(at_the_desk):
    """Two more guest orders with Kate's address: one in yen, one canceled."""
    placed("SH-1", total=12000, paid=12000, currency="JPY", **MAIL)
    canceled("SH-2", total=500, paid=500, **MAIL)


@pytest.mark.feature("L2", "L3", "R13", "R14")
def test_a_guest_order_gets_its_first_owner():
    snapshot, version = contact(world.GUEST), world.order(world.GUEST).version
    result = tie(world.GUEST, world.KATE, seen=version, notify=True)
    order, kate = world.order(world.GUEST), world.customer(world.KATE)
    assert (order.owner.name, order.version, contact(world.GUEST)) == (world.KATE, version + 1, snapshot)
    assert spent(world.KATE) == {"EUR": (3600, 3)}
    assert said(world.GUEST) == "Sofia Lund linked this guest order to Kate Wong"
    assert document(world.GUEST).count("kate.wong@mail.example") == 2  # the order customer's and the owner's
    line = log(world.GUEST)[-1]
    assert (line.from_customer_id, line.to_customer_id) == (None, kate.id)
    assert letters() == [("reassigned", "email", world.KATE_EMAIL, "held")]
    assert result == {
        "code": "OD-4", "count": 1, "owner": {"id": kate.id, "name": "Kate Wong"}, "moved": "28.00 EUR",
        "letter_to": world.KATE_EMAIL, "undo": line.seq, "version": version + 1,
    }  # fmt: skip
    assert broken() == []


@pytest.mark.feature("L2")
def test_unlinked_it_is_a_guest_order_again():
    snapshot, version = contact(world.PAID), world.order(world.PAID).version
    result = loosen(world.PAID, seen=version)
    assert (world.order(world.PAID).owner, contact(world.PAID)) == (None, snapshot)
    assert spent(world.CHLOE) == {"EUR": (5000, 1)}
    assert said(world.PAID) == "Sofia Lund unlinked this order from Chloe Lee: it is a guest order again"
    assert world.CHLOE_EMAIL not in document(world.PAID)
    assert (result["moved"], result["undo"], letters()) == ("40.00 EUR", version, [])
    assert broken() == []


@pytest.mark.feature("L2")
def test_both_are_taken_back():
    tie(world.GUEST, world.KATE, notify=True)
    result = take_back(world.GUEST, verb="linked")
    assert (world.order(world.GUEST).owner, spent(world.KATE)) == (None, {"EUR": (800, 2)})
    assert (result["dropped"], letters()[0][3]) == (True, "dropped")
    loosen(world.PAID)
    assert take_back(world.PAID, verb="unlinked")["owner"]["name"] == world.CHLOE
    assert spent(world.CHLOE) == {"EUR": (9000, 2)}
    assert broken() == []


def test_what_came_after_is_named():
    seq = tie(world.GUEST, world.KATE)["undo"]
    give(world.GUEST, world.KENJI)
    with refused(WrongState, "Nothing was taken back, since this came after: Sofia Lund reassigned this order from"):
        take_back(world.GUEST, seq, "linked")
    seq = loosen(world.PAID)["undo"]
    tie(world.PAID, world.KATE)
    with refused(WrongState, "Nothing was taken back, since this came after: Sofia Lund linked this guest order to"):
        take_back(world.PAID, seq, "unlinked")


@pytest.mark.feature("R10")
def test_who_may():
    for role in (Role.FULFILMENT, Role.VIEWER):
        with refused(NotPermitted, f"Your role ({role.label}) may not use “Link to customer account”."):
            tie(world.GUEST, world.KATE, world.staff(role), once=KEY)
        with refused(NotPermitted, f"Your role ({role.label}) may not use “Unlink”."):
            loosen(world.PAID, world.staff(role), once=KEY)
        with refused(NotPermitted, f"Your role ({role.label}) may not use “Link to customer account”."):
            tie_all(world.GUEST, by=world.staff(role), once=KEY)


def test_the_wrong_state():
    with refused(WrongState, "This order has an owner already. Reassign it instead."):
        tie(world.PAID, world.KATE, once=KEY)
    with refused(WrongState, "This is a guest order already."):
        loosen(world.GUEST, once=KEY)
    for code in (world.ARCHIVED, world.RETURNED_TO_CART):
        with refused(WrongState, "This order "):
            loosen(code, once=KEY)


def test_a_stale_view_changes_nothing():
    seen = world.order(world.GUEST).version
    tie(world.GUEST, world.KATE)
    take_back(world.GUEST, verb="linked")
    with refused(Stale, "This order was changed meanwhile."):
        tie(world.GUEST, world.KENJI, seen=seen, once=KEY)
    with refused(Stale):
        loosen(world.PAID, seen=999, once=KEY)


def test_a_double_submit_has_one_effect():
    for act in (lambda once: tie(world.GUEST, world.KATE, once=once), lambda once: loosen(world.GUEST, once=once)):
        key = Submission(f"{id(act):032}", "d" * 64)
        first = act(key)
        with refused(Replayed) as caught:
            act(key)
        assert caught.value.result == first
        with refused(KeyReused):
            act(Submission(key.key, "e" * 64))


def test_nobody_and_who_is_not_there():
    with refused(Invalid, "Choose the customer who shall own this order.", "q"):
        tie(world.GUEST, None)
    with refused(Vanished, "That customer is gone.", "q"):
        tie(world.GUEST, 10**18 - 1)
    kate = edit(world.KATE, deactivated_at=now())
    with refused(Vanished, "Kate Wong’s account is closed.", "q"):
        tie(world.GUEST, kate)
    with refused(Vanished, "There is no order OD-999 any more."):
        loosen("OD-999")


@pytest.mark.feature("L2", "L3")
def test_all_guest_orders_of_a_contact_at_once(two_more):
    others = [one.code for one in other_guest_orders(db.session(), world.order(world.GUEST))]
    assert sorted(others) == ["SH-1", "SH-2"]
    assert guest_spend(db.session(), world.order(world.GUEST)) == ({"EUR": 2800, "JPY": 12000}, 3)
    result = tie_all(world.GUEST, *others, notify=True, once=KEY)
    assert (result["count"], result["moved"]) == (3, "28.00 EUR and 12,000 JPY")
    assert spent(world.KATE) == {"EUR": (3600, 3), "JPY": (12000, 1)}
    assert {world.order(code).owner.name for code in (world.GUEST, *others)} == {world.KATE}
    assert letters() == [("linked", "email", world.KATE_EMAIL, "held")]
    letter = db.session.query(Message).one()
    assert letter.subject == "3 orders are now yours"
    assert all(code in letter.text and code in letter.html for code in (world.GUEST, *others))
    with refused(Replayed) as caught:
        tie_all(world.GUEST, *others, notify=True, once=KEY)
    assert caught.value.result == result
    with refused(KeyReused):
        tie_all(world.GUEST, *others, once=OTHER)
    assert broken() == []


def test_only_guest_orders_of_that_contact_that_can_be_linked_go_along(two_more):
    placed("SH-3", archived_at=now(), **MAIL)
    placed("SH-4", owner=world.KENJI, **MAIL)
    placed("SH-5", customer_email="kate@mail.example", customer_email_key="kate@mail.example")
    placed("SH-6", customer_phone_key="+819012345678")
    found = other_guest_orders(db.session(), world.order(world.GUEST))
    assert sorted(one.code for one in found) == ["SH-1", "SH-2"]
    assert [one.code for one in other_guest_orders(db.session(), world.order(world.GUEST_PHONE))] == ["SH-6"]
    placed("SH-7")
    placed("SH-8")
    assert other_guest_orders(db.session(), world.order("SH-7")) == []  # no contact: each stands alone


@pytest.mark.feature("L2")
def test_one_undo_takes_the_lot_back_but_for_what_moved_on(two_more):
    result = tie_all(world.GUEST, "SH-1", "SH-2", notify=True)
    give("SH-2", world.KENJI)
    seq, by = result["undo"], world.staff(Role.MANAGER)
    undone = undo_lot(world.GUEST, seq, by=by, once=KEY)
    assert (undone["taken"], undone["dropped"]) == ([world.GUEST, "SH-1"], True)
    assert list(undone["left"]) == ["SH-2"]
    assert "this came after: Sofia Lund reassigned this order" in undone["left"]["SH-2"]
    assert world.order("SH-2").owner.name == world.KENJI
    assert spent(world.KATE) == {"EUR": (800, 2)}
    with refused(Replayed):
        undo_lot(world.GUEST, seq, by=by, once=KEY)
    with refused(WrongState, "OD-4: This was taken back already."):
        undo_lot(world.GUEST, seq, by=by, once=Submission("m" * 32, "d" * 64))
    with refused(Vanished, "There is nothing to take back here any more."):
        undo_lot("SH-1", 1, by=by)
    with refused(NotPermitted):
        undo_lot(world.GUEST, seq, by=world.staff(Role.VIEWER))
    assert broken() == []


def test_each_order_of_a_lot_can_be_taken_back_by_itself(two_more):
    tie_all(world.GUEST, "SH-1")
    take_back("SH-1", verb="linked")
    assert (world.order("SH-1").owner, world.order(world.GUEST).owner.name) == (None, world.KATE)
    assert json.loads(log("SH-1")[-2].text)["lot"]["code"] == world.GUEST


def test_a_lot_is_linked_whole_or_not_at_all(two_more):
    tie("SH-1", world.KENJI)
    with refused(WrongState, "SH-1: This order has an owner already."):
        tie_all(world.GUEST, "SH-1", once=KEY)
    with refused(Stale, "SH-2 was changed meanwhile."):
        link_together(
            {world.GUEST: world.order(world.GUEST).version, "SH-2": 999}, world.customer(world.KATE).id,
            by=world.staff(Role.SUPPORT), shop=SHOP,
        )  # fmt: skip
    with refused(Vanished, "There is no order SH-9 any more."):
        link_together({"SH-9": 1}, 1, by=world.staff(Role.SUPPORT), shop=SHOP)


def test_a_lot_of_test_orders_writes_to_nobody():
    placed("TEST-8", is_test=True, **MAIL)
    placed("TEST-9", is_test=True, **MAIL)
    assert tie_all("TEST-8", "TEST-9", notify=True)["letter_to"] is None
    with writing() as session:
        assert session.query(Message).count() == 0
