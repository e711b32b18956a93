"""Importing Shopify's orders export: every shape of file, every problem, and importing again."""

import gzip
import json
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from dashboard.actions.import_run import run_import
from dashboard.actions.reassign import NewOwner, reassign
from dashboard.checks.run import run
from dashboard.core.person import COMMAND, Person, Role
from dashboard.core.refusals import Invalid, NotPermitted
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.letters.shop import Shop
from dashboard.models import (
    Activity,
    Customer,
    CustomerSpend,
    ImportRun,
    Message,
    Note,
    Order,
    OrderLine,
    Refund,
    Shipment,
    Store,
)
from tests import world

SAMPLES = Path(__file__).parent.parent / "samples"
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture
def bring(app):
    """Imports a sample (or any path) and returns the report."""
    with app.app_context():
        yield lambda file, **options: run_import(SAMPLES / file, by=COMMAND, **options)


def order(code):
    return db.session.scalars(select(Order).where(Order.code == code)).one()


def pieces(code):
    return [(line.sku, line.quantity) for line in order(code).lines]


def told(report):
    return [(problem.row, problem.sentence) for problem in report.problems]


def problems(app):
    return run(db.session()).broken


def test_a_real_export_gives_exactly_the_expected_figures(app, bring):
    exactly("composed-shopify-csv/orders_export_first40.csv", bring)


# Its 41,492 lines take PostgreSQL a third of the suite's time, so there it runs with the long tests.
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.faults)], indirect=True)
def test_a_large_real_export_gives_exactly_the_expected_figures(app, bring):
    exactly("composed-shopify-csv/orders_export.csv.gz", bring)


def exactly(file, bring):
    """Bring the file in twice: the figures of EXPECTED.json, and nothing new the second time."""
    if not (DATA / file).is_file():
        pytest.skip(f"the data folder is not beside the project: {DATA / file} is missing")
    expected = json.loads((DATA / "EXPECTED.json").read_text())[file]
    report = bring(DATA / file)
    assert (report.made, report.refused, report.problems, report.unknown_columns) == (expected["orders"], 0, [], ())
    assert figures(expected["countries"]) == expected
    assert run(db.session()).broken == []
    again = bring(DATA / file)
    assert (again.made, again.changed, again.unchanged, again.refused) == (0, 0, expected["orders"], 0)
    assert figures(expected["countries"]) == expected


def figures(countries):
    """What EXPECTED.json tells of a file, of the imported orders here; of countries, only those it names."""
    session, imported = db.session(), Order.source == "shopify"
    orders = session.scalars(select(Order).where(imported)).all()
    lines = select(func.count()).select_from(OrderLine).join(Order, Order.id == OrderLine.order_id).where(imported)
    money = {name: sum(getattr(found, name) for found in orders) for name in ("total", "shipping", "refunded")}
    return {
        "orders": len(orders),
        "lines": session.scalar(lines),
        **{name: f"{Decimal(amount) / 100:.2f}" for name, amount in money.items()},
        "financial": dict(Counter(found.payment_status.value for found in orders)),
        "fulfilment": dict(Counter(found.fulfilment_status.value for found in orders)),
        "orders_without_email": sum(found.customer_email is None for found in orders),
        "distinct_emails": len({found.customer_email_key for found in orders} - {None}),
        "countries": {name: sum(found.shipping_address["country"] == name for found in orders) for name in countries},
    }


@pytest.mark.parametrize("number", range(101, 107))
def test_every_shape_of_continuation_gives_the_same_order(bring, number):
    report = bring("shapes.csv")
    assert (report.made, told(report)) == (6, [])
    lines = pieces(f"SH-{number}")
    assert lines in ([("LMP", 1), ("SHD", 2)], [("LMP", 1), ("SHD", 1), ("SHD", 1)])
    assert (order(f"SH-{number}").total, order(f"SH-{number}").difference) == (1500, 0)


def test_a_file_of_seven_columns_is_enough(bring):
    with pytest.raises(Invalid, match="--currency EUR"):
        bring("seven_columns.csv")
    bring("seven_columns.csv", currency="EUR")
    found = order("SH-501")
    assert (found.total, found.source_id, found.payment_status, found.paid) == (2251, None, "unpaid", 0)
    assert found.lines[1].unit_price == Decimal("2.505")
    assert bring("seven_columns.csv", currency="EUR").unchanged == 1


def test_an_old_spreadsheet_is_read_too(bring):
    report = bring("semicolons.csv")
    found = order("SH-601")
    assert (found.total, found.customer_name, found.lines[0].name) == (8227, "Bàrbara Großmann", "Tasse, groß")
    assert (found.placed_at.hour, found.placed_offset) == (8, 60)  # written in the store's zone, an hour east of UTC
    assert report.unknown_columns == ("E-Mail notes", "Colour")


MONEY = {  # code: payment status, total, paid, refunded, difference
    "SH-201": ("paid", 102450, 102450, 0, 0),
    "SH-202": ("in_progress", 1000, 0, 0, 0),
    "SH-203": ("unpaid", 1000, 0, 0, 0),
    "SH-204": ("partially_paid", 1000, 600, 0, 0),
    "SH-205": ("partially_refunded", 1000, 1000, 300, 0),
    "SH-206": ("refunded", 1000, 1000, 1000, 0),
    "SH-207": ("unpaid", 1000, 0, 0, 0),
    "SH-208": ("paid", 1534, 1534, 0, 0),
    "SH-209": ("paid", 1190, 1190, 0, 0),
    "SH-210": ("paid", 1200, 1200, 0, 200),
    "SH-211": ("paid", 1500, 1500, 0, 0),
    "SH-212": ("paid", 0, 0, 0, 0),
}


def test_money_is_what_the_file_says(app, bring):
    assert bring("money.csv").refused == 0
    found = {code: order(code) for code in MONEY}
    said = {code: (o.payment_status.value, o.total, o.paid, o.refunded, o.difference) for code, o in found.items()}
    assert said == MONEY
    assert [code for code, o in found.items() if o.state == "canceled"] == ["SH-206", "SH-207"]
    assert [o.tax_included for o in (found["SH-208"], found["SH-209"])] == [False, True]
    assert (found["SH-208"].discount, found["SH-208"].lines[0].tax, found["SH-209"].lines[0].tax) == (100, 234, 160)
    assert (found["SH-205"].refunds[0].adjustment, found["SH-205"].refunds[0].state) == (300, "sent")
    assert problems(app) == []


PROBLEMS = [
    (2, "#301: “settled” under Financial Status is not known.", True),
    (3, "#302: its currency is missing.", True),
    (4, "#303: Under Created at: “3/1/2026” is no date that can be read in one way only.", True),
    (5, "#304: Under Total: “ten” is no amount.", True),
    (6, "#305: Under Lineitem quantity: “-1” cannot be", True),
    (7, "#306: rows 7 and 8 disagree under Shipping country (“FR”, “DE”).", True),
    (9, "#307: it has no line with any pieces.", True),
    (10, "#308: row 10 has 20 cells, but there are 35 columns.", True),
    (11, "#309/1: “SH-309/1” can be no order code", True),
    (12, "#310: “teleported” under Fulfillment Status is not known.", True),
    (14, "#311: the row repeats row 13 and was left out.", False),
    (15, "#312: “not an address” is no e-mail address.", False),
    (16, "#313: It is partially refunded, but the file does not say how much.", False),
    (17, "#314: Under Total: “1e5” is no amount.", True),
    (18, "#315: Under Created at: “0001-01-01 00:00:00 +0000” is no date", True),
    (20, "#316: the row is for 0 pieces and was left out.", False),
]


def test_each_problem_has_its_row_and_a_bad_order_stops_no_other(app, bring):
    report = bring("problems.csv")
    for problem, (row, sentence, refused) in zip(report.problems, PROBLEMS, strict=True):
        assert (problem.row, problem.refused, problem.sentence[: len(sentence)]) == (row, refused, sentence)
    assert (report.made, report.refused, report.problem_count) == (4, 12, 16)
    assert pieces("SH-311") == [("LMP", 1)]
    assert pieces("SH-316") == [("LMP", 1), ("LMP", 1)]  # equal lines, not a repeated row
    assert order("SH-312").customer_email_key is None
    kept = db.session.scalars(select(ImportRun)).one()
    assert (kept.made, kept.refused, kept.warned, kept.state) == (4, 12, 4, "finished")
    assert problems(app) == []


def test_orders_come_as_guests_with_what_was_given(bring):
    bring("before.csv")
    found = order("SH-401")
    assert (found.owner, found.route, found.customer_name) == (None, "import", "Ann Bell")
    assert (found.customer_phone, found.customer_phone_key) == ("+44 7700 900123", "+447700900123")
    assert found.billing_address["postcode"] == "00123"
    assert [(note.author, note.text) for note in found.notes] == [("Shopify", "Ring twice.\nThen wait.")]
    assert [(tag.key, tag.tag) for tag in found.tags] == [("gift", "gift"), ("wholesale", "Wholesale")]
    assert [activity.verb for activity in db.session.scalars(log(found))] == ["imported"]
    assert (found.lines[0].original_quantity, found.source_id) == (2, "9401")


def log(found):
    return select(Activity).where(Activity.order_id == found.id).order_by(Activity.seq)


@pytest.mark.feature("R14")
def test_importing_again_brings_up_to_date_and_undoes_nothing(app, bring):
    bring("before.csv")
    kate, before = db.session.execute(spend()).one()
    shop = Shop.of(db.session.get(Store, 1), "http://desk.example", timedelta(minutes=1))
    staff = Person("command", None, "Sofia")
    reassign("SH-401", NewOwner(kate), by=staff, shop=shop, replace_contact=True)
    with writing() as session:
        session.add(Note(order_id=order("SH-401").id, author="Sofia", text="Called her."))
    report = bring("after.csv")
    assert (report.made, report.changed, report.problems) == (0, 1, [])
    found = order("SH-401")
    assert (found.account_id, found.customer_name) == (kate, world.KATE)
    assert {note.text for note in found.notes} == {"Ring twice.\nThen wait.", "Called her."}
    assert {tag.tag for tag in found.tags} == {"gift", "Wholesale"}
    assert (found.payment_status, found.refunded, found.fulfilment_status) == ("partially_refunded", 400, "fulfilled")
    verbs = [activity.verb for activity in db.session.scalars(log(found))]
    assert verbs == ["imported", "customer_changed", "reimported"]
    assert db.session.execute(spend()).one() == (kate, before + 600)
    assert bring("after.csv").unchanged == 1
    assert bring("before.csv").unchanged == 1  # an older export takes nothing back
    assert problems(app) == []


def spend():
    """Kate's id and total spend in EUR."""
    query = select(CustomerSpend.customer_id, CustomerSpend.amount)
    query = query.join(Customer, Customer.id == CustomerSpend.customer_id)
    return query.where(Customer.name == world.KATE, CustomerSpend.currency == "EUR")


def test_refunds_grow_and_a_cancelation_follows(bring):
    for file in ("before.csv", "after.csv", "canceled.csv"):
        bring(file)
    found = order("SH-401")
    assert (found.state, found.payment_status, [part.amount for part in found.refunds]) == (
        "canceled",
        "refunded",
        [400, 600],
    )


def test_a_refund_and_a_canceled_shipment_made_here_stand(bring):
    bring("after.csv")
    with writing() as session:
        found = order("SH-401")
        session.add(Refund(order_id=found.id, adjustment=100, amount=100, state="sent"))
        session.add(Shipment(order_id=found.id, number="SH-77", status="canceled"))
        found.shipments[0].status = "canceled"
        found.fulfilment_status = "unfulfilled"
    report = bring("canceled.csv")
    assert report.changed == 1  # it is canceled; its money and parcels stay as they are here
    found = order("SH-401")
    assert ([part.amount for part in found.refunds], len(found.shipments)) == ([400, 100], 2)


def test_a_returned_order_is_left_alone(bring):
    bring("before.csv")
    with writing():
        order("SH-401").state = "returned_to_cart"
    report = bring("after.csv")
    assert (report.changed, report.refused) == (0, 1)
    assert "returned to the buyer’s cart" in report.problems[0].sentence


def test_a_code_that_is_another_order_asks_for_another_prefix(bring, tmp_path):
    bring("before.csv")
    other = tmp_path / "other.csv"
    other.write_text((SAMPLES / "before.csv").read_text().replace("'9401", "'7777"))
    report = bring(other)
    assert (report.made, report.refused) == (0, 1)
    assert "Choose another code prefix." in report.problems[0].sentence
    assert bring(other, prefix="B-").made == 1
    assert bring("before.csv", prefix="C-").unchanged == 1  # known by its id, under the code it has


@pytest.mark.parametrize("prefix", ["OD-", "test-", "#", "a b", "x" * 13])
def test_a_prefix_that_cannot_be(bring, prefix):
    with pytest.raises(Invalid):
        bring("before.csv", prefix=prefix)


def test_an_import_sends_nothing_and_needs_the_right(app, bring):
    bring("money.csv")
    bring("after.csv")
    assert db.session.scalar(select(func.count()).select_from(Message)) == 0
    with pytest.raises(NotPermitted):
        run_import(SAMPLES / "after.csv", by=Person("staff", 1, "Sofia", Role.SUPPORT))


HEADER = b"Name,Currency,Created at,Lineitem quantity,Lineitem name,Lineitem price\n"
UNREADABLE = {
    "is not a CSV file": b"%PDF-1.7\0\0",
    "zipped, but damaged": b"PK\x03\x04\0\0\0",
    "neither UTF-8 nor Windows-1252": b"Name,Email\n\x81\x8d",
    "has no header row": b"",
    "no column Name": b"Order,Email\n1,a@mail.example\n",
    "columns; at most": b"Name," * 1_100,
    "it is damaged": gzip.compress(b"Name,Email" * 9)[:-9],
}


@pytest.mark.parametrize("reason", UNREADABLE)
def test_a_file_that_cannot_be_read_says_why(bring, tmp_path, reason):
    file = tmp_path / "orders.csv"
    file.write_bytes(UNREADABLE[reason])
    with pytest.raises(Invalid, match=reason):
        bring(file)


def test_zipped_with_a_byte_order_mark(bring, tmp_path):
    file = tmp_path / "orders.csv.gz"
    file.write_bytes(gzip.compress(b"\xef\xbb\xbf" + (SAMPLES / "before.csv").read_bytes()))
    assert bring(file).made == 1


def test_a_zipped_file_may_not_grow_without_end(bring, tmp_path, monkeypatch):
    monkeypatch.setattr("dashboard.importers.plain_file.LARGEST_FILE", 1_000)
    file = tmp_path / "orders.csv.gz"
    file.write_bytes(gzip.compress(b"x" * 1_001))
    with pytest.raises(Invalid, match="more than 0 MB"):
        bring(file)


def test_the_command_tells_what_came_of_it(app):
    runner = app.test_cli_runner()
    done = runner.invoke(args=["import", str(SAMPLES / "problems.csv")])
    assert done.exit_code == 0
    assert "16 orders" in done.output and "4 new" in done.output and "16 problems:" in done.output
    assert "row 2: #301" in done.output
    missing = runner.invoke(args=["import", "nowhere.csv"])
    assert missing.exit_code == 1
    assert "nowhere.csv cannot be read: No such file or directory." in missing.output
