"""What the orders list can be narrowed to and sorted by, as the page offers and tells it."""

import pytest
from sqlalchemy import event

from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Catalog, Note, Shipment, full_text, order_list
from dashboard.models.search_index import index_order
from dashboard.models.time_box import TooLong
from tests.pages.crowd import LONG_AGO, add_order
from tests.pages.test_orders import CAST, codes, row

FOUND = {
    "customer=kate": ["OD-8", "OD-7", "OD-4", "OD-3"],
    "guest=yes": ["TEST-1", "OD-5", "OD-4"],
    "guest=no&payment=paid": ["OD-2", "OD-1"],
    "test=yes": ["TEST-1"],
    "test=no": CAST[1:],
    "archived=yes": ["OD-7"],
    "archived=no&q=kate": ["OD-8", "OD-4", "OD-3"],
    "state=returned_to_cart": ["OD-6"],
    "state=canceled&state=returned_to_cart": ["OD-8", "OD-6"],
    "tag=GIFT": ["OD-1"],
    "tag=gift&tag=vip": ["OD-1"],
    "total_min=40": ["OD-2", "OD-1"],
    "total_max=12&total_min=12": ["OD-8"],
    "placed=today&placed_from=1990-01-01&placed_to=1990-01-01&q=OD-1": [],  # the days give way
    "sort=total": ["OD-6", "TEST-1", "OD-8", "OD-3", "OD-5", "OD-4", "OD-9", "OD-1", "OD-2"],
    "sort=-total": ["OD-2", "OD-1", "OD-9", "OD-4", "OD-5", "OD-3", "OD-8", "TEST-1", "OD-6"],
    "sort=placed": CAST[::-1],
    "sort=payment": ["TEST-1", "OD-8", "OD-6", "OD-5", "OD-3", "OD-4", "OD-2", "OD-1", "OD-9"],
    "sort=fulfilment": ["TEST-1", "OD-9", "OD-5", "OD-4", "OD-3", "OD-1", "OD-2", "OD-8", "OD-6"],
}


@pytest.mark.feature("U2", "T1")
def test_every_filter_and_sort(desk):
    assert {query: codes(desk.open(f"/orders?{query}").page) for query in FOUND} == FOUND


@pytest.mark.feature("U2")
def test_catalogs_are_asked_for_by_number_or_name(app, desk):
    with app.app_context(), writing() as session:
        session.add(Catalog(name="Summer & Sun"))
        session.flush()
        number = session.query(Catalog.id).filter_by(name="Summer & Sun").scalar()
        add_order(session, "SUN-1", LONG_AGO, catalog_id=number)
        add_order(session, "SUN-2", LONG_AGO)
    for asked in (str(number), "Summer & Sun"):
        assert codes(desk.open("/orders", catalog=asked).page) == ["SUN-1"]
    page = desk.open("/orders", catalog=str(number)).page
    assert page.one("ul", aria_label="Active filters").all("a")[0].text == "Catalog: Summer & Sun remove filter"
    assert "SUN-2" in codes(desk.open("/orders", catalog="none").page)


@pytest.mark.feature("U2")
def test_heads_of_columns_sort_and_say_how(desk):
    heads = {head.text: head for head in desk.open("/orders?payment=paid").page.one("table").all("th")}
    links = {name: heads[name].one("a")["href"] for name in ("Placed", "Payment", "Fulfilment", "Total")}
    assert links == {
        "Placed": "/orders?payment=paid&sort=placed",
        "Payment": "/orders?payment=paid&sort=payment",
        "Fulfilment": "/orders?payment=paid&sort=fulfilment",
        "Total": "/orders?payment=paid&sort=-total",
    }
    told = {}
    for sort in ("-placed", "placed", "-total", "payment"):
        page = desk.open("/orders", sort=sort).page
        told[sort] = [(head.text, head["aria-sort"]) for head in page.one("table").all("th") if "aria-sort" in head]
    assert told == {
        "-placed": [("Placed", "descending")],
        "placed": [("Placed", "ascending")],
        "-total": [("Total", "descending")],
        "payment": [("Payment", "ascending")],
    }


def test_a_day_or_amount_that_is_none_is_told_beside_its_field_and_kept(desk):
    answer = desk.open("/orders", placed_from="soon", total_min="cheap", payment="paid")
    page = answer.page
    assert (answer.status, codes(page)) == (200, ["OD-4", "OD-2", "OD-1"])
    assert page.one(id="placed_from-note").text == "Enter a day such as 2026-11-22."
    assert (page.one(id="total_min")["value"], page.one(id="total_min")["aria-invalid"]) == ("cheap", "true")
    assert page.one(id="total_max-note").text == ""


@pytest.mark.feature("U2", "D10")
def test_a_result_says_where_it_matched(app, desk):
    with app.app_context(), writing() as session:
        order = add_order(
            session, "WHY-1", LONG_AGO, sku="CUP-É-9", customer_name="Ada", customer_phone="0351 / 12 34 56"
        )
        order.notes.append(Note(author="Ada", text="Zwei Tassen: ÄPFEL und <b>"))
        order.shipments.append(
            Shipment(number="SH-9", status="shipped", tracking_number="JJD 77 001", tracking_key="jjd77001")
        )
        order.shipping_address = {"street1": "Elbgasse 12", "city": "Dresden"}
        session.flush()
        index_order(session, order)
    why = {
        "cup-e": "SKU CUP-É-9",
        "apfel": "Note Zwei Tassen: ÄPFEL und <b>",
        "jjd77001": "Tracking number JJD 77 001",
        "0351 123456": "Phone 0351 / 12 34 56",
        "elbgasse dresden": "Delivery address Elbgasse 12 Dresden",
        "ada": "",
        "why-1": "",
    }
    told = {}
    for q in why:
        cells = row(desk.open("/orders", q=q).page, "WHY-1").all("small", class_="why")
        told[q] = " ".join(cell.text for cell in cells)
    assert told == why
    marks = row(desk.open("/orders", q="apfel und").page, "WHY-1").all("mark")
    assert [mark.text for mark in marks] == ["ÄPFEL", "und"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [("q=mug", "Refine your search."), ("payment=paid", "Narrow the filters, for example by the days placed.")],
)
def test_what_takes_too_long_is_a_sentence_and_no_fault(desk, monkeypatch, query, sentence):
    def given_up(*_):
        raise TooLong

    for module in (full_text, order_list):
        monkeypatch.setattr(module, "time_box", given_up)
    answer = desk.open(f"/orders?{query}")
    assert answer.status == 200
    assert answer.page.one("p", class_="bound").text.endswith(sentence)


def test_what_only_the_newest_were_searched_for_says_so(desk, monkeypatch):
    assert "newest 5,000 orders only" in desk.open("/orders?q=ka").page.one("p", class_="bound").text
    assert not desk.open("/orders?q=kate").page.all("p", class_="bound")
    monkeypatch.setattr("dashboard.models.order_list.MATCHES", 3)
    assert "among the newest" in desk.open("/orders?q=mail&sort=total").page.one("p", class_="bound").text


@pytest.mark.parametrize(
    "query", ["", "payment=paid", "tag=gift&sort=-total", "guest=yes&sort=payment", "placed=7_days"]
)
def test_a_page_asks_the_database_four_times(app, desk, query):
    asked = []
    with app.app_context():
        engine = db.engine

    def note(_, __, statement, *___):
        if "SELECT" in statement:
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    desk.open(f"/orders?{query}")
    event.remove(engine, "before_cursor_execute", note)
    assert 1 < len(asked) <= 4
