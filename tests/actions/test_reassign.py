"""Reassign: the order, its money, its log, its search document and its letter move together, or nothing does."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from dashboard.actions.create_customer import NewCustomer
from dashboard.actions.once import Submission
from dashboard.actions.reassign import CONTACT, NewOwner, reassign
from dashboard.core.person import COMMAND, Person, Role
from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Replayed, Stale, Vanished, WrongState
from dashboard.core.sentences import plain
from dashboard.core.statuses import Route
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.letters.shop import Shop
from dashboard.models import Customer, Message, OrderDoc
from tests import world
from tests.actions.test_change import broken, log, refused, rows, spent, touch
from tests.actions.test_place import canceled, placed

KEY, OTHER = Submission("k" * 32, "d" * 64), Submission("k" * 32, "e" * 64)
SHOP = Shop("Quay & Quill", "", "DE", "Europe/Berlin", "https://desk.example", timedelta(minutes=1))


def give(code: str, to: str | int | NewCustomer | None, by: Person | None = None, **options: Any) -> dict[str, Any]:
    """Reassign as Sofia of support would: to an account by name or id, or to a new one."""
    if isinstance(to, NewCustomer):
        owner = NewOwner(new=to)
    else:
        owner = NewOwner(world.customer(to).id if isinstance(to, str) else to)
    return reassign(code, owner, by=by or world.staff(Role.SUPPORT), shop=SHOP, **options)


def contact(code: str) -> tuple[str | None, ...]:
    """The order customer as the order has it."""
    order = world.order(code)
    return tuple(getattr(order, name) for name in CONTACT)


def document(code: str) -> list[str]:
    """The order's search document, line by line."""
    return db.session.scalar(select(OrderDoc.doc).filter_by(order_id=world.order(code).id)).split("\n")


def letters() -> list[tuple[str, str, str, str]]:
    """What waits in the outbox: event, way, recipient and state."""
    query = select(Message.event, Message.way, Message.recipient, Message.state).order_by(Message.id)
    return [tuple(row) for row in db.session.execute(query)]


def said(code: str) -> str:
    """The last sentence of the order's log."""
    line = log(code)[-1]
    return plain(line.verb, line.actor_name, json.loads(line.text))


def edit(account: str, **columns: Any) -> int:
    """Change columns of an account, as verbs to come will; its id."""
    with writing():
        customer = world.customer(account)
        for column, value in columns.items():
            setattr(customer, column, value)
        return customer.id


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


@pytest.mark.feature("R5", "R7", "R13")
def test_order_money_log_and_document_move_together():
    before, snapshot, version = world.order(world.PAID).account_id, contact(world.PAID), world.order(world.PAID).version
    result = give(world.PAID, world.KATE, seen=version)
    order, kate = world.order(world.PAID), world.customer(world.KATE)
    assert (order.owner.name, order.version, contact(world.PAID)) == (world.KATE, version + 1, snapshot)
    assert (spent(world.CHLOE), spent(world.KATE)) == ({"EUR": (5000, 1)}, {"EUR": (4800, 3)})
    line = log(world.PAID)[-1]
    assert (line.verb, line.actor_name, line.from_customer_id, line.to_customer_id) == (
        "reassigned", "Sofia Lund", before, kate.id,
    )  # fmt: skip
    assert said(world.PAID) == "Sofia Lund reassigned this order from Chloe Lee to Kate Wong"
    assert "kate wong" in document(world.PAID)
    assert world.CHLOE_EMAIL not in document(world.PAID)
    assert result == {
        "code": "OD-1", "owner": {"id": kate.id, "name": "Kate Wong"}, "moved": "40.00 EUR", "letter_to": None,
        "farewell_to": None,
        "undo": line.seq, "version": version + 1,
    }  # fmt: skip
    assert broken() == []


@pytest.mark.feature("R7")
def test_names_in_the_log_stay_as_they_were():
    give(world.PAID, world.KATE)
    edit(world.KATE, name="Kate Miller")
    assert said(world.PAID) == "Sofia Lund reassigned this order from Chloe Lee to Kate Wong"


@pytest.mark.feature("R5")
def test_each_currency_moves_by_itself():
    placed("SH-1", owner=world.CHLOE, total=12000, paid=12000, currency="JPY")
    assert give("SH-1", world.KATE)["moved"] == "12,000 JPY"
    assert spent(world.CHLOE) == {"EUR": (9000, 2)}
    assert spent(world.KATE) == {"EUR": (800, 2), "JPY": (12000, 1)}


@pytest.mark.feature("R5")
def test_what_was_refunded_does_not_move():
    assert give(world.REFUNDED, world.KENJI)["moved"] == "14.00 EUR"
    assert (spent(world.OFFLINE), spent(world.KENJI)) == ({}, {"EUR": (1400, 1)})


@pytest.mark.feature("R14", "R13")
def test_a_guest_order_gets_its_first_owner():
    snapshot = contact(world.GUEST)
    give(world.GUEST, world.KATE)
    assert (spent(world.KATE), contact(world.GUEST)) == ({"EUR": (3600, 3)}, snapshot)
    assert said(world.GUEST) == "Sofia Lund reassigned this order from nobody (guest order) to Kate Wong"
    assert log(world.GUEST)[-1].from_customer_id is None
    assert broken() == []


@pytest.mark.feature("T8")
def test_the_route_does_not_matter():
    for number, route in enumerate(Route):
        placed(f"SH-{number}", owner=world.CHLOE, total=100, paid=100, route=route)
        give(f"SH-{number}", world.KENJI)
    assert spent(world.KENJI) == {"EUR": (100 * len(Route), len(Route))}


@pytest.mark.feature("R6")
def test_one_letter_if_chosen_and_none_if_not():
    assert give(world.PAID, world.KATE, notify=True)["letter_to"] == world.KATE_EMAIL
    assert letters() == [("reassigned", "email", world.KATE_EMAIL, "held")]
    message = db.session.scalars(select(Message)).one()
    assert message.activity_id == log(world.PAID)[-1].id
    assert (message.order_id, message.customer_id) == (world.order(world.PAID).id, world.customer(world.KATE).id)
    assert give(world.TWO_BOXES, world.KATE, notify=False)["letter_to"] is None
    assert rows(Message) == 1


@pytest.mark.feature("R6", "R12")
def test_an_account_without_e_mail_gets_a_text():
    assert give(world.PAID, world.KENJI, notify=True)["letter_to"] == world.KENJI_PHONE
    assert letters() == [("reassigned", "sms", world.KENJI_PHONE, "held")]


def test_an_account_without_any_address_gets_nothing():
    edit(world.KENJI, phone=None, phone_key=None, phone_verified_at=None)
    assert give(world.PAID, world.KENJI, notify=True)["letter_to"] is None
    assert letters() == []


def test_a_test_order_writes_to_nobody_and_counts_nowhere():
    placed("TEST-7", owner=world.CHLOE, total=900, paid=900, is_test=True)
    result = give("TEST-7", world.KATE, notify=True)
    assert (result["letter_to"], result["moved"]) == (None, "0.00 EUR")
    assert (spent(world.CHLOE), spent(world.KATE)) == ({"EUR": (9000, 2)}, {"EUR": (800, 2)})
    assert world.order("TEST-7").owner.name == world.KATE
    assert letters() == []


def test_a_canceled_order_moves_but_counts_nothing():
    canceled("SH-1", owner=world.CHLOE, total=900, paid=900)
    assert give("SH-1", world.KATE)["moved"] == "0.00 EUR"
    assert (spent(world.CHLOE), spent(world.KATE)) == ({"EUR": (9000, 2)}, {"EUR": (800, 2)})
    assert world.order("SH-1").owner.name == world.KATE


@pytest.mark.feature("U6")
def test_change_customer_replaces_the_contact_too():
    before = dict(zip(CONTACT, contact(world.PAID), strict=True))
    addresses = world.order(world.PAID).shipping_address, world.order(world.PAID).billing_address
    give(world.PAID, world.KATE, replace_contact=True)
    assert contact(world.PAID) == (world.KATE, world.KATE_EMAIL, world.KATE_EMAIL, None, None)
    assert (world.order(world.PAID).shipping_address, world.order(world.PAID).billing_address) == addresses
    assert said(world.PAID) == "Sofia Lund changed the customer from Chloe Lee to Kate Wong"
    text = json.loads(log(world.PAID)[-1].text)
    assert (text["contact_before"], text["contact_after"]["customer_name"]) == (before, world.KATE)
    assert "chloe" not in " ".join(document(world.PAID)[:7])  # the addresses stay
    assert spent(world.KATE) == {"EUR": (4800, 3)}
    assert broken() == []


@pytest.mark.feature("R10")
@pytest.mark.parametrize("change_customer", [False, True])
def test_who_may(change_customer):
    for role in (Role.FULFILMENT, Role.VIEWER):
        with refused(NotPermitted, f"Your role ({role.label}) may not use "):
            give(world.PAID, world.KATE, world.staff(role), replace_contact=change_customer, once=KEY)
    chloe = Person("buyer", world.customer(world.CHLOE).id, world.CHLOE)
    with refused(NotPermitted, "Only the desk’s staff may use "):
        give(world.PAID, world.KATE, chloe, replace_contact=change_customer, once=KEY)
    for role, to in ((Role.OWNER, world.KATE), (Role.MANAGER, world.CHLOE), (Role.SUPPORT, world.KATE)):
        give(world.PAID, to, world.staff(role), replace_contact=change_customer)
        assert (world.order(world.PAID).owner.name, log(world.PAID)[-1].actor_name) == (to, world.COLLEAGUES[role])


def test_the_wrong_state():
    for code, sentence in (
        (world.RETURNED_TO_CART, "This order was returned to the buyer’s cart; it can only be archived and tagged."),
        (world.ARCHIVED, "This order is archived. Unarchive it first."),
    ):
        for change_customer in (False, True):
            with refused(WrongState, sentence):
                give(code, world.CHLOE, replace_contact=change_customer, notify=True, once=KEY)


def test_a_stale_view_changes_nothing_and_tells_the_news():
    seen = world.order(world.PAID).version
    give(world.PAID, world.KATE, world.staff(Role.MANAGER))
    with refused(Stale, "This order was changed meanwhile.") as caught:
        give(world.PAID, world.KENJI, seen=seen, once=KEY, notify=True)
    (news,) = caught.value.news
    assert (news.actor, news.verb, news.at) == ("Milan Sommer", "reassigned", log(world.PAID)[-1].at)


def test_a_note_and_a_tag_make_nothing_stale():
    seen = world.order(world.PAID).version
    touch(world.PAID, "note_added")
    touch(world.PAID, "tagged", tag="gift")
    give(world.PAID, world.KATE, seen=seen)
    assert world.order(world.PAID).owner.name == world.KATE


def test_a_double_submit_has_one_effect_and_the_first_ones_result():
    seen = world.order(world.PAID).version
    first = give(world.PAID, world.KATE, seen=seen, once=KEY, notify=True)
    with refused(Replayed) as caught:
        give(world.PAID, world.KATE, seen=seen, once=KEY, notify=True)
    assert caught.value.result == first
    with refused(KeyReused, "This form was already submitted with other content."):
        give(world.PAID, world.KENJI, seen=seen, once=OTHER)


def test_a_refused_attempt_leaves_its_key_free_for_the_mended_form():
    with refused(Invalid, field="q"):
        give(world.PAID, world.CHLOE, once=KEY)
    give(world.PAID, world.KATE, once=OTHER)
    assert world.order(world.PAID).owner.name == world.KATE


def test_the_same_owner():
    with refused(Invalid, "OD-1 already belongs to Chloe Lee. Choose another customer.", "q"):
        give(world.PAID, world.CHLOE, notify=True, once=KEY)
    with refused(Invalid, "OD-1 already belongs to Chloe Lee.", "q"):
        give(world.PAID, world.CHLOE, replace_contact=True, once=KEY)


def test_nobody_chosen():
    with refused(Invalid, "Choose the customer who shall own this order.", "q"):
        give(world.PAID, None, once=KEY)


def test_an_order_that_is_not_there():
    with refused(Vanished, "There is no order OD-999 any more."):
        give("OD-999", world.KATE, once=KEY)


def test_an_account_that_is_not_there():
    for number in (0, -1, db.session.scalar(select(func.max(Customer.id))) + 1, 10**18 - 1):
        with refused(Vanished, "That customer is gone. Choose another one.", "q"):
            give(world.PAID, number, once=KEY)


def test_a_closed_account():
    chloe, merged = world.customer(world.CHLOE).id, "Kenji Watanabe was merged into another account. Choose that one."
    closed = "Kenji Watanabe’s account is closed. Choose another one."
    for columns, sentence in (
        ({"deactivated_at": now()}, closed),
        ({"erased_at": now(), "deactivated_at": None}, closed),
        ({"merged_into_id": chloe, "erased_at": None}, merged),
    ):
        number = edit(world.KENJI, **columns)
        with refused(Vanished, sentence, "q"):
            give(world.PAID, number, notify=True, once=KEY)


def test_an_account_closed_while_the_form_was_open():
    """The session still has the account as it was: what counts is the row that was locked."""
    kenji = world.customer(world.KENJI)
    with db.engine.connect().execution_options(writes=True, postgresql_readonly=False) as elsewhere:
        elsewhere.execute(Customer.__table__.update().values(deactivated_at=now()).where(Customer.id == kenji.id))
        elsewhere.commit()
    assert kenji.can_own
    with refused(Vanished, "Kenji Watanabe’s account is closed.", "q"):
        give(world.PAID, kenji.id, by=COMMAND)
