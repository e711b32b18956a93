"""Credits without a sale, and what a merchant's own table takes off: kept, told, and in no order's sums."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from dashboard.checks.run import run
from dashboard.extensions import db
from dashboard.models import Credit, Order, OrderSource
from tests.importing import bring_in

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country,Till\n"
DAY = "2026-03-01 08:26:00"


@pytest.fixture
def bring(app, tmp_path):
    """Brings in a table of these rows."""

    def bring_rows(*rows: str, **options):
        file = tmp_path / "sales.csv"
        file.write_text(HEADER + "".join(f"{row}\n" for row in rows))
        return bring_in(file, **({"currency": "GBP"} | options))

    with app.app_context():
        yield bring_rows
        assert run(db.session()).broken == []


def order(code):
    return db.session.scalars(select(Order).where(Order.code == code)).one()


def test_a_credit_is_kept_by_itself(bring):
    rows = (f"C101,A1,MUG,-2,{DAY},2.005,17850,EIRE,3", f"C101,A2,,-1,{DAY},0,17850,EIRE,3")
    assert bring(*rows).outcomes == {"made": 1}
    credit = db.session.scalars(select(Credit)).one()
    assert (credit.code, credit.amount, credit.currency, credit.customer_number) == ("IM-C101", 401, "GBP", "17850")
    assert [(line.name, line.quantity, line.unit_price, line.total) for line in credit.lines] == [
        ("MUG", -2, Decimal("2.005"), -401),
        ("A2", -1, Decimal(0), 0),
    ]
    assert credit.imported_by == "Counterfoil"
    assert db.session.scalars(select(Order).where(Order.source == "table")).all() == []
    assert bring(*rows).outcomes == {"unchanged": 1}
    other = bring(f"C101,A1,MUG,-3,{DAY},2.00,,EIRE,")
    assert other.outcomes == {"refused": 1} and "another credit here already, of 4.01 GBP" in other.told[0][1]


def test_what_takes_off_within_an_order_is_a_discount_that_is_told(bring):
    came = bring(f"1,A1,MUG,2,{DAY},5.00,,,", f"1,D,Discount,-1,{DAY},3.00,,,", f"1,B,,1,{DAY},0.00,,,")
    found = order("IM-1")
    assert (found.total, found.discount, len(found.lines)) == (700, 300, 2)
    assert found.lines[1].name == "B"
    assert came.told == [(3, "#1: the row (“Discount”) takes off 3.00 GBP and came in as a discount.")]


def test_bad_debt_is_skipped_and_told(bring):
    came = bring(f"A563185,B,Adjust bad debt,1,{DAY},11062.06,,,", f"2,A1,MUG,1,{DAY},5.00,,,")
    assert came.told == [(2, "#A563185: an adjustment for bad debt is no order. It was left out.")]
    assert came.outcomes == {"made": 1, "refused": 1}


def test_equal_rows_are_two_lines_and_told(bring):
    came = bring(f"3,A1,MUG,1,{DAY},5.00,,,", f"3,A1,MUG,1,{DAY},5.00,,,")
    assert (order("IM-3").total, len(order("IM-3").lines)) == (1000, 2)
    assert came.told == [(3, "#3: row 3 is the same as row 2. Both came in, as lines of their own.")]


def test_what_no_field_is_for_is_kept_beside_the_order(bring):
    came = bring(f"4,A1,MUG,1,{DAY},5.00,17850,France,Till 7")
    assert came.importer.unknown_columns == ("Till",)
    kept = db.session.get(OrderSource, order("IM-4").id)
    assert (kept.customer_number, kept.facts) == ("17850", {"Till": "Till 7"})
    assert order("IM-4").shipping_address == {"country": "FR"}
    assert order("IM-4").owner is None
