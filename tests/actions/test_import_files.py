"""The files that others made, each brought in whole: the figures that are known of them, and every invariant after."""

import json
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from dashboard.checks.run import run
from dashboard.extensions import db
from dashboard.models import Credit, CreditLine, Customer, CustomerSource, Message, Order, OrderLine, OrderSource
from tests.importing import DATA, bring_in

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"the data folder is not beside the project: {DATA}")
BASKETS = DATA / "uci-online-retail" / "online_retail_2010-12_to_2011-06.csv.gz"
BRITISH = {"region": "GB", "zone": "Europe/London", "currency": "GBP"}


# Long files: on PostgreSQL they run with the long tests.
on_sqlite = pytest.mark.parametrize(
    "kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.faults)], indirect=True
)


@pytest.fixture
def desk(app):
    """The application's context; afterwards nothing is broken, and no message was written."""
    with app.app_context():
        yield
        assert run(db.session()).broken == []
        assert db.session.scalar(select(func.count()).select_from(Message)) == 0


def net(lines):
    """The exact value of these lines."""
    return sum((line.quantity * line.unit_price for line in lines), Decimal(0))


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def imported(source="table"):
    return select(Order).where(Order.source == source)


def baskets(most=None):
    """Bring the baskets in and compare what is here with what is expected of all of them, or of the first."""
    came = bring_in(BASKETS, most=most, **BRITISH)
    assert came.importer.open_choices == ()
    orders, credits = db.session.scalars(imported()).all(), db.session.scalars(select(Credit)).all()
    lines = [line for order in orders for line in order.lines] + db.session.scalars(select(CreditLine)).all()
    numbers = set(db.session.scalars(select(OrderSource.customer_number))) | {
        credit.customer_number for credit in credits
    }
    unknown = len(orders) - db.session.scalar(select(func.count()).where(OrderSource.customer_number != ""))
    return came, {
        "lines": len(lines),
        "invoices": len(orders) + len(credits),
        "cancellations": sum(credit.code.startswith("IM-C") for credit in credits),
        "invoices_without_customer": unknown + sum(not credit.customer_number for credit in credits),
        "customers": len(numbers - {""}),
        "net_value": str(net(lines)),
    }


@on_sqlite
def test_the_first_baskets(desk):
    came, found = baskets(most=60)
    assert (came.outcomes, found["invoices"]) == ({"made": 60}, 60)
    assert bring_in(BASKETS, most=60, **BRITISH).outcomes == {"unchanged": 60}
    assert db.session.scalar(select(func.sum(Order.total)).where(Order.source == "table")) > 0


@pytest.mark.faults
def test_all_baskets(desk):
    came, found = baskets()
    expected = json.loads((DATA / "EXPECTED.json").read_text())["uci-online-retail"]
    assert found == {name: expected[name] for name in found}
    assert came.outcomes == {"made": expected["invoices"]}


@on_sqlite
def test_all_customers(desk):
    file, before = DATA / "composed-shopify-csv" / "customers_export.csv", count(Customer)
    came = bring_in(file)
    assert came.outcomes == {"made": 885}
    assert (count(Customer), came.problems, came.importer.unknown_columns) == (before + 885, [], ())
    assert bring_in(file).outcomes == {"unchanged": 885}
    told = db.session.scalars(select(CustomerSource).where(CustomerSource.source_id == "7000000017850")).one().facts
    assert (told["imported_total_spent"], told["tags"]) == ("5303.04", "wholesale")


FILES = {
    "shopify-api-json/order.json": ("shopify_json", 1),
    "shopify-api-json/customer.json": ("shopify_customers_json", 1),
    "shopify-dbt-seeds/shopify_customer_data.csv": ("shopify_customers", 4),
    "woocommerce-api-json/order_created.json": ("woocommerce_json", 1),
    "woocommerce-api-json/customer.json": ("woocommerce_customers_json", 1),
    "composed-shopify-csv/orders_export_first40.csv": ("shopify", 40),
}


@pytest.mark.parametrize("file", FILES)
def test_each_file_is_recognised_and_comes_in_once(desk, file):
    name, number = FILES[file]
    assert bring_in(DATA / file).outcomes == {"made": number}
    assert bring_in(DATA / file, name).outcomes == {"unchanged": number}


def test_what_the_woocommerce_order_says(desk):
    bring_in(DATA / "woocommerce-api-json" / "order_created.json")
    order = db.session.scalars(imported("woocommerce")).one()
    assert (order.code, order.total, order.paid, order.tax_included, order.difference) == (
        "WC-727",
        2935,
        2935,
        False,
        0,
    )
    assert (order.placed_at.hour, order.placed_offset) == (19, -180)
    assert [line.name for line in order.lines] == ["Woo Single #1", "Ship Your Idea – Color: Black, Size: M Test"]
    assert order.owner is None and order.customer_email == "john.doe@example.com"


def test_orders_and_lines_of_the_first_forty(desk):
    bring_in(DATA / "composed-shopify-csv" / "orders_export_first40.csv")
    lines = select(func.count()).select_from(OrderLine).join(Order, Order.id == OrderLine.order_id)
    assert db.session.scalar(lines.where(Order.source == "shopify")) == 424
