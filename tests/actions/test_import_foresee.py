"""A rehearsal tells what will be, and reads wherever reading is enough."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import CheckConstraint, func, select

from dashboard.actions import import_work
from dashboard.actions.import_foresee import foresee_items
from dashboard.actions.import_item import Outcome, known_items
from dashboard.actions.import_met import Met
from dashboard.actions.import_steer import steer
from dashboard.core.imports import ImportState, Step
from dashboard.core.person import COMMAND
from dashboard.core.statuses import ShipmentStatus
from dashboard.database import now
from dashboard.extensions import db
from dashboard.import_runner import work_off
from dashboard.importers.incoming import (
    IncomingCustomer,
    IncomingLine,
    IncomingPayment,
    IncomingRefund,
    IncomingShipment,
    Problem,
    RefundedPieces,
)
from dashboard.models import Activity, ImportProblem
from tests.actions.test_import_item import ORIGIN, bring, order
from tests.imports import HEADER, counts, imported, looked_over, row, rows, run

# Each kind of thing in chunks of two: made, changed, unchanged, refused, and three of them once more, further down.
MIXED = (
    HEADER
    + row(1) + row(2)
    + row(3) + row(4)
    + row(10) + row(11)
    + row(12, total="ten") + row(5)
    + row(3).replace("#3,", "#13,") + row(6)
    + row(10).replace("#10,", "#14,").replace(",10.00,2026", ",12.00,2026") + row(7)
    + row(3).replace("#3,", "#15,") + row(8)
    + row(9)
)  # fmt: skip


@pytest.fixture
def inside(app, monkeypatch):
    monkeypatch.setattr(import_work, "CHUNK", 2)
    with app.app_context():
        yield app


@pytest.fixture
def tries(monkeypatch):
    """How many items were tried at a time."""
    told, tried = [], import_work.tried

    def counted(run_id, token, before, chunk, *rest):
        told.append(len(before) + len(chunk))
        return tried(run_id, token, before, chunk, *rest)

    monkeypatch.setattr(import_work, "tried", counted)
    return told


def brought_in(app, text):
    number = looked_over(app, text)
    steer(number, Step.START, by=COMMAND)
    assert work_off(app)
    return number


def sentences(number):
    return db.session.scalars(select(ImportProblem.sentence).filter_by(run_id=number).order_by(ImportProblem.id)).all()


def test_what_a_rehearsal_counts_is_what_an_import_counts(inside, tries):
    brought_in(inside, HEADER + row(10).replace(",paid,", ",pending,") + row(11))
    tries.clear()
    number = looked_over(inside, MIXED)
    foreseen, told, sums = counts(number), sentences(number), run(number).sums
    assert (run(number).state, imported()) == (ImportState.READY, 2)
    assert tries == [2, 2, 3, 3, 3]  # the preview, the change, and what stands there again
    steer(number, Step.START, by=COMMAND)
    assert work_off(inside)
    assert counts(number) == foreseen == (9, 2, 3, 1)
    assert (sentences(number), run(number).sums) == (told, sums)


def test_new_and_unchanged_orders_are_only_read(inside, tries):
    brought_in(inside, rows(1, 2, 3, 4, 5, 6))
    tries.clear()
    lines = db.session.scalar(select(func.count(Activity.id)))
    number = looked_over(inside, rows(1, 2, 3, 4, 5, 6, 7, 8, 9, 10))
    assert (counts(number), tries) == ((4, 0, 6, 0), [2])
    assert db.session.scalar(select(func.count(Activity.id))) == lines


def foreseen(*items):
    session = db.session()
    session.rollback()
    came = foresee_items(session, items, known_items(session, items, ORIGIN), ORIGIN, by=COMMAND, at=now())
    assert not session.new and not session.dirty
    session.rollback()
    return came and [one.outcome for one in came]


LINE = IncomingLine("Mug", "M", 2, Decimal("5.00"))
BACK = IncomingRefund("r1", 500, now(), {0: RefundedPieces(1, 500, withdrawn=1)})
PARCEL = IncomingShipment(1, {0: 1}, ShipmentStatus.SHIPPED, now(), "DHL", "T 1")


def test_a_detailed_order_is_foreseen_as_it_comes(inside):
    whole = order("2", shipments=(PARCEL,), refunds=(BACK,), refunded=500, note="Ring twice", tags=("Gift",))
    items = [order("1"), Problem(9, "told before"), whole, IncomingCustomer(3, "c1", "Ann", "ann@mail.example")]
    assert foreseen(*items) == [Outcome.MADE, None, Outcome.MADE, Outcome.MADE]
    assert [one.outcome for one in bring(items)] == [Outcome.MADE, None, Outcome.MADE, Outcome.MADE]
    assert foreseen(*items) == [Outcome.UNCHANGED, None, Outcome.UNCHANGED, Outcome.UNCHANGED]


@pytest.mark.parametrize(
    "changes",
    [
        {"refunded": 2000},
        {"total": -1},
        {"currency": "EURO"},
        {"name": "A\0b"},
        {"name": "A\ud800"},
        {"lines": (replace(LINE, quantity=2**31),)},
        {"refunds": (replace(BACK, amount=400),), "refunded": 500},
        {"payment": IncomingPayment(captured=2**63)},
    ],
)
def test_what_the_database_may_refuse_is_tried(inside, changes):
    origin = replace(ORIGIN, prefix="")
    session, items = db.session(), [replace(order("2"), **changes)]
    assert foresee_items(session, items, known_items(session, items, origin), origin, by=COMMAND, at=now()) is None


def test_two_of_the_same_are_tried(inside):
    assert foreseen(order("1"), replace(order("2"), source_id="1")) is None


# The rules that place_doubt.py knows; who adds one to these tables adds it there.
RULES = {
    "orders": {"total", "refunded_within_paid", "version", "cancel_reason", "test_series"},
    "order_lines": {"quantity", "original_quantity", "original"},
    "payments": {"amount", "state"},
    "refunds": {"amount", "parts", "not_negative"},
    "refund_lines": {"quantity", "withdrawn", "restocked"},
    "shipments": {"kind", "point"},
    "shipment_lines": {"quantity"},
    "goods_return_lines": {"quantity", "restocked"},
    "activities": {"one_chain", "seq"},
    "order_sources": set(), "order_doc": set(), "notes": set(), "order_tags": set(), "goods_returns": set(),
}  # fmt: skip


def test_no_rule_of_a_table_is_forgotten():
    for name, rules in RULES.items():
        table = db.metadata.tables[name]
        found = {
            str(one.name).removeprefix(f"ck_{name}_") for one in table.constraints if isinstance(one, CheckConstraint)
        }
        assert found == rules, name


def test_what_was_met_comes_back_by_each_of_its_names():
    met, first = Met(), order("1")
    met.keep([first, order("2"), IncomingCustomer(3, "c1", "Ann", "ann@mail.example")])
    assert met.before([replace(order("7"), source_id="1")]) == [first]
    assert met.before([order("8"), Problem(9, "odd")]) == []
    assert [one.source_id for one in met.before([IncomingCustomer(4, "", "A", "ANN@mail.example")])] == ["c1"]
    met.close()
