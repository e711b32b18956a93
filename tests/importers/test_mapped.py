"""A merchant's own table: guessed mappings, what stays open until somebody says so, and what rows say together."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from dashboard.core.refusals import Invalid
from dashboard.importers import SOURCES, recognised
from dashboard.importers.incoming import Choices, IncomingOrder, Problem
from dashboard.importers.mapped_fields import guess


@pytest.fixture
def table(tmp_path):
    """Looks a table of this text over."""

    def look(text: str, region: str = "DE", encoding: str = "utf-8", **choices):
        file = tmp_path / "orders.csv"
        file.write_bytes(text.encode(encoding))
        return SOURCES["table"](file, Choices(region, "Europe/Berlin", **({"currency": "EUR"} | choices)))

    return look


HEADER = "Order,Date,Item,Qty,Price\n"

HEADERS = {
    "Sale Date,Item Name,Buyer,Quantity,Price,Discount Amount,Order Shipping,Order Sales Tax,Item Total,Currency,"
    "Transaction ID,Date Paid,Date Shipped,Ship Name,Ship Address1,Ship City,Ship Zipcode,Ship Country,Order ID,SKU": {
        "Sale Date": "placed_at", "Item Name": "item", "Buyer": "name", "Quantity": "quantity", "Price": "unit_price",
        "Discount Amount": "discount", "Order Shipping": "shipping", "Order Sales Tax": "tax",
        "Item Total": "line_total", "Currency": "currency", "Order ID": "number", "Date Paid": "paid_at",
        "Date Shipped": "sent_at", "Ship Name": "shipping_name", "Ship Address1": "shipping_street1",
        "Ship City": "shipping_city", "Ship Zipcode": "shipping_postcode", "Ship Country": "shipping_country",
        "SKU": "sku",
    },
    "amazon-order-id\tpurchase-date\torder-status\tproduct-name\tsku\tquantity\tcurrency\titem-price\titem-tax"
    "\tshipping-price\tship-city\tship-state\tship-postal-code\tship-country": {
        "amazon-order-id": "number", "purchase-date": "placed_at", "order-status": "status", "product-name": "item",
        "sku": "sku", "quantity": "quantity", "currency": "currency", "item-price": "unit_price", "item-tax": "tax",
        "shipping-price": "shipping", "ship-city": "shipping_city", "ship-state": "shipping_region",
        "ship-postal-code": "shipping_postcode", "ship-country": "shipping_country",
    },
}  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
def test_headers_of_others_are_guessed(header):
    assert guess(header.split("\t" if "\t" in header else ",")) == HEADERS[header]


def test_etsy_sums_stand_once_or_on_every_row(table):
    header = "Order ID,Sale Date,Item Name,Quantity,Price,Order Shipping,Currency,Date Paid,Date Shipped,SKU\n"
    found = table(
        header
        + "1,09/14/26,Mug,1,10.00,8.00,USD,09/14/2026,,M\n1,09/14/26,Lid,2,1.00,,USD,,,L\n"
        + "2,09/15/26,Mug,1,10.00,8.00,USD,,,M\n2,09/15/26,Lid,2,1.00,8.00,USD,,,L\n"
        + "3,09/16/26,Mug,1,10.00,3.00,USD,,09/18/26,M\n3,09/16/26,Lid,2,1.00,2.00,USD,,,L\n",
        region="US",
    )
    assert (found.open_choices, found.found.dates) == ((), "mdy")
    first, second, third = found.read()
    assert [(one.shipping, one.total) for one in (first, second, third)] == [(800, 2000), (800, 2000), (500, 1700)]
    assert [one.payment.captured for one in (first, second)] == [2000, 0]
    assert [line.sent for line in third.lines] == [True, True]


@pytest.mark.parametrize(
    ("days", "dates", "open_"),
    [
        (("13/02/2026", "01/03/2026"), "dmy", False),
        (("02/13/2026", "01/03/2026"), "mdy", False),
        (("01/02/2026", "03/03/2026"), "dmy", True),
        (("13/02/2026", "02/13/2026"), "dmy", True),
        (("2026-02-13", "2026/03/01"), None, False),
        (("13 Feb 2026", "Mar-01-26"), None, False),
        (("03.03.2026", "04-04-26"), None, False),
    ],
)
def test_the_order_of_day_and_month_is_asked_where_it_is_open(table, days, dates, open_):
    found = table(HEADER + "".join(f"{at},{day},Mug,1,5.00\n" for at, day in enumerate(days)))
    assert (found.found.dates, "dates" in found.open_choices) == (dates, open_)
    chosen = table(HEADER + f"1,{days[0]},Mug,1,5.00\n", dates="mdy")
    assert chosen.open_choices == ()


def test_a_date_that_cannot_be_under_the_choice_is_refused_and_never_swapped(table):
    order, problem = table(HEADER + "1,02/03/2026,Mug,1,5.00\n2,13/03/2026,Mug,1,5.00\n", dates="mdy").read()
    assert order.placed_at.month == 2
    assert isinstance(problem, Problem) and problem.rows == (3,) and "“13/03/2026”" in problem.sentence


@pytest.mark.parametrize(
    ("prices", "mark", "open_"),
    [
        (("1,024", "3,100"), ".", True),
        (("1.024", "3.100"), ".", True),
        (("1.024,50", "2.505"), ",", False),
        (("1,024.50", "2,505"), ".", False),
        (("82,27", "1,024"), ",", False),
        (("5.00", "7"), ".", False),
        (("5", "7"), None, False),
    ],
)
def test_the_decimal_mark_is_asked_where_it_is_open(table, prices, mark, open_):
    header = HEADER.replace(",", ";")
    found = table(header + "".join(f"{at};2026-01-01;Mug;1;{price}\n" for at, price in enumerate(prices)))
    assert (found.found.decimal, "decimal" in found.open_choices) == (mark, open_)


def test_the_chosen_mark_counts(table):
    text = HEADER.replace(",", ";") + "1;2026-01-01;Mug;1;1,024\n"
    assert [next(table(text, decimal=mark).read()).lines[0].unit_price for mark in ",."] == [Decimal("1.024"), 1024]


def test_titles_before_and_empty_rows_after(table):
    found = table(f'"Report","made 2026"\n\n{HEADER}1,2026-01-01,Mug,1,5.00\n,,,,\n,,,,\n')
    assert [item.number for item in found.read()] == ["1"]
    assert next(found.read()).row == 4


def test_what_is_missing_is_asked_for(table):
    found = table("Ref,Day,Thing,Price\n1,2026-01-01,Mug,5\n")
    assert (found.count, found.open_choices[0]) == (0, "mapping")
    with pytest.raises(Invalid, match="Choose the columns for Order number, Date"):
        list(found.read())
    mapping = {"Ref": "number", "Day": "placed_at", "Thing": "item", "Price": "unit_price"}
    again = table("Ref,Day,Thing,Price\n1,2026-01-01,Mug,5\n", mapping=mapping)
    assert (again.count, again.open_choices) == (1, ())
    assert next(again.read()).lines[0].quantity == 1


@pytest.mark.parametrize(
    "mapping", [{"Nope": "number"}, {"Order": "number", "Date": "number"}, {"Order": "colour"}], ids=str
)
def test_a_mapping_that_cannot_be(table, mapping):
    with pytest.raises(Invalid):
        table(HEADER + "1,2026-01-01,Mug,1,5\n", mapping=mapping)


def test_windows_1252_is_supposed_and_asked(table):
    found = table(HEADER + "1,2026-01-01,Täßchen,1,5\n", encoding="cp1252")
    assert (found.found.encoding, found.open_choices) == ("cp1252", ("encoding",))
    assert next(found.read()).lines[0].name == "Täßchen"
    assert table(HEADER + "1,2026-01-01,Täßchen,1,5\n", encoding="cp1252").count == 1


def test_no_currency_is_asked_once_for_the_file(table):
    assert table(HEADER + "1,2026-01-01,Mug,1,5\n", currency=None).open_choices == ("currency",)


def test_rows_that_disagree_are_refused_by_name(table):
    text = "Order,Date,Item,Qty,Price,Country\n1,2026-01-01,Mug,1,5,France\n1,2026-01-02,Lid,1,5,Germany\n"
    (problem,) = table(text).read()
    assert problem.rows == (2, 3) and "rows 2 and 3 disagree under Shipping address: country" in problem.sentence
    order = next(table(text.replace("Germany", "france")).read())
    assert order.placed_at == datetime(2025, 12, 31, 23, tzinfo=UTC)


WORDS = {
    ("Paid", "Shipped"): (500, 0, 0, True, False),
    ("on hold", ""): (0, 500, 0, False, False),
    ("PENDING_PAYMENT", "Unshipped"): (0, 0, 0, False, False),
    ("Refunded", "Complete"): (500, 0, 500, True, False),
    ("partially-refunded", ""): (500, 0, 0, False, False),
    ("unpaid", "cancelled"): (0, 0, 0, False, True),
}


@pytest.mark.parametrize("words", WORDS, ids=str)
def test_status_words(table, words):
    header = "Order,Date,Item,Qty,Price,Payment status,Fulfilment status\n"
    (order,) = table(header + f"1,2026-01-01,Mug,1,5,{words[0]},{words[1]}\n").read()
    assert isinstance(order, IncomingOrder)
    money = (order.payment.captured, order.payment.attempted, order.refunded)
    assert (*money, order.lines[0].sent, order.canceled_at is not None) == WORDS[words]


def test_a_word_that_nobody_knows_refuses_its_order(table):
    header = "Order,Date,Item,Qty,Price,Status\n"
    problem, order = table(header + "1,2026-01-01,Mug,1,5,teleported\n2,2026-01-01,Mug,1,5,Completed\n").read()
    assert problem.sentence == "#1: “teleported” under Status of the order is not known."
    assert (order.payment.captured, order.lines[0].sent) == (500, True)


def test_apostrophes_that_keep_formulas_from_running_come_off(table):
    header = "Order,Date,Item,Qty,Price,Zip,Note\n"
    (order,) = table(header + "'0012,2026-01-01,'=Mug,1,5,'00123,'-5 off\n").read()
    assert (order.number, order.lines[0].name, order.note) == ("0012", "=Mug", "-5 off")
    assert order.shipping_address == {"postcode": "00123"}


def test_a_sheet_with_everything_is_recognised_last(tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text(HEADER)
    assert recognised(file).name == "table"


def test_equal_amounts_on_the_rows_are_each_rows_own_where_only_their_sum_fits(table):
    text = (
        "Order,Date,Item,Qty,Price,Amount,Tax,Shipping\n"
        "1,2026-01-05,Mug,1,10.00,10.00,,\n1,2026-01-05,Lid,1,10.00,10.00,,\n"
        "2,2026-01-05,Mug,1,10.00,20.00,,\n2,2026-01-05,Lid,1,10.00,20.00,,\n"
        "3,2026-01-05,Mug,1,10.00,14.00,1.00,3.00\n3,2026-01-05,Lid,1,10.00,14.00,1.00,3.00\n"
        "4,2026-01-05,Mug,1,10.00,17.00,,\n4,2026-01-05,Lid,1,10.00,17.00,,\n"
    )
    orders = list(table(text).read())
    assert [(one.total, one.shipping, one.tax) for one in orders] == [
        (2000, 0, 0), (2000, 0, 0), (2800, 600, 200), (1700, 0, 0),
    ]  # fmt: skip
    sentence = "#4: the amounts on its rows do not add up. Its total differs from its lines by −3.00 EUR."
    assert [problem.sentence for one in orders for problem in one.warnings] == [sentence]


@pytest.mark.parametrize("name", ["Total", "SUM", "Subtotal:", "grand total"])
def test_a_row_that_sums_others_up_is_no_line(table, name):
    look = table(f"{HEADER}1,2026-01-05,Mug,1,10.00\n,,Lid,1,10.00\n,,{name},2,20.00\n")
    order, told = look.read()
    assert told == Problem(4, "The row names no order and is called a total. It was left out.")
    assert [line.name for line in order.lines] == ["Mug", "Lid"] and look.count == 1
    assert [line.name for line in next(table(f"{HEADER}1,2026-01-05,Total,1,1.00\n").read()).lines] == ["Total"]
