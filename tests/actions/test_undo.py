"""Undo: the reverse of a reassign as a new line of the log, where the order is still as that one left it."""

from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from dashboard.actions.create_customer import NewCustomer
from dashboard.actions.link import link
from dashboard.actions.once import Submission
from dashboard.actions.undo import undo
from dashboard.actions.unlink import unlink
from dashboard.core.person import Person, Role
from dashboard.core.refusals import KeyReused, NotPermitted, Refused, Replayed, Vanished, WrongState
from dashboard.core.statuses import OrderState
from dashboard.core.undoing import UNDOABLE
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Activity, CustomerSpend, Message, Order
from tests import world
from tests.actions.test_change import broken, log, refused, spent, touch
from tests.actions.test_place import canceled, placed
from tests.actions.test_reassign import SHOP, contact, document, edit, give, letters, said

KEY, OTHER = Submission("u" * 32, "d" * 64), Submission("u" * 32, "e" * 64)


def take_back(code, seq=None, verb="reassigned", by=None, **options):
    """Undo as Milan the manager would: the last line of the log, or line `seq`."""
    return undo(code, seq or log(code)[-1].seq, verb, by=by or world.staff(Role.MANAGER), **options)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("R5", "R7")
def test_owner_spends_and_document_are_as_before_and_the_log_says_so():
    found, version = document(world.PAID), world.order(world.PAID).version
    given = give(world.PAID, world.KATE)
    result = take_back(world.PAID, given["undo"])
    order, chloe = world.order(world.PAID), world.customer(world.CHLOE)
    assert (order.owner.name, order.version, document(world.PAID)) == (world.CHLOE, version + 2, found)
    assert (spent(world.CHLOE), spent(world.KATE)) == ({"EUR": (9000, 2)}, {"EUR": (800, 2)})
    assert said(world.PAID) == "Milan Sommer took back the move to Kate Wong: the owner is Chloe Lee again"
    back = {"id": chloe.id, "name": "Chloe Lee"}
    assert result == {"code": "OD-1", "verb": "reassigned", "owner": back, "tag": None, "dropped": False}
    line = log(world.PAID)[-1]
    assert (line.from_customer_id, line.to_customer_id) == (world.customer(world.KATE).id, chloe.id)
    assert broken() == []


def test_a_guest_order_is_one_again():
    give(world.GUEST, world.KATE)
    assert take_back(world.GUEST)["owner"] is None
    assert (world.order(world.GUEST).account_id, spent(world.KATE)) == (None, {"EUR": (800, 2)})
    assert said(world.GUEST).endswith("the owner is nobody (guest order) again")


@pytest.mark.feature("U6")
def test_the_contact_comes_back_with_the_owner():
    snapshot, found = contact(world.PAID), document(world.PAID)
    give(world.PAID, world.KATE, replace_contact=True)
    take_back(world.PAID, verb="customer_changed")
    assert (contact(world.PAID), document(world.PAID)) == (snapshot, found)
    assert broken() == []


def test_a_contact_that_was_not_replaced_stays_as_it_is_now():
    give(world.PAID, world.KATE)
    with writing():
        world.order(world.PAID).customer_name = "Chloë"
    take_back(world.PAID)
    assert world.order(world.PAID).customer_name == "Chloë"


@pytest.mark.feature("R6")
def test_a_letter_still_held_is_dropped_and_no_other():
    give(world.TWO_BOXES, world.KATE, notify=True)
    give(world.PAID, world.KATE, notify=True)
    assert take_back(world.PAID)["dropped"] is True
    assert [letter[3] for letter in letters()] == ["held", "dropped"]


def test_a_letter_on_its_way_is_left_alone():
    on_its_way = {world.PAID: "sending", world.TWO_BOXES: "sent", world.GUEST: "failed"}
    for code, state in on_its_way.items():
        give(code, world.KATE, notify=True)
        with writing() as session:
            session.execute(
                update(Message)
                .where(Message.order_id == world.order(code).id)
                .values(state=state, leased_by="a sender" if state == "sending" else None)
            )
        assert take_back(code)["dropped"] is False
    assert [letter[3] for letter in letters()] == list(on_its_way.values())
    assert world.order(world.PAID).owner.name == world.CHLOE


def test_an_account_made_by_the_reassign_stays_with_its_link():
    give(world.PAID, NewCustomer("zoe@new.example"), notify=True)
    assert take_back(world.PAID)["dropped"] is True
    assert spent("zoe@new.example") == {}
    assert [(letter[0], letter[3]) for letter in letters()] == [("set_password", "held"), ("reassigned", "dropped")]


def test_canceled_and_test_orders_come_back_and_count_nowhere():
    canceled("SH-1", owner=world.CHLOE, total=900, paid=900)
    placed("TEST-7", owner=world.CHLOE, total=900, paid=900, is_test=True)
    for code in ("SH-1", "TEST-7"):
        give(code, world.KATE)
        take_back(code)
        assert world.order(code).owner.name == world.CHLOE
    assert (spent(world.CHLOE), spent(world.KATE)) == ({"EUR": (9000, 2)}, {"EUR": (800, 2)})


def test_what_came_after_is_named():
    first = give(world.PAID, world.KATE)["undo"]
    touch(world.PAID, "note_added")
    give(world.PAID, world.KENJI, replace_contact=True)
    with refused(
        WrongState,
        "Nothing was taken back, since this came after: Sofia Lund changed the customer from Kate Wong to Kenji",
    ):
        take_back(world.PAID, first, once=KEY)


def test_notes_and_payments_that_came_after_do_not_matter():
    first = give(world.PAID, world.KATE)["undo"]
    touch(world.PAID, "note_added")
    touch(world.PAID, "paid", amount="1.00 EUR")
    take_back(world.PAID, first)
    assert world.order(world.PAID).owner.name == world.CHLOE


def test_a_contact_edited_since_is_not_overwritten():
    give(world.PAID, world.KATE, replace_contact=True)
    with writing():
        world.order(world.PAID).customer_name = "Kate Miller"
    with refused(WrongState, "Nothing was taken back: the order is no longer as it was left."):
        take_back(world.PAID, verb="customer_changed")


def test_the_same_line_is_taken_back_once():
    first = give(world.PAID, world.KATE)["undo"]
    take_back(world.PAID, first)
    with refused(WrongState, "This was taken back already."):
        take_back(world.PAID, first)


def test_moves_are_taken_back_one_after_the_other():
    first = give(world.PAID, world.KATE)["undo"]
    second = give(world.PAID, world.KENJI)["undo"]
    assert take_back(world.PAID, second)["owner"]["name"] == world.KATE
    assert take_back(world.PAID, first)["owner"]["name"] == world.CHLOE
    with refused(WrongState, "This was taken back already."):
        take_back(world.PAID, second)


def test_a_double_submit_has_one_effect():
    seq = give(world.PAID, world.KATE)["undo"]
    first = take_back(world.PAID, seq, once=KEY)
    with refused(Replayed) as caught:
        take_back(world.PAID, seq, once=KEY)
    assert caught.value.result == first
    with refused(KeyReused):
        take_back(world.PAID, seq, once=OTHER)


def test_a_refused_attempt_leaves_its_key_free():
    first = give(world.PAID, world.KATE)["undo"]
    last = give(world.PAID, world.KENJI)["undo"]
    with refused(WrongState):
        take_back(world.PAID, first, once=KEY)
    take_back(world.PAID, last, once=OTHER)
    assert world.order(world.PAID).owner.name == world.KATE


@pytest.mark.feature("R10")
def test_who_may():
    give(world.PAID, world.KATE)
    for role in (Role.FULFILMENT, Role.VIEWER):
        with refused(
            NotPermitted, f"Your role ({role.label}) may not use “Reassign order”. Ask the owner or the manager"
        ):
            take_back(world.PAID, by=world.staff(role), once=KEY)
    with refused(NotPermitted, "Only the desk’s staff may use “Reassign order”."):
        take_back(world.PAID, by=Person("buyer", world.customer(world.CHLOE).id, world.CHLOE))
    for role in (Role.OWNER, Role.MANAGER, Role.SUPPORT):
        assert take_back(world.PAID, by=world.staff(role))["owner"]["name"] == world.CHLOE
        give(world.PAID, world.KATE)


def test_the_guards_are_those_of_the_verb():
    placed("SH-1", owner=world.CHLOE, total=900)
    seq = give("SH-1", world.KATE)["undo"]
    for columns, sentence in (
        ({"archived_at": now()}, "This order is archived. Unarchive it first."),
        ({"state": OrderState.RETURNED_TO_CART}, "This order was returned to the buyer’s cart"),
    ):
        with writing() as session:
            session.execute(update(Order).where(Order.code == "SH-1").values(columns))
        with refused(WrongState, sentence):
            take_back("SH-1", seq, once=KEY)


def test_an_owner_who_can_own_nothing_any_more():
    give(world.PAID, world.KATE)
    for closed in (
        {"deactivated_at": now()},
        {"erased_at": now(), "deactivated_at": None},
        {"merged_into_id": world.customer(world.KENJI).id, "erased_at": None},
    ):
        edit(world.CHLOE, **closed)
        with refused(WrongState, "Chloe Lee’s account can own no orders any more. Reassign OD-1 to another one."):
            take_back(world.PAID, once=KEY)


def test_a_closed_new_owner_does_not_keep_the_order():
    give(world.PAID, world.KATE)
    edit(world.KATE, deactivated_at=now())
    assert take_back(world.PAID)["owner"]["name"] == world.CHLOE


def test_a_line_that_is_not_there():
    seq = give(world.PAID, world.KATE)["undo"]
    for number, verb in ((seq + 1, "reassigned"), (1, "reassigned"), (seq, "customer_changed")):
        with refused(Vanished, "There is nothing to take back here any more."):
            take_back(world.PAID, number, verb, once=KEY)
    with refused(Vanished, "There is no order OD-999 any more."):
        take_back("OD-999", 1, once=KEY)
    with refused(Vanished, "There is nothing to take back here any more."):
        take_back(world.TWO_BOXES, seq, once=KEY)  # a line of another order


def test_an_erased_line_cannot_be_taken_back():
    give(world.PAID, world.KATE)
    with writing() as session:
        line = Activity.id == log(world.PAID)[-1].id
        session.execute(update(Activity).where(line).values(text=None, salt=None))
    with refused(Vanished, "There is nothing to take back here any more."):
        take_back(world.PAID, once=KEY)


def sums() -> Counter[str]:
    """Stored spend of all accounts, and what counted guest orders hold, by currency."""
    found: Counter[str] = Counter()
    for row in db.session.scalars(select(CustomerSpend)):
        found[row.currency] += row.amount
    for order in db.session.scalars(select(Order).filter_by(account_id=None, state=OrderState.OPEN, is_test=False)):
        found[order.currency] += order.paid - order.refunded
    return found


CODES = (world.PAID, world.TWO_BOXES, world.GUEST, world.ARCHIVED, world.REFUNDED, "SH-1", "SH-2", "TEST-7")
NAMES = (world.CHLOE, world.KATE, world.KENJI, world.OFFLINE)
GIVE = st.tuples(st.sampled_from(CODES), st.sampled_from(NAMES), st.booleans())
UNDO = st.tuples(st.sampled_from(CODES), st.integers(1, 8))
LINK = st.tuples(st.sampled_from(CODES), st.sampled_from(NAMES), st.just("link"))
UNLINK = st.tuples(st.sampled_from(CODES))


@pytest.fixture
def some_of_all_kinds(at_the_desk):
    placed("SH-1", owner=world.KATE, total=12000, paid=12000, currency="JPY")
    placed("TEST-7", owner=world.KATE, total=700, paid=700, is_test=True)
    canceled("SH-2", owner=world.KATE, total=500, paid=500)


# Each example goes on from where the one before it ended.
@pytest.mark.feature("R5", "R13")
@settings(max_examples=8, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(GIVE | UNDO | LINK | UNLINK, min_size=3, max_size=10))
def test_no_sequence_of_moves_changes_the_sum_of_all(some_of_all_kinds, steps):
    before = sums()
    for step in steps:
        with suppress(Refused):
            move(*step)
        assert sums() == before
    assert broken() == []


def move(code, to=None, replace=False):
    """Give or link the order to the account of this name, unlink it, or take back the line of this number."""
    if to is None:
        unlink(code, by=world.staff(Role.SUPPORT))
    elif replace == "link":
        link(code, world.customer(to).id, by=world.staff(Role.SUPPORT), shop=SHOP)
    elif isinstance(to, str):
        give(code, to, replace_contact=replace)
    elif (line := dict(enumerate(log(code), 1)).get(to)) and line.verb in UNDOABLE:
        take_back(code, to, line.verb)
