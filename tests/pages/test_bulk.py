"""The same done to many orders of the list: the ticks, what it will do to each, the batch's page, and the way back."""

import re

import pytest

from dashboard.actions.archive import archive
from dashboard.core.person import COMMAND, Role
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Batch, Message
from tests import goods, world
from tests.pages.crowd import add_order
from tests.pages.dialog import effects
from tests.pages.test_roles import OWNERSHIP, PACKERS, TAGGERS
from tests.pages.visitor import HTMX, signed_in

CODES = [world.PAID, world.GUEST, world.RETURNED_TO_CART]
pytestmark = pytest.mark.feature("R6")


def ticked(visitor, verb, codes=CODES, **query):
    """The form for the orders with these codes."""
    answer = visitor.open(f"/orders/bulk/{verb}", code=codes, **query)
    assert answer.status == 200
    return answer.page.one(id="verb").one("form")


def rows(page):
    """What happens to each order."""
    return [
        [cell.text for cell in row.all("td")] for row in page.one("table", class_="bulk-table").one("tbody").all("tr")
    ]


def followed(visitor, answer):
    """The batch's page that an answer leads to."""
    assert answer.status == 303, answer.text
    assert answer.location.startswith("/batches/")
    return visitor.open(answer.location).page


def outcomes(page):
    """What became of each order, on the batch's page."""
    table = page.one("table", class_="data").one("tbody")
    return {row.one("th").text: [cell.text for cell in row.all("td")] for row in table.all("tr")}


def choose(visitor, form, number, codes=CODES, **more):
    """The form once this customer is picked."""
    fields = [*form.fields(), ("pick", number), *more.items()]
    return visitor.post(form["action"], fields, headers=HTMX).page.one("form")


def test_rows_have_boxes_that_belong_to_the_bar(desk):
    page = desk.open("/orders").page
    boxes = page.all("input", form="bulk")
    assert [box["value"] for box in boxes] == [link.text for link in page.all("a", class_="order-code")]
    assert boxes[0]["aria-label"] == f"Select {boxes[0]['value']}"
    bar = page.one("form", id="bulk")
    assert bar.one(role="toolbar")["aria-label"] == "Actions for selected orders"
    assert [button.text for button in bar.all("button")] == [
        "Reassign",
        "Link to account",
        "Add tag",
        "Archive",
        "Fulfil",
        "Export selected",
        "Clear",
    ]
    assert not bar.all("input", name="all")  # all that match are on this page


def test_each_role_has_its_own_verbs(app):
    for role in Role:
        visitor = signed_in(app, role)
        bars = visitor.open("/orders").page.all("form", id="bulk")
        shown = {button.text for bar in bars for button in bar.all("button")} - {"Clear"}
        for verb, label, able in (
            ("reassign", "Reassign", OWNERSHIP), ("link", "Link to account", OWNERSHIP), ("tag", "Add tag", TAGGERS),
            ("archive", "Archive", OWNERSHIP), ("fulfil", "Fulfil", PACKERS),
        ):  # fmt: skip
            fields = {"code": world.PAID, "as_of": "1", "key": "k" * 20, "tag": "x"}
            statuses = {
                visitor.open(f"/orders/bulk/{verb}").status,
                visitor.post(f"/orders/bulk/{verb}", fields).status,
            }
            assert (label in shown, 403 in statuses) == (role in able, role not in able), (role, verb)


def test_what_will_be_done_to_each_is_shown_before(desk, number):
    form = ticked(desk, "reassign")
    assert form.name == "Reassign 3 orders"
    assert "2 can be reassigned, 1 cannot. You can undo this." in form.text
    assert rows(form) == [
        [world.KENJI, "This order was returned to the buyer’s cart; it can only be archived and tagged.", "—"],
        ["guest, kate.wong@mail.example", "Gets its first owner", "28.00 EUR"],
        [world.CHLOE, "Moves", "40.00 EUR"],
    ]
    assert effects(form) == ([], ["Choose the new owner to see what changes."])
    form = choose(desk, form, number(world.KATE))
    assert effects(form) == (
        [("Kate Wong", "8.00", "76.00"), ("Chloe Lee", "90.00", "50.00")],
        [
            "Kate Wong becomes the owner of 2 orders.", "1 order of guests gets its first owner.",
            "Order customers stay as they are.", "One letter to kate.wong@mail.example, after a short wait.",
        ],
    )  # fmt: skip
    assert form.button("Reassign 2 orders")


def test_done_told_and_taken_back(desk, number):
    form = choose(desk, ticked(desk, "reassign", next="/orders?q=kate"), number(world.KATE))
    answer = desk.post(form["action"], form.fields())
    page = followed(desk, answer)
    status = page.one(id="flash")
    assert "2 orders now belong to Kate Wong" in status.text
    assert "1 order was left alone; the list below says why." in status.text
    assert "One letter to kate.wong@mail.example waits a moment before it goes." in status.text
    assert page.one("h1").text == "Reassign 3 orders to Kate Wong"
    assert outcomes(page) == {
        world.PAID: ["Done", "—"], world.GUEST: ["Done", "—"],
        world.RETURNED_TO_CART: [
            "Refused", "This order was returned to the buyer’s cart; it can only be archived and tagged."
        ],
    }  # fmt: skip
    assert "Batch of 3" in desk.open("/orders/OD-1").page.region("Activity").text
    undo = status.one("form")
    back = desk.post(undo["action"], undo.fields(), headers=HTMX)
    assert (back.status, back.headers["HX-Redirect"]) == (200, answer.location)
    page = desk.open(answer.location).page
    assert (
        "2 orders are as they were beforeThe letter about it was dropped before it went." in page.one(id="flash").text
    )
    assert outcomes(page)[world.PAID] == ["Taken back", "—"]
    assert desk.open("/batches").page.one("tbody").text.startswith("Reassign 3 orders to Kate WongUndoneOlga Winter")


def test_the_undo_page_says_what_it_does(desk, number):
    form = choose(desk, ticked(desk, "reassign"), number(world.KATE))
    place = desk.post(form["action"], form.fields()).location
    asked = desk.open(f"{place}/undo").page.one(id="verb").one("form")
    assert asked.name == "Undo: Reassign 3 orders to Kate Wong"
    assert [item.text for item in asked.one("ul").all("li")] == [
        "2 orders are taken back.", "The letter to kate.wong@mail.example is dropped before it goes.",
    ]  # fmt: skip
    assert followed(desk, desk.post(asked["action"], asked.fields())).one("h1")
    again = desk.post(asked["action"], {**dict(asked.fields()), "key": "another-key-of-twenty"})
    assert (again.status, "This batch was taken back already." in again.text) == (422, True)


def test_tagged_with_what_is_typed(desk):
    form = ticked(desk, "tag", CODES[:2])
    typed = desk.submit(form, "Tag 2 orders", headers=HTMX, tag="GIFT", find="1").page.one("form")
    assert [row[1] for row in rows(typed)] == ["This order has this tag already.", "Gets the tag"]
    assert effects(typed)[1] == ["1 order gets the tag “GIFT”."]
    page = followed(desk, desk.submit(typed, "Tag 1 order"))
    assert "1 order has the tag “GIFT” now" in page.one(id="flash").text


@pytest.mark.parametrize(
    ("verb", "fields", "sentence"),
    [
        ("tag", {"tag": " "}, "tag"),
        ("reassign", {}, "Choose the customer who shall own these orders."),
        ("link", {"q": "kate"}, "Choose the customer who shall own these orders."),
        ("reassign", {"q": "x" * 400}, "Search with 320 characters at most."),
    ],
)
def test_what_is_refused_stands_beside_its_field(desk, stands, verb, fields, sentence):
    before = stands(world.PAID)
    form = ticked(desk, verb)
    answer = desk.post(form["action"], {**dict(form.fields()), "code": world.PAID, **fields}, headers=HTMX)
    assert (answer.status, sentence in answer.page.one("form").text) == (422, True)
    assert answer.page.one("input", name="tag" if verb == "tag" else "q")["aria-invalid"] == "true"
    assert stands(world.PAID) == before


def test_other_words_than_the_choice(desk, number):
    form = choose(desk, ticked(desk, "reassign"), number(world.KATE))
    answer = desk.submit(form, "Reassign 2 orders", headers=HTMX, q="Chloe")
    assert (answer.status, "“Chloe” is not the customer you chose" in answer.text) == (422, True)


def test_nothing_ticked_gone_codes_and_a_form_without_its_marks(desk):
    answer = desk.open("/orders/bulk/archive", headers=HTMX)
    assert "No order is selected." in answer.page.one(role="alert").text
    assert not [button for button in answer.page.all("button") if "Archive" in button.text]
    assert ", 1 is gone." in ticked(desk, "archive", [world.PAID, "OD-99"]).text
    assert ticked(desk, "archive", [world.PAID, "no\0code", "x" * 50]).name == "Archive 1 order"
    assert desk.post("/orders/bulk/archive", {"code": world.PAID, "key": "k" * 20}).status == 400
    assert desk.post("/orders/bulk/archive", {"code": world.PAID, "as_of": "1"}).status == 400
    assert desk.open("/batches/999999").status == 404
    assert "what came of it stands here" in desk.open("/batches").text


def test_what_others_changed_since_the_preview_is_left_alone(app, desk):
    form = ticked(desk, "archive", CODES[:2])
    with app.app_context():
        archive(world.GUEST, by=COMMAND)
    page = followed(desk, desk.post(form["action"], form.fields()))
    assert outcomes(page)[world.GUEST][0] == "Changed meanwhile"
    assert outcomes(page)[world.PAID][0] == "Done"


@pytest.fixture
def crowd(app):
    """Sixty more guest orders."""
    with app.app_context(), writing() as session:
        for number in range(60):
            add_order(session, f"SH-{number}", customer_name="Zoe")


@pytest.mark.usefixtures("crowd")
def test_all_that_match_are_the_lists_own(app, desk, monkeypatch):
    monkeypatch.setattr("dashboard.actions.batch_work.CHUNK", 20)
    monkeypatch.setattr("dashboard.actions.batch_work.SECONDS", 60)
    monkeypatch.setattr("dashboard.actions.bulk.AT_ONCE", 20)
    bar = desk.open("/orders", q="zoe").page.one("form", id="bulk")
    assert "All 60 orders that match" in bar.text or "All 50+ orders that match" in bar.text
    query = bar.one("input", name="list")["value"]
    form = ticked(desk, "archive", ["SH-1"], all="1", list=query)
    assert form.name == "Archive 60 orders"
    assert len(rows(form)) == 20
    assert "And 40 more" in form.text
    answer = desk.post(form["action"], form.fields())
    page = followed(desk, answer)
    assert "It has begun, and goes on if you leave this page." in page.one(id="flash").text
    assert page.one("progress")["value"] == "20"
    polled = page.one(id="batch-now")
    tag = re.search('"(.+)"', polled["hx-headers"].replace("\\", "").partition(":")[2])
    assert desk.open(answer.location, headers={"If-None-Match": f'"{tag[1].strip(chr(34))}"'}).status == 304
    worked = app.test_cli_runner().invoke(args=["batches"])
    assert worked.output == "1 batch is done.\n"
    done = desk.open(answer.location).page
    assert not done.all("progress")
    assert "All orders that matched this list" in done.text
    assert done.one("dl").text == "Done60 Left alone0 Taken back0"
    assert desk.open("/orders", q="zoe", archived="no").page.all("form", id="bulk") == []
    with app.app_context():
        assert db.session.query(Batch).one().query == "q=zoe"


@pytest.mark.usefixtures("crowd")
def test_more_than_a_batch_may_hold_and_more_than_time_allows(desk, monkeypatch):
    monkeypatch.setattr("dashboard.models.selection.MOST", 10)
    monkeypatch.setattr("dashboard.core.batches.MOST", 10)
    answer = desk.open("/orders/bulk/archive", all="1", list="customer=zoe", headers=HTMX)
    assert "These are more than 10 orders, too many for one go." in answer.page.one(role="alert").text
    monkeypatch.setattr("dashboard.models.selection.TIMES", 0)
    answer = desk.open("/orders/bulk/archive", all="1", list="customer=zoe", headers=HTMX)
    assert "more than 10 orders" in answer.text or "Narrow the list" in answer.page.one(role="alert").text


def test_outcomes_are_listed_by_kind_and_a_page_at_a_time(desk, number, monkeypatch):
    monkeypatch.setattr("dashboard.models.batch_list.SIZE", 1)
    form = ticked(desk, "reassign", [world.PAID, world.GUEST, world.RETURNED_TO_CART])
    form = choose(desk, form, number(world.KATE))
    page = followed(desk, desk.post(form["action"], form.fields()))
    place = page.one("a", rel="next")["href"]
    assert list(outcomes(page)) == [world.RETURNED_TO_CART]
    assert list(outcomes(desk.open(place).page)) == [world.GUEST]
    left = desk.open(place.partition("?")[0], show="left").page
    assert (list(outcomes(left)), left.all("a", rel="next")) == ([world.RETURNED_TO_CART], [])
    assert desk.open(place.partition("?")[0], show="odd", after="x").status == 200


def test_a_letter_that_went_stays_told(app, desk, number):
    form = choose(desk, ticked(desk, "reassign"), number(world.KATE))
    place = desk.post(form["action"], form.fields()).location
    with app.app_context(), writing() as session:
        session.query(Message).update({"state": "sent"})
    assert "kate.wong@mail.example: was sent." in desk.open(place).page.region("Summary").text
    assert "was sent already, and stays sent." in desk.open(f"{place}/undo").text


def test_without_a_letter_that_can_go(desk, number):
    form = choose(desk, ticked(desk, "link", [world.GUEST]), number(world.KENJI))
    assert form.one("input", type="checkbox", name="notify").attrs.get("disabled") is not None
    assert "No letter: Kenji Watanabe has a phone number only" in form.text
    form = choose(desk, ticked(desk, "link", [world.TEST]), number(world.KATE))
    assert "No letter: Test orders send nothing to customers." in form.text


@pytest.mark.feature("U12")
def test_fulfilled_from_the_list_with_what_falls_short_said_before(app, desk):
    with app.app_context():
        goods.count(world.CANDLE, 2)
    form = ticked(desk, "fulfil", [world.PAID, world.GUEST, world.UNPAID, world.TWO_BOXES])
    assert form.name == "Fulfil 4 orders"
    assert "3 can be fulfilled, 1 cannot. This cannot be undone." in form.text
    assert effects(form)[1] == [
        "3 orders get one shipment each, handed over: 8 pieces in all.", "1 order of these is not paid yet.",
        "They cannot be taken back together: a shipment is canceled by itself.", "Beeswax candle: stock goes to −1.",
    ]  # fmt: skip
    again = desk.submit(form, headers=HTMX, find="1", point="pickup").page.one("form")
    assert "ready for pickup: 8 pieces" in effects(again)[1][0]
    abroad = desk.submit(form, "Fulfil 3 orders", headers=HTMX, point="international")
    assert (abroad.status, abroad.page.one("input", name="carrier")["aria-invalid"]) == (422, "true")
    odd = desk.submit(form, "Fulfil 3 orders", headers=HTMX, point="moon")
    assert (odd.status, "Choose how they leave" in odd.text) == (422, True)
    page = followed(desk, desk.submit(form, "Fulfil 3 orders", carrier="DHL"))
    assert "3 orders have a shipment of all that was left" in page.one(id="flash").text
    assert outcomes(page)[world.TWO_BOXES] == ["Refused", "No piece of this order is left to pack."]
    assert not [node for node in page.all("a") if node.text == "Undo batch"]
    assert "Fulfilled" in desk.open("/orders/OD-1").page.one(class_="order-title").text
    batch = page.one(id="batch-now") and desk.open("/batches").page.one("tbody").one("a")["href"]
    asked = desk.post(f"{batch}/undo", {"key": "k" * 20}, headers=HTMX)
    assert (asked.status, "Shipments cannot be taken back together." in asked.text) == (422, True)
