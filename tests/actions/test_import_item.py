"""Many items at once: one that cannot be stored costs no other, and foreseeing writes nothing."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, select, update

from dashboard.actions import spend
from dashboard.actions.import_item import Origin, Outcome, foresee_item, import_items, known_items
from dashboard.actions.import_rows import payment
from dashboard.checks.run import run
from dashboard.core.person import COMMAND
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.importers.incoming import IncomingLine, IncomingOrder, IncomingPayment, Problem
from dashboard.models import Activity, Order
from tests import world
from tests.actions.test_lock import sent_while
from tests.kinds import only

ORIGIN = Origin("shopify", "Shopify", "SH-", "DE")


@pytest.fixture
def desk(app):
    with app.app_context():
        yield
        assert run(db.session()).broken == []


def order(number: str, **changes: object) -> IncomingOrder:
    line = IncomingLine("Mug", "M", 2, Decimal("5.00"))
    found = IncomingOrder(
        row=int(number), number=number, source_id=number, placed_at=datetime(2026, 1, 1, tzinfo=UTC), placed_offset=60,
        currency="EUR", lines=(line,), total=1000, payment=IncomingPayment(captured=1000),
    )  # fmt: skip
    return replace(found, **changes)


def bring(items):
    with writing() as session:
        return import_items(session, items, known_items(session, items, ORIGIN), ORIGIN, by=COMMAND, at=now())


def test_one_that_cannot_be_stored_costs_no_other(desk):
    bad = order("2", lines=(IncomingLine("Mug", "M", 2, Decimal("5.00"), variant="x"),), refunded=2000)
    twin = replace(order("3"), source_id="1")
    came = bring([order("1"), bad, Problem(9, "told before"), twin, order("4")])
    assert [one.outcome for one in came] == [Outcome.MADE, None, None, Outcome.UNCHANGED, Outcome.MADE]
    assert [one.refusal is not None for one in came] == [False, True, False, False, False]
    codes = set(db.session.scalars(select(Order.code).where(Order.source == "shopify")))
    assert codes == {"SH-1", "SH-4"}


def test_the_same_again_changes_nothing(desk):
    items = [order("1"), order("2")]
    bring(items)
    lines = db.session.scalar(select(func.count()).select_from(Activity))
    assert [one.outcome for one in bring(items)] == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert db.session.scalar(select(func.count()).select_from(Activity)) == lines


def test_a_change_that_cannot_be_stored_costs_no_other(desk, monkeypatch):
    bring([order("1", payment=IncomingPayment()), order("2", payment=IncomingPayment())])

    def payment_of(paid, amount, state, at):
        return payment(paid, -1 if paid.reference == "bad" else amount, state, at)

    monkeypatch.setattr("dashboard.actions.reimport_order.payment", payment_of)
    came = bring([order("1", payment=IncomingPayment(captured=1000, reference="bad")), order("2"), order("3")])
    assert [one.outcome for one in came] == [None, Outcome.CHANGED, Outcome.MADE]
    assert came[0].refusal.sentence.startswith("it holds something that cannot be stored.")


@only("postgresql")
def test_what_is_here_is_locked_before_anything_is_changed(kind, desk):
    bring([order("1", payment=IncomingPayment()), order("2", payment=IncomingPayment())])
    with writing() as session:
        kate = world.customer(world.KATE).id
        session.execute(update(Order).where(Order.code == "SH-2").values(account_id=kate))
        spend.recompute(session, kate)
    sent = sent_while(lambda: bring([order("2"), order("1")]))
    first = [line for line in sent if "FOR NO KEY UPDATE" in line][:2]
    assert "ORDER BY orders.id FOR NO KEY UPDATE" in first[0]
    assert "ORDER BY customers.id FOR NO KEY UPDATE" in first[1]


def test_foreseeing_writes_nothing_and_tells_the_same(desk):
    bring([order("1", payment=IncomingPayment(attempted=1000))])
    items = [order("1"), order("2")]
    session = db.session()
    session.rollback()
    known = known_items(session, items, ORIGIN)
    foreseen = [foresee_item(session, item, known, ORIGIN, by=COMMAND, at=now()) for item in items]
    assert not session.new and not session.dirty
    session.rollback()
    assert [one.outcome for one in bring(items)] == foreseen == [Outcome.CHANGED, Outcome.MADE]
