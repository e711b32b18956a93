"""Orders as JSON: what happened to money and goods, in detail, and brought up to date without undoing anything."""

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from dashboard.actions.reassign import NewOwner, reassign
from dashboard.checks.run import run
from dashboard.core.person import Person
from dashboard.core.statuses import CancelReason, OrderState
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.letters.shop import Shop
from dashboard.models import Activity, Customer, Note, Order, OrderSource, Refund, Shipment, Store
from dashboard.models.search_index import index_order
from tests import world
from tests.importing import bring_in

SAMPLES = Path(__file__).parent.parent / "samples"
OLDER, NEWER, BOTH = (SAMPLES / f"shopify_{name}" for name in ("older.json", "newer.json", "two_states.jsonl"))


@pytest.fixture
def desk(app):
    """The application's context; nothing is broken afterwards."""
    with app.app_context():
        yield app
        assert run(db.session()).broken == []


def order(code="SH-1001"):
    return db.session.scalars(select(Order).where(Order.code == code)).one()


def verbs(found):
    query = select(Activity.verb).where(Activity.order_id == found.id).order_by(Activity.seq)
    return list(db.session.scalars(query))


def test_the_newest_state_is_so_by_its_instant(desk, tmp_path):
    state = json.loads(OLDER.read_text())["order"]
    later = {**state, "updated_at": "2026-03-01T00:30:00+01:00", "note": "earlier"}
    newest = {**state, "updated_at": "2026-02-28T23:45:00Z", "note": "newest"}
    file = tmp_path / "states.jsonl"
    file.write_text(f"{json.dumps(newest)}\n{json.dumps(later)}\n")
    bring_in(file)
    assert [note.text for note in order().notes] == ["newest"]


def test_shipments_refunds_and_returns_come_in_detail(desk):
    came = bring_in(NEWER)
    assert [sentence for _, sentence in came.told] == [
        "#1001: The parts of a refund do not add up to it. It came in as an amount without lines."
    ]
    found = order()
    shipment = found.shipments[0]
    assert (shipment.number, shipment.status, shipment.carrier, shipment.tracking_number, shipment.tracking_key) == (
        "SH-1001-S1", "delivered", "UPS", "1Z 2345", "1z2345",
    )  # fmt: skip
    detailed, alone = found.refunds
    assert (detailed.amount, detailed.items, len(detailed.lines), detailed.reason) == (
        20497, 20497, 1, "it broke during shipping",
    )  # fmt: skip
    assert (alone.amount, alone.adjustment, alone.lines) == (1000, 1000, [])
    assert [(part.quantity, part.restocked) for part in found.returns[0].lines] == [(1, 1)]
    assert (found.payment_status, found.fulfilment_status, found.refunded) == (
        "partially_refunded", "partially_returned", 21497,
    )  # fmt: skip
    kept = db.session.get(OrderSource, found.id)
    assert (kept.customer_number, kept.facts) == ("207119551", {"customer_state": "disabled"})
    assert found.owner is None


def test_a_newer_state_brings_up_to_date(desk):
    bring_in(OLDER)
    assert (order().payment_status, order().fulfilment_status) == ("in_progress", "unfulfilled")
    assert bring_in(NEWER).outcomes == {"changed": 1}
    found = order()
    assert (found.payment_status, found.fulfilment_status, found.refunded) == (
        "partially_refunded", "partially_returned", 21497,
    )  # fmt: skip
    assert [len(refund.lines) for refund in found.refunds] == [1, 0]
    assert found.customer_email == "bob.norman@mail.example"  # the snapshot stays as the order first came
    assert bring_in(NEWER).outcomes == {"unchanged": 1}
    assert verbs(found) == ["imported", "reimported"]


@pytest.mark.feature("R14")
def test_an_older_state_undoes_nothing_that_was_done_here(desk):
    bring_in(NEWER)
    kate = db.session.scalars(select(Customer).where(Customer.name == world.KATE)).one().id
    shop = Shop.of(db.session.get(Store, 1), "http://desk.example", timedelta(minutes=1))
    reassign("SH-1001", NewOwner(kate), by=Person("command", None, "Sofia"), shop=shop, replace_contact=True)
    with writing() as session:
        session.add(Note(order_id=order().id, author="Sofia", text="Called him."))
        session.flush()
        session.refresh(order(), ["notes"])
        index_order(session, order())
    assert bring_in(OLDER).outcomes == {"unchanged": 1}
    found = order()
    assert (found.account_id, found.customer_name, found.refunded) == (kate, world.KATE, 21497)
    assert {note.text for note in found.notes} == {"Called him.", "Changed there."}
    assert (found.shipments[0].status, found.shipments[0].tracking_number) == ("delivered", "1Z 2345")


def test_of_two_states_in_one_file_the_newer_counts(desk):
    came = bring_in(BOTH)
    assert came.outcomes["made"] == 1
    assert (2, "#1001 stands in the file again as number 1. That newer state counts.") in came.told
    assert order().payment_status == "partially_refunded"


def test_a_refund_and_a_shipment_made_here_stand(desk):
    bring_in(OLDER)
    with writing() as session:
        found = order()
        session.add(Shipment(order_id=found.id, number="SH-77", status="awaiting_shipment"))
        found.payments[0].state = "captured"
        session.add(Refund(order_id=found.id, adjustment=100, amount=100, state="sent"))
        found.payment_status, found.paid, found.refunded = "partially_refunded", 40994, 100
    bring_in(NEWER)
    assert ([one.number for one in order().shipments], [one.amount for one in order().refunds]) == (["SH-77"], [100])


def test_csv_and_json_of_one_shop_are_one_order(desk, tmp_path):
    bring_in(OLDER)
    file = tmp_path / "orders.csv"
    header = "Name,Id,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price"
    row = "#1001,450789469,paid,USD,409.94,2026-01-10 11:00:00 -0500,1,Player,199.00"
    file.write_text(f"{header}\n{row}\n")
    assert bring_in(file).outcomes == {"changed": 1}
    assert order().payment_status == "paid"


def test_what_was_canceled_voided_or_a_test(desk, tmp_path):
    base = json.loads(OLDER.read_text())["order"]
    orders = [
        {**base, "id": 1, "name": "#1", "cancelled_at": "2026-01-11T10:00:00Z", "financial_status": "paid"},
        {**base, "id": 2, "name": "#2", "financial_status": "voided"},
        {**base, "id": 3, "name": "#3", "test": True},
        {**base, "id": 820982911946154508, "name": "#4", "line_items": [{"quantity": 0, "price": "1"}]},
        {**base, "id": 5, "name": "#5", "currency": None},
    ]
    file = tmp_path / "orders.json"
    file.write_text(json.dumps({"orders": orders}))
    came = bring_in(file)
    assert [(row, sentence[:24]) for row, sentence in came.told] == [
        (3, "#3: it was a test at Sho"), (4, "#4: it has no line with "), (5, "#5: its currency is miss"),
    ]  # fmt: skip
    assert (order("SH-1").state, order("SH-1").paid, order("SH-1").cancel_reason) == (
        OrderState.CANCELED, 40994, CancelReason.OTHER,
    )  # fmt: skip
    assert (order("SH-2").state, order("SH-2").payment_status) == (OrderState.CANCELED, "unpaid")


def woo(**changes):
    base = {
        "id": 723, "number": "723", "status": "completed", "currency": "EUR", "date_created": "2026-03-01T12:00:00",
        "date_created_gmt": "2026-03-01T11:00:00", "shipping_total": "5.00", "shipping_tax": "0.95", "total": "29.75",
        "total_tax": "4.75", "prices_include_tax": True, "customer_id": 26, "payment_method_title": "Card",
        "date_paid_gmt": "2026-03-01T11:05:00", "date_completed_gmt": "2026-03-02T09:00:00",
        "billing": {"first_name": "Ann", "last_name": "O&#039;Bell", "email": "ann@mail.example", "country": "DE"},
        "shipping": {}, "line_items": [
            {"name": "Mug &amp; lid", "sku": "M", "quantity": 2, "subtotal": "20.00", "subtotal_tax": "3.80",
             "total": "18.00", "total_tax": "3.42"},
        ],
        "fee_lines": [{"name": "Wrapping", "total": "2.00", "total_tax": "0.38"}], "refunds": [],
    }  # fmt: skip
    return base | changes


def test_woocommerce_taxes_coupons_fees_and_refunds(desk, tmp_path):
    refunds = [{"id": 726, "reason": "", "total": "-10.00"}, {"id": 724, "reason": "late", "total": "-9.00"}]
    file = tmp_path / "orders.json"
    file.write_text(json.dumps([woo(refunds=refunds)]))
    assert bring_in(file).told == []
    found = order("WC-723")
    assert [(line.name, line.unit_price, line.discount, line.total, line.tax) for line in found.lines] == [
        ("Mug & lid", Decimal("11.9"), 238, 2142, 342), ("Wrapping", Decimal("2.38"), 0, 238, 38),
    ]  # fmt: skip
    assert (found.shipping, found.shipping_tax, found.total, found.difference) == (595, 95, 2975, 0)
    assert ([one.amount for one in found.refunds], found.payment_status) == ([1000, 900], "partially_refunded")
    assert (found.fulfilment_status, found.customer_name) == ("fulfilled", "Ann O'Bell")
    assert db.session.get(OrderSource, found.id).customer_number == "26"


WORDS = {
    "pending": ("unpaid", "unfulfilled"),
    "on-hold": ("in_progress", "unfulfilled"),
    "processing": ("paid", "unfulfilled"),
    "refunded": ("refunded", "unfulfilled"),
    "failed": ("unpaid", "unfulfilled"),
    "cancelled": ("unpaid", "canceled"),
}


def test_woocommerce_words(desk, tmp_path):
    orders = [
        woo(id=at, number=str(at), status=word, date_paid_gmt=None, date_completed_gmt=None)
        for at, word in enumerate([*WORDS, "trash", "teleported"], start=1)
    ]
    file = tmp_path / "orders.json"
    file.write_text(json.dumps(orders))
    came = bring_in(file)
    assert [row for row, _ in came.told] == [7, 8]
    found = [order(f"WC-{at}") for at in range(1, 7)]
    assert [(one.payment_status, one.fulfilment_status) for one in found] == list(WORDS.values())
