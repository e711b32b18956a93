"""Tracking numbers: into the shipment that came without one, else as a shipment of what is left; and no messages."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from dashboard.actions.import_begin import begin
from dashboard.checks.run import run
from dashboard.core.person import COMMAND
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Activity, ImportRun, Message, Order
from tests import world
from tests.importing import bring_in

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture
def bring(app, tmp_path):
    """Brings in a file of this text."""

    def bring_text(text: str, **options):
        file = tmp_path / "tracking.csv"
        file.write_text(text)
        return bring_in(file, **options)

    with app.app_context():
        yield bring_text
        assert run(db.session()).broken == []
        assert db.session.scalar(select(func.count()).select_from(Message)) == 0


def order(code):
    return db.session.scalars(select(Order).where(Order.code == code)).one()


def shipments(code):
    return [(one.number, one.status.value, one.carrier, one.tracking_number) for one in order(code).shipments]


def test_an_imported_shipment_gets_its_number(bring):
    bring_in(SAMPLES / "before.csv")
    bring_in(SAMPLES / "after.csv")
    text = "Order;Carrier;Tracking number\n#401;DHL;'00340 4341\n"
    assert bring(text, prefix="SH-").outcomes == {"changed": 1}
    assert shipments("SH-401") == [("SH-401-S1", "shipped", "DHL", "00340 4341")]
    assert bring(text, prefix="SH-").outcomes == {"unchanged": 1}
    verbs = db.session.scalars(select(Activity.verb).where(Activity.order_id == order("SH-401").id))
    assert list(verbs) == ["imported", "reimported", "tracking_imported"]


def test_what_is_not_sent_yet_is_sent(bring):
    came = bring(f"Order code,Tracking number,Date\n{world.PAID},1Z999,2026-11-20 10:00:00 +0000\n")
    assert came.outcomes == {"changed": 1}
    number, status, _, tracking = shipments(world.PAID)[0]
    assert (number[:3], status, tracking, order(world.PAID).fulfilment_status) == (
        "SH-",
        "shipped",
        "1Z999",
        "fulfilled",
    )
    assert order(world.PAID).shipments[0].shipped_at.day == 20
    again = bring(f"Order code,Tracking number\n{world.PAID},1Z998\n")
    ((row, sentence),) = again.told
    assert (row, f"{world.PAID} has nothing left to send, and no shipment without a number." in sentence) == (2, True)
    assert "If this is a second parcel of it, leave the row out" in sentence


def test_the_shops_own_numbers_are_known_by_the_prefixes_of_begun_imports(bring, tmp_path):
    bring_in(SAMPLES / "before.csv")
    bring_in(SAMPLES / "after.csv")
    text = "Order,Tracking\n#401,A1\n"
    run_id = begin(db.session(), "shopify", "before.csv", by=COMMAND, choices={"prefix": "SH-"})
    assert bring(text).told == [(2, "#401: There is no order 401 here.")]
    with writing() as session:
        session.get_one(ImportRun, run_id).started_at = now()
    assert bring(text).outcomes == {"changed": 1}
    begin(db.session(), "woocommerce", "woo.csv", by=COMMAND, choices={"prefix": "W-"}, lease="x" * 20)
    other = tmp_path / "other.csv"
    other.write_text((SAMPLES / "before.csv").read_text().replace("'9401", "'8401"))
    bring_in(other, prefix="W-")
    assert bring("Order,Tracking\n401,A2\n").told[0][1].startswith("#401: More than one order is called 401.")


def test_what_cannot_be_is_told_with_its_row(bring):
    rows = [f"{world.PAID},A1", f"{world.PAID},A1", "OD-404,B1", f"{world.CANCELED},C1", f"{world.UNPAID},", ",D1"]
    came = bring("Order,Tracking\n" + "\n".join(rows) + "\n")
    assert came.outcomes["changed"] == 1
    assert [(row, sentence.split(":")[-1].strip()) for row, sentence in came.told] == [
        (3, "tracking number A1 stands in row 2 already."),
        (4, "There is no order OD-404 here."),
        (5, f"{world.CANCELED} has nothing left to send, and no shipment without a number."),
        (6, "the row has no tracking number."),
        (7, "the row names no order."),
    ]


def test_two_numbers_for_one_order_fill_what_there_is(bring):
    came = bring(f"Order,Tracking\n{world.PAID},A1\n{world.PAID},A2\n")
    assert came.outcomes == {"changed": 1, "refused": 1}
    assert [row for row, _ in came.told] == [3]


def test_a_number_that_two_orders_have_asks_for_the_code(bring, tmp_path):
    bring_in(SAMPLES / "before.csv")
    other = tmp_path / "other.csv"
    other.write_text((SAMPLES / "before.csv").read_text().replace("'9401", "SH-401").replace("#401", "#402"))
    bring_in(other)
    came = bring("Order,Tracking\nSH-401,A1\n")
    assert "More than one order is called SH-401" in came.told[0][1]
