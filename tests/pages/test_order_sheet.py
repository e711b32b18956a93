"""A catalog's order sheet: taken away, filled in, brought back, and placed; each error beside its row."""

import io

import pytest
from sqlalchemy import select
from xlsxwriter import Workbook

from dashboard.core.person import Role
from dashboard.exporters.order_sheet import HEAD_ROW
from dashboard.extensions import db
from dashboard.models import Catalog
from tests import world
from tests.exporters.books import acting, sheets
from tests.pages.buyer import buyer_in
from tests.pages.order_links import CATALOG, count, link, newest
from tests.pages.test_order_form import WHO, Guest
from tests.pages.visitor import signed_in


@pytest.fixture
def guest(app):
    """Somebody with the link."""
    return Guest(app)


def rows_of(file):
    """The rows of a sheet that was handed out, its head first."""
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_name("Order").to_python()[HEAD_ROW:]


def filled(file, **pieces):
    """The sheet, filled in by SKU as a person does, and saved."""
    out = io.BytesIO()
    book = Workbook(out)
    page = book.add_worksheet("Order")
    for at, row in enumerate(rows_of(file)):
        typed = pieces.get(row[0].replace("-", "_"), "") if at else row[4]
        for place, value in enumerate([*row[:4], typed]):
            page.write(at, place, value)
    book.close()
    return out.getvalue()


def upload(visitor, path, data, name="order.xlsx"):
    """The answer to a filled-in sheet."""
    return visitor.post(f"{path}/sheet", [("file", (io.BytesIO(data), name))])


MUGS, TOWELS = world.MUG.replace("-", "_"), world.TOWEL.replace("-", "_")


@pytest.mark.feature("D2")
def test_a_sheet_is_taken_filled_in_and_placed(app, guest):
    path = link(app)
    page = guest.open(f"{path}/sheet").page
    answer = guest.open(page.one("main").button("Download order sheet")["href"])
    assert answer.headers["Content-Disposition"] == 'attachment; filename="order-sheet.xlsx"'
    head, *rows = rows_of(answer.body)
    assert head[:5] == ["SKU", "Product", "Variant", "Unit price, EUR", "Quantity"]
    assert [(row[1], row[3], row[4]) for row in rows if row[0] == world.MUG] == [("Stoneware mug", 9.5, "")]
    assert acting(answer.body) == []
    review = upload(guest, path, filled(answer.body, **{MUGS: 3, TOWELS: 2}))
    assert (review.status, "44.50 EUR" in review.text) == (200, True)
    placed = guest.submit(review.page.one("main").one("form"), "Place order", **WHO)
    order = newest(app)
    assert placed.status == 303
    assert (order["route"], order["catalog"], order["total"]) == ("spreadsheet", CATALOG, 4450)
    assert sorted(order["lines"]) == [(world.MUG, 3, "9.50", 3), (world.TOWEL, 2, "8.00", 2)]


@pytest.mark.feature("D2")
def test_a_buyers_sheet_is_placed_in_their_account(app, number):
    path, kate = link(app), buyer_in(app, world.KATE)
    sheet = kate.open(f"/account{path}/sheet.xlsx").body
    review = upload(kate, f"/account{path}", filled(sheet, **{MUGS: 1}))
    kate.submit(review.page.one("main").one("form"), "Place order")
    assert (newest(app)["owner"], newest(app)["route"]) == (int(number(world.KATE)), "spreadsheet")


def test_each_error_stands_beside_its_row(app, guest):
    path, before = link(app), count(app)
    table = (
        f"SKU,Product,Unit price,Quantity\n{world.MUG},Mug,9.50,2\n{world.TOWEL},Towel,8.00,two\nPLATE,Plate,1.00,1\n"
    )
    answer = upload(guest, path, table.encode(), "order.csv")
    assert (answer.status, count(app)) == (422, before)
    assert "Rows of this sheet cannot be ordered as they are" in answer.alert
    wrong = answer.page.one("section", **{"aria-labelledby": "h-rows"}).text
    assert "Row 3: Enter a whole number of pieces" in wrong
    assert "Row 4: This is not in the catalog" in wrong
    assert "Row 2" not in wrong


def test_another_price_is_told_before_anything_is_placed(app, guest):
    table = f"SKU,Unit price,Quantity\n{world.MUG},9.00,2\n"
    answer = upload(guest, link(app), table.encode(), "order.csv")
    assert answer.status == 200
    assert "The price was 9.00 in the sheet, and is 9.50 today." in answer.page.one("main").text


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "", "Choose the sheet that you filled in."),
        (b"", "empty.csv", "empty.csv"),
        (b"nothing of the kind", "a.xlsx", "a.xlsx"),
        (b"PK\x03\x04 broken", "b.xlsx", "b.xlsx"),
        (b"SKU,Name\nA,B\n", "c.csv", "it has no columns SKU and Quantity"),
        (b"SKU,Quantity\nMUG-SG-300,\n", "d.csv", "The sheet asks for nothing"),
        (b"SKU,Quantity\n\xff\xfe,1\n", "e.csv", ""),
    ],
)
def test_what_is_no_order_sheet_is_refused(app, guest, data, name, sentence):
    path, before = link(app), count(app)
    answer = guest.post(f"{path}/sheet", [("file", (io.BytesIO(data), name))] if name else [])
    assert (answer.status, count(app)) == (422, before)
    assert sentence in answer.page.one("main").text
    with app.app_context():
        from dashboard.import_runner import folder

        assert not list(folder(app).glob("*")) if folder(app).is_dir() else True  # nothing of the file stays


@pytest.mark.feature("D2")
def test_staff_place_a_sheet_for_its_buyer(app, number):
    with app.app_context():
        catalog = db.session.scalar(select(Catalog.id).where(Catalog.name == CATALOG))
    here, support = f"/catalogs/{catalog}/order-sheet", signed_in(app, Role.SUPPORT)
    taken = support.open(support.open(here).page.button("Download order sheet")["href"])
    sheet = filled(taken.body, **{MUGS: 2})
    review = support.post(here, [("file", (io.BytesIO(sheet), "order.xlsx"))]).page.one(id="verb").one("form")
    assert "19.00 EUR" in review.text
    before = count(app)
    answer = support.submit(review, "Place order")
    assert (answer.status, count(app)) == (422, before)
    assert "Choose the customer who orders." in answer.alert
    found = support.submit(review, "Find", q="kate").page.one(id="verb").one("form")
    pick = next(button for button in found.all("button") if "Kate Wong" in button.text)
    chosen = support.post(here, [*found.fields(), ("pick", pick["value"])]).page.one(id="verb").one("form")
    answer = support.submit(chosen, "Place order")
    order = newest(app)
    assert (answer.status, answer.location) == (303, f"/orders/{order['code']}")
    assert (order["route"], order["owner"], order["total"]) == ("spreadsheet", int(number(world.KATE)), 1900)
    assert order["log"][1:] == ("staff", "Sofia Lund")
    assert support.submit(chosen, "Place order").location == answer.location
    assert newest(app)["code"] == order["code"]
    table = f"SKU,Quantity\n{world.MUG},none\n".encode()
    wrong = support.post(here, [("file", (io.BytesIO(table), "order.csv"))])
    assert (wrong.status, "Enter a whole number of pieces" in wrong.page.one("main").text) == (422, True)


def test_handed_out_sheets_hold_no_formula(app, guest):
    from dashboard.database import writing
    from dashboard.models import Product

    with app.app_context(), writing() as session:
        session.scalars(select(Product).where(Product.sku == world.MUG)).one().name = "=cmd|' /C calc'!A0"
    file = guest.open(f"{link(app)}/sheet.xlsx").body
    assert acting(file) == []
    assert "=cmd|' /C calc'!A0" in [row[1] for row in rows_of(file)]
    assert sheets(file)
