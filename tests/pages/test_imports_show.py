"""One import: the preview with its choices, how far it is, the report, the refused rows, and the steps."""

import pytest
from sqlalchemy import select

from dashboard.actions.keep_mapping import keep_mapping
from dashboard.core.imports import ImportState
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import Invalid
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import ImportRun, Order, Staff
from dashboard.pages.imports_refused import filename
from tests import world
from tests.imports import HEADER, SALES, row
from tests.pages.visitor import HTMX, signed_in

S = ImportState
BAD = HEADER + row(1) + row(2, total="ten") + row(3, email="no address")


@pytest.fixture
def ready(inside):
    """An import whose preview is there."""
    return inside.looked_over(BAD)


def show(number, step=""):
    return f"/imports/{number}{step}"


def press(desk, number, name, **headers):
    """Press one of the import's buttons."""
    return desk.submit(desk.open(show(number)).page.button(name).form, **headers)


def finished(inside, desk, number):
    press(desk, number, "Import 2 orders")
    assert inside.work_off()
    return number


def test_the_preview_shows_all_that_will_be(inside, desk, ready):
    page = desk.open(show(ready)).page
    assert "3 orders in the file 2 new" in page.one(aria_label="What will come of it").text
    assert "1 cannot be imported" in page.text
    first = page.region("The first orders, as they will become").one("tbody").all("tr")
    assert "SH-1" in first[0].text and "10.00 EUR" in first[0].text and "Paid" in first[0].text
    columns = page.region("Columns").one("tbody").all("tr")
    assert [cell.text for cell in columns[0].children if not isinstance(cell, str)] == [
        "Name", "Order code", "#1", "#2", "#3",
    ]  # fmt: skip
    assert "#2: Under Total" in page.region("Rows to look at").text
    assert "no e-mail address" in desk.open(show(ready), show="warnings").page.region("Rows to look at").text
    assert inside.imported() == 0


def test_a_choice_draws_the_preview_anew(inside, desk, ready):
    form = desk.open(show(ready)).page.region("Columns").one("form")
    answer = desk.submit(form, "Update preview", prefix="WEB-")
    assert answer.location == show(ready)
    assert (inside.run(ready).state, inside.run(ready).choices["prefix"]) == (S.LOOKING, "WEB-")
    assert inside.work_off()
    assert "WEB-1" in desk.open(show(ready)).text
    again = desk.submit(form, "Update preview", prefix="WEB-")  # the same form once more
    assert (again.status, inside.run(ready).state) == (303, S.READY)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("prefix", "OD-", "OD- begins the codes of the desk’s own orders"),
        ("prefix", "x" * 13, "12 characters at most."),
        ("zone", "Mars", "is no time zone"),
    ],
)
def test_a_choice_that_cannot_be_stands_beside_its_field(inside, desk, ready, field, value, says):
    form = desk.open(show(ready)).page.region("Columns").one("form")
    answer = desk.submit(form, "Update preview", **{field: value})
    assert answer.status == 422
    assert says in answer.page.one(id=f"{field}-note").text
    assert answer.page.one("input", name=field)["value"] == value
    assert inside.run(ready).state is S.READY


def test_words_that_are_no_option_are_nothing(inside, desk, ready):
    form = desk.open(show(ready)).page.region("Columns").one("form")
    assert desk.submit(form, "Update preview", encoding="klingon", separator="||").status == 303
    assert inside.run(ready).choices.get("encoding") is None
    assert inside.work_off()
    assert inside.run(ready).state is S.READY


def test_what_must_be_chosen_is_asked_for(inside, desk):
    text = "Name,Created at,Lineitem quantity,Lineitem name,Lineitem price\n#1,2026-11-02 09:30:00 +0100,1,Cup,10.00\n"
    number = inside.looked_over(text)
    page = desk.open(show(number)).page
    assert "does not say its currency" in page.text
    assert not [button for button in page.all("button") if button.text.startswith("Import")]
    form = page.region("Columns").one("form")
    assert "is no currency" in desk.submit(form, "Update preview", currency="XXY").page.one(id="currency-note").text
    assert desk.submit(form, "Update preview", currency="eur", key="k" * 20).status == 303
    assert inside.work_off()
    assert inside.counts(number) == (1, 0, 0, 0)


def test_bytes_that_mean_nothing_in_the_chosen_encoding_are_drawn_as_such(inside, desk):
    text = (HEADER + row(1) + row(2)).replace("Cup", "St\udcfcck", 1)
    number = inside.looked_over(text, encoding="utf-8-sig")
    page = desk.open(show(number)).page
    assert "St�ck" in page.region("Columns").text
    assert "#1: row 2 has bytes that mean nothing in the file’s encoding" in page.region("Rows to look at").text


@pytest.mark.parametrize("looked", [True, False])
def test_a_preview_of_somebody_who_left_is_taken_over_by_a_choice(inside, desk, looked):
    with inside.app.app_context():
        by = world.staff(Role.MANAGER)
    number = inside.looked_over(BAD, by=by) if looked else inside.begun(BAD, by=by)
    with inside.app.app_context(), writing() as session:
        session.get_one(Staff, by.id).active = False
        session.get_one(ImportRun, number).state = S.LOOKING
    assert inside.work_off()
    page = desk.open(show(number)).page
    assert "works here no more" in page.one("div", role="alert", class_="notice").text
    assert desk.submit(page.region("Columns").one("form"), "Update preview").status == 303
    assert inside.work_off()
    assert (inside.run(number).state, inside.run(number).by_name) == (S.READY, "Olga Winter")


def test_what_stands_is_not_sent_again(inside, desk):
    number = inside.begun(BAD)
    page = desk.open(show(number))
    moving = page.page.one(id="import-counts")
    assert moving["hx-trigger"] == "every 1s"
    headers = {**HTMX, "If-None-Match": page.headers["ETag"]}
    same = desk.open(show(number), headers=headers)
    assert (same.status, same.body) == (304, b"")
    assert inside.work_off()
    other = desk.open(show(number), headers=headers)
    assert other.status == 200
    assert "hx-trigger" not in other.page.one(id="import-counts")


def test_started_and_reported(inside, desk, ready):
    answer = press(desk, ready, "Import 2 orders")
    assert "The import has begun" in desk.follow(answer).text
    page = desk.open(show(ready)).page
    assert "0 of 3 orders" in page.region("Importing orders").text
    assert inside.work_off()
    page = desk.open(show(ready)).page
    assert "2 orders were imported" in page.text
    assert "Total 20.00 EUR, as in the file" in page.text
    assert page.button("Show the imported orders")["href"] == f"/orders?import={ready}"
    listed = desk.open(f"/orders?import={ready}").page
    assert {row["id"] for row in listed.one("tbody").all("tr")} == {"row-SH-1", "row-SH-3"}
    assert "Import: 1" in listed.one("ul", aria_label="Active filters").text
    assert desk.open("/orders?import=99").status == 200


def test_the_same_button_twice_begins_once(inside, desk, ready):
    form = desk.open(show(ready)).page.button("Import 2 orders").form
    assert desk.submit(form).status == desk.submit(form).status == 303
    assert inside.run(ready).state is S.RUNNING


def test_paused_resumed_and_canceled(inside, desk, ready):
    press(desk, ready, "Import 2 orders")
    press(desk, ready, "Pause")
    assert not inside.work_off()
    assert "It stands between two orders" in desk.open(show(ready)).text
    press(desk, ready, "Resume")
    question = desk.open(show(ready, "/cancel"), headers=HTMX).page.one(id="verb")
    assert "0 orders made so far stay" in question.text
    answer = desk.submit(question.one("form"), "Cancel import")
    assert "The import was canceled" in desk.follow(answer).text
    assert inside.run(ready).state is S.STOPPED
    late = desk.post(show(ready, "/pause"), {"key": "p" * 20}, headers=HTMX)
    assert (late.status, "was stopped already" in late.alert) == (422, True)


def test_each_step_is_a_page_too(desk, ready):
    for step in ("start", "pause", "resume", "cancel", "undo"):
        page = desk.open(show(ready, f"/{step}")).page
        assert page.one("dialog").one("h2").text
    assert desk.open(show(ready, "/explode")).status == 404


def test_an_import_that_nobody_knows_is_no_page(desk):
    for path in ("/imports/99", "/imports/99/undo", "/imports/99/cancel", "/imports/99/refused"):
        assert desk.open(path).status == 404
    assert desk.post("/imports/99/start", {"key": "p" * 20}).status == 404


def test_only_who_may_import_sees_any_of_it(inside, ready):
    visitor = signed_in(inside.app, Role.SUPPORT)
    for step in ("", "/start", "/cancel", "/undo", "/refused"):
        assert visitor.open(show(ready, step)).status == 403
    for step in ("", "/start", "/cancel", "/undo"):
        assert visitor.post(show(ready, step), {"key": "p" * 20, "prefix": ""}).status == 403
    assert inside.run(ready).state is S.READY


def test_refused_rows_come_back_with_their_reason_and_can_be_mended(inside, desk, ready):
    finished(inside, desk, ready)
    link = desk.open(show(ready)).page.button("Download the refused rows")
    answer = desk.open(link["href"])
    assert "filename=orders-refused.csv" in answer.headers["Content-Disposition"]
    header, refused = answer.body.decode("utf-8-sig").splitlines()
    assert header == HEADER.strip() + ",Reason"
    assert refused.startswith("#2,,paid,EUR,ten")
    mended = inside.looked_over(f"{header}\n{refused.replace('ten', '10.00')}\n")
    assert inside.counts(mended) == (1, 0, 0, 0)
    for file in inside.files():
        file.unlink()
    assert desk.open(link["href"]).status == 404


def test_the_refused_rows_of_a_sheet_are_called_what_they_are(inside):
    with inside.app.app_context():
        assert filename(ImportRun(filename="till.xlsx")) == "till-refused.csv"
        assert filename(ImportRun(filename="orders.json.gz")) == "orders-refused.json"
        assert filename(ImportRun(filename="orders")) == "orders-refused.csv"


def test_what_breaks_the_reader_is_a_sentence_not_the_file(inside, desk, ready, monkeypatch):
    finished(inside, desk, ready)
    stored = inside.run(ready).stored

    class Broken:
        def refused(self, task, reasons):
            raise Invalid(f"{stored} needs more memory.")

    monkeypatch.setitem(inside.app.config, "IMPORT_READER", Broken())
    answer = desk.open(show(ready, "/refused"))
    assert (answer.status, "orders.csv needs more memory." in answer.text) == (404, True)


def test_undone_by_its_dialog_or_refused_naming_who(inside, desk, ready):
    finished(inside, desk, ready)
    dialog = desk.open(show(ready, "/undo"), headers=HTMX).page.one(id="verb")
    assert "2 orders made by this import go, with their log: SH-1, SH-3" in dialog.text
    with inside.app.app_context(), writing():
        db.session.scalars(select(Order).where(Order.code == "SH-1")).one().version += 1
    refused = desk.submit(dialog.one("form"), "Undo import", headers=HTMX)
    assert (refused.status, "SH-1" in refused.alert) == (422, True)
    with inside.app.app_context(), writing():
        db.session.scalars(select(Order).where(Order.code == "SH-1")).one().version -= 1
    answer = desk.submit(dialog.one("form"), "Undo import", headers=HTMX)
    assert "The import is being undone" in desk.follow(answer).text
    assert inside.work_off()
    assert "This import was undone" in desk.open(show(ready)).text
    assert inside.imported() == 0


def test_a_file_that_cannot_be_read_says_why_and_can_be_left(inside, desk):
    number = inside.looked_over("Name,Email\n", name="half.csv")
    page = desk.open(show(number)).page
    assert "half.csv is no orders export of Shopify" in page.one("div", role="alert", class_="notice").text
    form = page.region("Columns").one("form")
    assert desk.submit(form, "Update preview", encoding="cp1252").status == 303
    assert inside.run(number).choices["encoding"] == "cp1252"


TILL = "Ref,Who,When,Thing,Pcs,Each\nA1,Ann,03/04/2026,Cup,2,9.50\nA2,Ben,04/05/2026,Bowl,1,18.00\n"
BECOMES = {
    "Ref": "number",
    "Who": "name",
    "When": "placed_at",
    "Thing": "item",
    "Pcs": "quantity",
    "Each": "unit_price",
}


def test_the_columns_of_a_table_of_ones_own_are_mapped_and_remembered(inside, desk):
    """What nobody can know is asked: the columns, the order of day and month, the currency."""
    number = inside.looked_over(TILL, name="till.csv", source="table")
    assert inside.run(number).state is ImportState.OPEN
    form = desk.open(show(number)).page.region("Columns").one("form")
    columns = {f"column-{at}": field for at, field in enumerate(BECOMES.values())}
    said = {"save_as": "Our till", "currency": "EUR"}
    lacking = desk.submit(form, "Update preview", **{**columns, **said, "column-0": ""})
    assert lacking.status == 422
    assert "Choose the columns for Order number" in lacking.page.one("div", role="alert", class_="notice").text
    assert desk.submit(form, "Update preview", key="u" * 20, **columns, **said).status == 303
    assert inside.work_off()
    page = desk.open(show(number)).page
    assert (
        "does not say the order of day and month in its dates" in page.one("div", role="status", class_="notice").text
    )
    assert desk.submit(page.region("Columns").one("form"), "Update preview", dates="dmy").status == 303
    assert inside.work_off()
    page = desk.open(show(number)).page
    assert "3 Apr" in page.region("The first orders, as they will become").text
    assert page.button("Import 2 orders")
    again = inside.looked_over(TILL, name="next.csv", source="table")
    assert inside.run(again).choices["mapping"] == BECOMES
    refused = TILL.replace("Each\n", "Each,Reason\n").replace("0\n", "0,Mend it.\n")
    mended = inside.looked_over(refused, name="mended.csv", source="table")
    assert inside.run(mended).choices["mapping"] == BECOMES
    assert inside.run(again).state is ImportState.OPEN  # the date order is not remembered: it is the file's own


def test_a_kept_mapping_can_be_used_for_other_columns(inside, desk, app):
    with app.app_context():
        kept = keep_mapping("Our till", BECOMES, BECOMES, by=COMMAND)
    number = inside.looked_over(TILL.replace("Who", "Buyer"), name="till.csv", source="table")
    form = desk.open(show(number)).page.region("Columns").one("form")
    assert form.all("button")[0].text == "Update preview"  # which Enter presses
    assert desk.submit(form, None, saved=str(kept), use="1").status == 303
    chosen = {column: field for column, field in BECOMES.items() if column != "Who"}
    assert inside.run(number).choices["mapping"] == chosen  # of a column that is not there nothing is said


@pytest.mark.parametrize(
    ("choice", "columns"),
    [({"encoding": "mac-roman"}, "Straﬂe"), ({"separator": ";"}, "0 of 2 columns known")],
)
def test_a_mapping_is_made_anew_for_columns_that_are_called_otherwise(inside, desk, choice, columns):
    text = SALES.replace("Customer ID", "Stra\udcdfe" if "encoding" in choice else "Customer ID")
    text = text.replace("Mug", "Mug;x") if "separator" in choice else text
    number = inside.looked_over(text, name="till.csv", source="table")
    form = desk.open(show(number)).page.region("Columns").one("form")
    assert desk.submit(form, "Update preview", **choice, **{"column-3": "item", "column-1": "email"}).status == 303
    assert "mapping" not in inside.run(number).choices
    assert inside.work_off()
    drawn = desk.open(show(number)).page.region("Columns")
    assert columns in drawn.text
    assert desk.submit(drawn.one("form"), "Update preview", encoding="cp1252", separator=",").status == 303
    assert inside.work_off()
    assert inside.run(number).state is S.READY


def test_credits_without_a_sale_are_told_in_the_report(inside, desk):
    number = inside.looked_over(SALES, name="till.csv", source="table")
    assert "Credits without a sale" not in desk.open(show(number)).text
    press(desk, number, "Import 3 orders")
    assert inside.work_off()
    line = desk.open(show(number)).page.region("Credits without a sale").one("tbody").one("tr")
    assert [cell.text for cell in (line.one("th"), *line.all("td"))] == [
        "IM-C2", "2 Mar, 09:00", "17850", "1 × Mug", "9.50 EUR",
    ]  # fmt: skip


def test_the_same_file_under_another_prefix_is_told(inside, desk):
    plain = "Name,Currency,Created at,Lineitem quantity,Lineitem name,Lineitem price\n#1,EUR,2026-11-01,1,Cup,10.00\n"
    number = inside.looked_over(plain, prefix="A-")
    press(desk, number, "Import 1 order")
    assert inside.work_off()
    again = desk.open(show(inside.looked_over(plain, prefix="B-"))).page
    assert "under the prefix A-. Under another prefix its orders come in a second time." in again.text
    assert "imported before" not in desk.open(show(inside.looked_over(plain, prefix="A-"))).page.text
