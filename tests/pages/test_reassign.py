"""Reassign: the dialog in place and as a page, what it will change, and doing it."""

import pytest
from sqlalchemy import func, select

from dashboard.checks.run import run
from dashboard.core.person import Role
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import Customer, Message, Order
from tests import world
from tests.pages.crowd import add_customer
from tests.pages.dialog import effects, opened
from tests.pages.visitor import HTMX


@pytest.mark.feature("R3", "T3", "T4")
def test_the_form_asks_who_with_existing_chosen_and_a_password_generated(desk):
    form = opened(desk)
    assert form.name == "Reassign order OD-1"
    assert [(radio["value"], "checked" in radio) for radio in form.all("input", type="radio")] == [
        ("existing", True), ("new", False),
    ]  # fmt: skip
    box = form.one("input", role="combobox")
    assert form.one("label", for_=box["id"]).text == "Name, e-mail or phone"
    ticked = {form.one("label", for_=tick["id"]).text if form.all("label", for_=tick["id"]) else tick.parent.text:
              "checked" in tick for tick in form.all("input", type="checkbox")}  # fmt: skip
    assert ticked == {
        "Generate password": True,
        "Send e-mail to the new owner": True,
        "Send e-mail to the old owner": False,
        "Also replace the order's contact details": False,
    }
    assert [button.text for button in form.all("button")][-1] == "Reassign order"
    assert effects(form.root) == ([], ["Choose the new owner to see what changes."])
    assert form.all("button")[0]["name"] == "find"  # Enter in the box without script looks for, never does


@pytest.mark.feature("R3")
def test_one_template_two_layouts(desk):
    path = f"/orders/{world.PAID}/reassign"
    whole, part = desk.open(path), desk.open(path, headers=HTMX)
    restored = desk.open(path, headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert (len(whole.page.all("html")), len(part.page.all("html")), len(restored.page.all("html"))) == (1, 0, 1)
    assert whole.page.one("dialog").attrs.keys() >= {"open", "aria-modal"}
    assert "inert" in whole.page.one("div", class_="shell")
    assert "hx-post" not in whole.page.one(id="verb").one("form")
    dialog = part.page.one(id="verb").one("form")
    assert (dialog["hx-post"], dialog["hx-target"], dialog["hx-select"]) == (path, "#order", "#order")
    assert dialog["hx-disable"] == "findAll button"
    from_list = desk.open(path, headers=HTMX, next="/orders?q=kate").page.one(id="verb").one("form")
    assert (from_list["hx-target"], ("next", "/orders?q=kate") in from_list.fields()) == ("#results", True)


@pytest.mark.feature("R4", "T5")
def test_finds_who_is_meant_and_tells_namesakes_apart(app, desk, stands):
    with app.app_context(), writing() as session:
        for at in range(8):
            add_customer(session, "Mary Smith", email=f"mary{at}@mail.example")
    before = stands(world.PAID)
    by = {world.KATE: ["kate", "Wong K", "kate.wong@mail.example"], world.KENJI: ["+81 90 1234 5678", "090-1234-5678"]}
    for name, spellings in by.items():
        for q in spellings:
            page = desk.submit(opened(desk), "Find", q=q).page
            assert [option.one("strong").text for option in page.all(role="option")] == [name], q
    page = desk.submit(opened(desk), "Find", q="mary smith").page
    told = [option.one("small").text for option in page.all(role="option")]
    assert len(told) == len(set(told)) == 6
    assert all("0 orders · since" in line for line in told)
    assert page.one("input", role="combobox")["aria-expanded"] == "true"
    assert "Choose the new owner" in effects(page)[1][0]  # the first is never taken
    assert page.one("input", name="owner")["value"] == ""
    assert stands(world.PAID) == before


@pytest.mark.feature("T5")
def test_a_pick_shows_what_will_change_and_writes_nothing(desk, number, stands):
    before = stands(world.PAID)
    found = desk.submit(opened(desk), "Find", q="kate").page
    option = found.one(role="option")
    assert option.one(class_="end").text == "8.00 EUR"
    picked = desk.submit(option.form, None, pick=option["value"])
    assert (picked.status, stands(world.PAID)) == (200, before)
    form = picked.page.one(id="verb").one("form")
    assert dict(form.fields())["owner"] == number(world.KATE)
    assert dict(form.fields())["q"] == world.KATE
    assert effects(picked.page) == (
        [("Chloe Lee", "90.00", "50.00"), ("Kate Wong", "8.00", "48.00")],
        [
            "Kate Wong becomes the owner instead of Chloe Lee.",
            "The order customer stays: Chloe, chloe@mail.example, +49 151 2345 6789.",
            "One letter to kate.wong@mail.example, after a short wait.",
            "Chloe Lee no longer finds this order in their account.",
        ],
    )
    other = desk.submit(form, "Find", q="chloe").page
    assert other.one("input", name="owner")["value"] == ""  # other words drop the choice


def test_what_will_change_follows_the_ticks(desk, number):
    form = opened(desk)
    page = desk.submit(form, "Find", owner=number(world.KATE), q=world.KATE, contact="y", notify=None).page
    assert "The order customer becomes: Kate Wong, kate.wong@mail.example." in effects(page)[1]
    assert "No letter about the change." in effects(page)[1]
    new = desk.submit(form, "Find", kind="new", email="new@mail.example").page
    assert effects(new)[0] == [("Chloe Lee", "90.00", "50.00"), ("new@mail.example", "0.00", "40.00")]
    assert effects(new)[1][-2:] == [
        "One letter to new@mail.example, after a short wait. A link to set a password goes out at once.",
        "Chloe Lee no longer finds this order in their account.",
    ]
    same = desk.submit(form, "Find", owner=number(world.CHLOE), q=world.CHLOE).page
    assert effects(same) == ([], ["Nothing: OD-1 belongs to Chloe Lee already."])
    canceled = desk.submit(opened(desk, world.CANCELED), "Find", owner=number(world.CHLOE), q=world.CHLOE).page
    assert "Canceled orders count in no total spend." in effects(canceled)[1]


@pytest.mark.feature("R5", "R7", "T6", "R13")
def test_reassign_moves_the_order_and_its_money_and_says_so(app, desk, number, stands):
    before = stands(world.PAID)
    done = desk.submit(opened(desk), "Reassign order", owner=number(world.KATE), q=world.KATE)
    assert (done.status, done.location) == (303, "/orders/OD-1")
    page = desk.follow(done).page
    told = page.one(id="flash")
    assert told["role"] == "status"
    assert told.one("h2").text == "OD-1 now belongs to Kate Wong"
    assert told.one("p").text == (
        "40.00 EUR moved to Kate Wong’s total spend. "
        "One letter to kate.wong@mail.example waits a moment before it goes."
    )
    assert page.region("Order account (details)").facts["Total spend"].startswith("48.00 EUR")
    assert page.region("Order customer").facts["Name"] == "Chloe"
    log = page.region("Activity").all("li")[0]
    assert log.one("span", id=f"log-{before[1]}").text == (
        f"{world.COLLEAGUES[Role.OWNER]} reassigned this order from Chloe Lee to Kate Wong"
    )
    assert stands(world.PAID) == (world.KATE, before[1] + 1, before[2] + 1, before[3] + 1, before[4])
    with app.app_context():
        assert run(db.session()).broken == []


@pytest.mark.feature("T6", "T2")
def test_from_the_list_it_leads_back_to_the_list(desk, number):
    form = opened(desk, world.GUEST, next="/orders?q=kate")
    done = desk.submit(form, "Reassign order", owner=number(world.KATE), q=world.KATE)
    assert done.location == "/orders?q=kate"
    page = desk.follow(done).page
    assert page.one(id="flash").one("h2").text == "OD-4 now belongs to Kate Wong"
    assert page.one(id="row-OD-4").one(class_="c-customer").text == "Kate WongAccountordered as Kate W."


@pytest.mark.feature("R6")
def test_no_letter_where_none_is_wanted(desk, number, stands):
    before = stands(world.PAID)
    done = desk.submit(opened(desk), "Reassign order", owner=number(world.KATE), q=world.KATE, notify=None)
    assert "letter" not in desk.follow(done).page.one(id="flash").text
    assert stands(world.PAID)[3] == before[3]


@pytest.mark.feature("T4", "R14", "R12")
@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ({"email": "new@mail.example"}, "new@mail.example"),
        ({"phone": "0151 9876 5432"}, "0151 9876 5432"),
        ({"email": "new@mail.example", "generate": None, "password": "a-good-long-phrase"}, "new@mail.example"),
    ],
    ids=["e-mail", "mobile", "password"],
)
def test_a_new_customer_is_made_with_it(app, desk, stands, typed, name):
    app.config["SMS_URL"] = "file:sms.txt"
    before = stands(world.GUEST)
    done = desk.submit(opened(desk, world.GUEST), "Reassign order", kind="new", **typed)
    assert done.status == 303, done.page.one(id="verb").text
    owner, version, lines, _, accounts = stands(world.GUEST)
    assert (owner, version, lines, accounts) == (name, before[1] + 1, before[2] + 1, before[4] + 1)
    with app.app_context():
        made = world.customer(name)
        assert (made.password_hash is None) == ("password" not in typed)
        events = db.session.scalars(select(Message.event).where(Message.order_id == world.order(world.GUEST).id))
        assert sorted(events) == (["reassigned"] if "password" in typed else ["reassigned", "set_password"])
        assert run(db.session()).broken == []


@pytest.mark.feature("U6")
def test_change_customer_replaces_the_contact(desk, number):
    form = opened(desk, contact=1)
    assert (form.name, form.all("button")[-1].text) == ("Change customer OD-1", "Change")
    page = desk.follow(desk.submit(form, "Change", owner=number(world.KATE), q=world.KATE)).page
    facts = page.region("Order customer").facts
    assert facts == {"Name": "Kate Wong", "E-mail": "kate.wong@mail.example", "Phone": "—"}
    assert "changed the customer from Chloe Lee to Kate Wong" in page.region("Activity").text


def test_looking_up_writes_nothing_at_all(app, desk):
    with app.app_context():
        before = db.session.execute(select(Order.code, Order.version, Order.account_id)).all()
        letters = db.session.scalar(select(func.count(Message.id)))
    form = opened(desk)
    desk.submit(form, "Find", kind="new", email="new@mail.example", generate=None, password="a-good-long-phrase")
    with app.app_context():
        assert db.session.execute(select(Order.code, Order.version, Order.account_id)).all() == before
        assert db.session.scalar(select(func.count(Message.id))) == letters
        assert db.session.scalar(select(Customer).where(Customer.email == "new@mail.example")) is None


@pytest.mark.feature("R6")
def test_the_old_owner_is_told_too_if_that_is_ticked(app, desk, number):
    form = opened(desk)
    page = desk.follow(desk.submit(form, "Reassign order", owner=number(world.KATE), q=world.KATE, notify_old="y")).page
    assert "Letters to kate.wong@mail.example and chloe.lee@mail.example wait" in page.one(id="flash").text
    with app.app_context():
        events = db.session.scalars(select(Message.event).order_by(Message.event)).all()
    assert events == ["reassigned", "reassigned_old_owner"]


@pytest.mark.feature("R6")
def test_letters_are_seen_before_with_this_orders_data(desk, number, stands):
    before = stands(world.PAID)
    form = desk.submit(opened(desk), "Find", owner=number(world.KATE), q=world.KATE, notify_old="y").page.one(id="verb")
    new, old = (link["href"] for link in form.all("a", target="_blank"))
    page = desk.open(new).page
    assert "to kate.wong@mail.example" in page.one("main").text
    assert "Dear Kate Wong, order OD-1 (40.00 EUR" in desk.open(page.one("iframe")["src"]).page.text.replace("  ", " ")
    assert "has left your account" in desk.open(old).text
    assert "Kate" not in desk.open(desk.open(old).page.one("iframe")["src"]).text
    for path in ("?owner=999", "?email=nobody", "", "?owner=x"):
        assert desk.open(f"/orders/OD-1/reassign/letter{path}").status == 404, path
    assert desk.open("/orders/TEST-1/reassign/letter", owner=number(world.KATE)).status == 404
    assert stands(world.PAID) == before


@pytest.mark.feature("R6", "R12")
def test_without_a_gateway_the_switch_is_off_for_who_has_a_phone_only_and_says_why(app, desk, number, stands):
    chosen = {"owner": number(world.KENJI), "q": world.KENJI}
    form = desk.submit(opened(desk), "Find", **chosen).page.one(id="verb").one("form")
    switch = form.one("input", type="checkbox", name="notify")
    assert "disabled" in switch
    assert "no SMS gateway is set up" in form.one(id=switch["aria-describedby"]).text
    again = desk.submit(form, "Find", owner=number(world.KATE), q=world.KATE).page.one(id="verb").one("form")
    assert "checked" in again.one("input", type="checkbox", name="notify")
    app.config["SMS_URL"] = "file:sms.txt"
    assert "disabled" not in desk.submit(opened(desk), "Find", **chosen).page.one(
        "input", type="checkbox", name="notify"
    )
