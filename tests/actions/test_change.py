"""The one door: permission, key, version and guards before; statuses, spend, index and log after; all or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Table, func, select

from dashboard.actions.change import change
from dashboard.actions.once import Submission
from dashboard.actions.under_way import Unrecorded
from dashboard.checks.run import run
from dashboard.core.guards import Action
from dashboard.core.person import COMMAND, Person, Role
from dashboard.core.refusals import KeyReused, NotPermitted, Refused, Replayed, Stale, Vanished, WrongState
from dashboard.core.sentences import QUIET
from dashboard.core.statuses import FulfilmentStatus, OrderState, PaymentStatus
from dashboard.database import now
from dashboard.extensions import Model, db
from dashboard.models import Activity, CustomerSpend, Message, Once, Order, OrderDoc, Payment
from tests import world

KEY = Submission("k" * 32, "d" * 64)


def everything() -> dict[str, list[Any]]:
    """Every row of every table as the database has it, read on a connection of its own."""
    with db.engine.connect() as connection:
        return {
            table.name: connection.exec_driver_sql(f"SELECT * FROM {table.name} ORDER BY {key(table)}").all()
            for table in Model.metadata.tables.values()
        }


def key(table: Table) -> str:
    """The columns of a table's primary key."""
    return ", ".join(column.name for column in table.primary_key)


@contextmanager
def refused(kind: type[Refused] | type[Replayed], sentence: str = "", field: str | None = None) -> Iterator[Any]:
    """The block raises exactly this refusal, its sentence beginning so, beside this field; no row differs after it."""
    before = everything()
    with pytest.raises(kind) as caught:
        yield caught
    assert caught.type is kind
    assert str(caught.value).startswith(sentence)
    assert getattr(caught.value, "field", None) == field
    assert everything() == before


def log(code: str) -> list[Activity]:
    """The order's log, the first line first."""
    query = select(Activity).join(Order, Order.id == Activity.order_id).where(Order.code == code)
    return list(db.session.scalars(query.order_by(Activity.seq)))


def spent(name: str) -> dict[str, tuple[int, int]]:
    """An account's stored total spend: amount and number of orders by currency."""
    found = db.session.scalars(select(CustomerSpend).filter_by(customer_id=world.customer(name).id))
    return {row.currency: (row.amount, row.orders) for row in found}


def rows(model: type[Any]) -> int:
    """How many rows a table has."""
    return db.session.scalar(select(func.count()).select_from(model))


def broken() -> list[Any]:
    """What `check` finds: chains, versions, spend, search documents and all else."""
    return run(db.session()).broken


def touch(code: str, verb: str, by: Person = COMMAND, action: Action = Action.NOTE, **text: Any) -> None:
    """Somebody else does something to the order that is of no matter here but for its line in the log."""
    with change(code, action, by=by) as under_way:
        under_way.record(verb, **text)


@pytest.fixture(autouse=True)
def at_the_desk(app):
    with app.app_context():
        yield


def test_a_change_derives_statuses_sums_and_spend_and_adds_one_to_the_version():
    before = world.order(world.UNPAID).version
    with change(world.UNPAID, Action.RECORD_PAYMENT, by=world.staff(Role.MANAGER)) as under_way:
        under_way.order.payments.append(Payment(amount=1000))
        under_way.record("paid", amount="10.00 EUR")
    order = world.order(world.UNPAID)
    assert (order.payment_status, order.paid, order.version) == (PaymentStatus.PARTIALLY_PAID, 1000, before + 1)
    assert spent(world.KATE) == {"EUR": (1800, 2)}
    assert broken() == []


def test_closing_an_order_takes_it_out_of_its_owners_spend():
    with change(world.PAID, Action.CANCEL, by=world.staff(Role.MANAGER)) as under_way:
        under_way.order.state, under_way.order.cancel_reason = OrderState.CANCELED, "fraud"
        under_way.record("canceled", reason="Fraud")
    assert world.order(world.PAID).fulfilment_status is FulfilmentStatus.CANCELED
    assert spent(world.CHLOE) == {"EUR": (5000, 1)}


def test_the_search_document_follows():
    with change(world.UNPAID, Action.ORDER_CUSTOMER, by=world.staff(Role.SUPPORT)) as under_way:
        under_way.order.customer_name = "Käthe Großmann"
        under_way.record("confirmed", changes="name")
    document = db.session.scalar(select(OrderDoc.doc).filter_by(order_id=world.order(world.UNPAID).id))
    assert "kathe grossmann" in document
    assert "\nkate wong\nkate.wong@mail.example" in document  # the owner is not the order customer


def test_the_line_says_who_and_when():
    at, by = datetime(2026, 11, 24, 8, 30, 15, 123456, tzinfo=UTC), world.staff(Role.SUPPORT)
    with change(world.PAID, Action.NOTE, by=by, at=at) as under_way:
        under_way.record("note_added")
    line = log(world.PAID)[-1]
    assert (line.actor_kind, line.actor_id, line.actor_name, line.at) == ("staff", by.id, "Sofia Lund", at)


def test_a_change_without_a_record_is_never_committed():
    before = everything()
    with pytest.raises(Unrecorded, match="OD-1 was changed"), change(world.PAID, Action.NOTE, by=COMMAND) as under_way:
        under_way.order.customer_name = "Nobody noticed"
    assert everything() == before


def test_a_message_needs_the_activity_that_causes_it():
    before = everything()
    with pytest.raises(Unrecorded), change(world.PAID, Action.NOTE, by=COMMAND) as under_way:
        under_way.send(Message(event="reassigned"))
    assert everything() == before


def test_an_error_on_the_way_undoes_everything():
    before = everything()
    with pytest.raises(ZeroDivisionError), change(world.PAID, Action.NOTE, by=COMMAND, once=KEY) as under_way:
        under_way.order.account_id = None
        under_way.record("note_added")
        _ = 1 // 0
    assert everything() == before


@pytest.mark.feature("R10")
def test_who_may_not_is_told_who_could():
    for person, sentence in (
        (Person("buyer", 1, "Chloe Lee"), "Only the desk’s staff may use “Reassign order”."),
        (world.staff(Role.VIEWER), "Your role (Viewer) may not use “Reassign order”. Ask the owner"),
        (world.staff(Role.FULFILMENT), "Your role (Fulfilment) may not use “Reassign order”."),
    ):
        with refused(NotPermitted, sentence), change(world.PAID, Action.REASSIGN, by=person, once=KEY):
            pytest.fail("went through the door")


def test_permission_comes_before_the_key():
    """What somebody else's form has done is not told to those who may not do it."""
    with change(world.PAID, Action.REASSIGN, by=COMMAND, once=KEY) as under_way:
        under_way.record("reassigned", old=None, new=None)
    viewer = world.staff(Role.VIEWER)
    with refused(NotPermitted), change(world.PAID, Action.REASSIGN, by=viewer, once=KEY):
        pytest.fail("went through the door")


def test_an_order_that_is_not_there():
    with refused(Vanished, "There is no order OD-999 any more."), change("OD-999", Action.NOTE, by=COMMAND):
        pytest.fail("went through the door")


GUARDED = (
    (world.RETURNED_TO_CART, Action.REASSIGN, "This order was returned to the buyer’s cart", ["state"]),
    (world.ARCHIVED, Action.REASSIGN, "This order is archived. Unarchive it first.", ["archive"]),
    (world.CANCELED, Action.CANCEL, "This order is canceled.", ["state"]),
    (world.TWO_BOXES, Action.CANCEL, "A shipment of this order stands. Cancel it first.", ["no_shipment"]),
    (world.UNPAID, Action.REFUND, "No money of this order is left to refund.", ["money_left"]),
)


def test_the_guard_table_is_asked():
    for code, action, sentence, conditions in GUARDED:
        with refused(WrongState, sentence) as caught, change(code, action, by=COMMAND, once=KEY):
            pytest.fail("went through the door")
        assert [condition.key for condition in caught.value.conditions] == conditions


def test_a_stale_view_is_told_who_did_what_and_when():
    seen = world.order(world.PAID).version
    touch(world.PAID, "paid", by=world.staff(Role.MANAGER), amount="1.00 EUR")
    touch(world.PAID, "note_added", by=world.staff(Role.SUPPORT))
    with refused(Stale) as caught, change(world.PAID, Action.NOTE, by=COMMAND, seen=seen, once=KEY):
        pytest.fail("went through the door")
    (news,) = caught.value.news
    assert (news.actor, news.verb, news.at) == ("Milan Sommer", "paid", log(world.PAID)[-2].at)
    assert "".join(part.text for part in news.parts) == "Payment of 1.00 EUR received"


def test_notes_tags_and_letters_make_nothing_stale():
    seen = world.order(world.PAID).version
    for verb in sorted(QUIET):
        touch(world.PAID, verb, tag="gift")
    with change(world.PAID, Action.NOTE, by=COMMAND, seen=seen) as under_way:
        under_way.record("note_added")
    assert world.order(world.PAID).version == seen + len(QUIET) + 1


def test_a_version_from_the_future_is_stale_too():
    seen = world.order(world.PAID).version + 1
    with refused(Stale) as caught, change(world.PAID, Action.NOTE, by=COMMAND, seen=seen):
        pytest.fail("went through the door")
    assert caught.value.news == ()


def test_the_same_submit_twice_has_one_effect_and_one_result():
    with change(world.PAID, Action.NOTE, by=COMMAND, once=KEY) as under_way:
        under_way.record("note_added")
        under_way.result = {"said": "dōmo", "amount": 3}
    for _ in range(2):
        with refused(Replayed) as caught, change(world.PAID, Action.NOTE, by=COMMAND, once=KEY):
            pytest.fail("went through the door")
        assert caught.value.result == {"said": "dōmo", "amount": 3}


def test_a_repeated_submit_is_no_news_to_itself():
    """A double click carries the version it was drawn from: it is the same submit, not a stale one."""
    seen = world.order(world.PAID).version
    with change(world.PAID, Action.REASSIGN, by=COMMAND, seen=seen, once=KEY) as under_way:
        under_way.record("reassigned", old=None, new=None)
    with refused(Replayed), change(world.PAID, Action.REASSIGN, by=COMMAND, seen=seen, once=KEY):
        pytest.fail("went through the door")


def test_the_same_key_with_other_content_is_refused():
    touched = world.order(world.PAID).version
    with change(world.PAID, Action.NOTE, by=COMMAND, once=KEY) as under_way:
        under_way.record("note_added")
    other = Submission(KEY.key, "e" * 64)
    with refused(KeyReused, "This form was already submitted"), change(world.PAID, Action.NOTE, by=COMMAND, once=other):
        pytest.fail("went through the door")
    assert world.order(world.PAID).version == touched + 1


def test_a_refused_attempt_leaves_its_key_free():
    with refused(WrongState), change(world.ARCHIVED, Action.REASSIGN, by=COMMAND, once=KEY):
        pytest.fail("went through the door")
    assert rows(Once) == 0
    other = Submission(KEY.key, "e" * 64)
    with change(world.PAID, Action.NOTE, by=COMMAND, once=other) as under_way:
        under_way.record("note_added")
    assert rows(Once) == 1


def test_a_customers_line_is_in_the_same_change():
    before = world.customer(world.KATE).version
    with change(world.PAID, Action.REASSIGN, by=COMMAND, at=now()) as under_way:
        kate = under_way.customers(world.customer(world.KATE).id).popitem()[1]
        under_way.record("note_added")
        under_way.record_on(kate, "password_set")
    assert world.customer(world.KATE).version == before + 1
    assert broken() == []
