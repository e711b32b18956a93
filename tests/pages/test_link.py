"""Link and unlink on their pages: who looks like the guest, the search, the question, and the way back."""

import pytest

from dashboard.database import writing
from tests import world
from tests.pages.crowd import LONG_AGO, add_customer, add_order
from tests.pages.dialog import effects
from tests.pages.visitor import HTMX

PATH = f"/orders/{world.GUEST}/link"


def form_of(visitor, path, **query):
    """The form of a verb's page."""
    answer = visitor.open(path, **query)
    assert answer.status == 200
    return answer.page.one(id="verb").one("form")


def options(form):
    """Who is offered, and why."""
    found = [(node.one("strong").text, node.all("span", class_="why")) for node in form.all(role="option")]
    return [(name, why[0].text if why else None) for name, why in found]


@pytest.mark.feature("L2")
def test_who_looks_like_the_guest_is_offered_first(desk):
    form = form_of(desk, PATH)
    assert form.name == "Link order OD-4"
    assert options(form) == [("Kate Wong", "same e-mail")]
    assert form.one("input", name="owner")["value"] == ""  # never chosen by itself
    assert options(form_of(desk, f"/orders/{world.GUEST_PHONE}/link")) == [("Kenji Watanabe", "same phone")]
    typed = desk.submit(form, "Find", headers=HTMX, q="chloe").page
    assert options(typed) == [("Chloe Lee", None)]


@pytest.mark.feature("L2")
def test_every_reason_and_the_strongest_of_each(app, desk):
    home = {"shipping_address": {"postcode": "EX1 1AA"}}
    with app.app_context(), writing() as session:
        mail = add_customer(session, "Zoe", email="zoe@shop.example", email_key="zoe@shop.example")
        near = add_customer(session, "Near", email="zeo@shop.example", email_key="zeo@shop.example")
        add_customer(session, "Far", email="zee@shop.example.com", email_key="zee@shop.example.com")
        both = add_customer(session, "Zoë Marsh", email="zoes@shop.example", email_key="zoes@shop.example")
        add_customer(session, "Zoe Marsh")  # of the same name, with no address
        add_customer(session, "Phone", phone_key="+4930123456")
        closed = add_customer(session, "Closed", phone_key="+4930123456")
        closed.deactivated_at = closed.created_at
        add_order(session, "SH-1", account_id=both.id, shipping_address={"postcode": "ex11aa"})
        contact = {"customer_email_key": "zoe@shop.example", "customer_phone_key": "+4930123456"}
        add_order(session, "SH-2", customer_name="Zoe  MARSH", **contact, **home)
        assert mail.id < near.id
    assert options(form_of(desk, "/orders/SH-2/link")) == [
        ("Zoe", "same e-mail"), ("Phone", "same phone"), ("Zoë Marsh", "same name and postcode"),
        ("Near", "e-mail one letter off"),
    ]  # fmt: skip
    shown = desk.open("/orders/SH-2").page.region("Order account (details)").all("div", class_="lookalike")
    assert [box.one("p").text for box in shown] == [
        "Looks like Zoe (same e-mail)", "Looks like Phone (same phone)",
        "Looks like Zoë Marsh (same name and postcode)",
    ]  # fmt: skip


def test_nobody_looks_like_a_guest_without_a_contact(app, desk):
    with app.app_context(), writing() as session:
        add_order(session, "SH-3")
    assert options(form_of(desk, "/orders/SH-3/link")) == []
    assert not desk.open("/orders/SH-3").page.all(class_="lookalike")
    assert not desk.open("/orders/OD-1").page.all(class_="lookalike")


@pytest.mark.feature("L2", "L3", "R13")
def test_searched_chosen_asked_and_linked(desk, number, stands):
    before = stands(world.GUEST)
    form = form_of(desk, PATH)
    chosen = desk.post(PATH, {**dict(form.fields()), "pick": number(world.KATE)}, headers=HTMX).page
    moves, told = effects(chosen)
    assert moves == [("Guest, kate.wong@mail.example", "28.00", "0.00"), ("Kate Wong", "8.00", "36.00")]
    assert told == [
        "Kate Wong becomes the owner of this guest order and finds it in their account.",
        "The order customer stays: Kate W., kate.wong@mail.example.",
        "The guest account disappears: no other order has its contact.",
        "One letter to kate.wong@mail.example, after a short wait.",
    ]
    asked = desk.submit(chosen.one("form"), "Link order now", headers=HTMX)
    assert asked.location == f"/orders/OD-4/link/{number(world.KATE)}?next=/orders/OD-4&notify=1"
    assert stands(world.GUEST) == before
    question = desk.follow(asked).page.one(id="verb").one("form")
    assert question.name == "Link OD-4 to Kate Wong?"
    assert question.button("No")["href"] == "/orders/OD-4"
    assert effects(question.root)[0] == moves
    done = desk.submit(question, "Yes")
    page = desk.follow(done).page
    flash = page.one(id="flash")
    assert flash.one("h2").text == "OD-4 now belongs to Kate Wong"
    assert flash.one("p").text.startswith("28.00 EUR joined Kate Wong’s total spend. One letter to kate.wong@")
    assert (stands(world.GUEST).owner, stands(world.GUEST).letters) == (world.KATE, before.letters + 1)
    assert "OD-4" in desk.open(f"/customers/{number(world.KATE)}").page.region("Orders").text
    back = desk.follow(desk.submit(flash.button("Undo").form, "Undo")).page
    assert back.one(id="flash").one("h2").text == "OD-4 is a guest order again"
    assert stands(world.GUEST).owner is None


@pytest.mark.feature("L2")
def test_the_suggestion_on_the_page_is_one_tap_from_the_question(desk, number):
    box = desk.open("/orders/OD-4").page.region("Order account (details)").one(class_="lookalike")
    assert box.one("p").text == "Looks like Kate Wong (same e-mail)"
    link = box.button("Link to Kate Wong")
    assert link["href"] == f"/orders/OD-4/link/{number(world.KATE)}?notify=1"
    assert form_of(desk, link["href"]).name == "Link OD-4 to Kate Wong?"


def test_what_is_refused_keeps_what_was_typed(desk, number, stands):
    before = stands(world.GUEST)
    form = form_of(desk, PATH)
    for typed, sentence in (
        ({"q": ""}, "Nobody is chosen."),
        ({"q": "nobody"}, "“nobody” is not a customer you chose."),
        ({"q": "Kenji", "owner": number(world.KATE)}, "“Kenji” is not a customer you chose."),
        ({"q": "x", "owner": "9" * 18}, "“x” is not a customer you chose."),
        ({"q": "x" * 400}, "Search with 320 characters at most."),
    ):
        answer = desk.submit(form, "Link order now", **typed)
        assert answer.status == 422
        assert sentence in answer.alert
        assert answer.page.one(id="verb").one("input", name="q")["value"] == typed["q"]
    assert desk.open(f"{PATH}/{'9' * 18}").status == 404
    assert stands(world.GUEST) == before


def test_an_owned_order_leads_to_reassign_instead(desk):
    page = desk.open("/orders/OD-1/link").page.one(id="verb")
    assert page.one("li", class_="no").text == "This order has an owner already. Reassign it instead. Reassign order"
    assert page.button("Reassign order")["href"] == "/orders/OD-1/reassign"
    assert not page.all("button", type="submit")


def test_somebody_was_faster(desk, number, stands):
    question = form_of(desk, f"{PATH}/{number(world.KATE)}")
    desk.submit(form_of(desk, f"{PATH}/{number(world.CHLOE)}"), "Yes")
    before = stands(world.GUEST)
    answer = desk.submit(question, "Yes")
    assert (answer.status, stands(world.GUEST)) == (409, before)
    assert "Olga Winter linked this guest order to Chloe Lee" in answer.alert


@pytest.mark.feature("L2")
def test_all_orders_of_the_guest_with_one_question_and_one_undo(app, desk, number, stands):
    with app.app_context(), writing() as session:
        for code in ("SH-1", "SH-2"):
            add_order(session, code, customer_email_key=world.KATE_EMAIL, customer_email=world.KATE_EMAIL)
    form = form_of(desk, PATH, together=1)
    assert "checked" in form.one("input", name="together")
    assert "Also link the 2 other guest orders of kate.wong@mail.example" in form.text
    asked = desk.submit(form, "Link order now", q=world.KATE, owner=number(world.KATE), notify=None)
    question = desk.follow(asked).page.one(id="verb").one("form")
    assert question.name == "Link 3 orders to Kate Wong?"
    assert effects(question.root)[1][0].startswith("Kate Wong becomes the owner of these 3 guest orders")
    page = desk.follow(desk.submit(question, "Yes")).page
    assert page.one(id="flash").one("h2").text == "3 orders now belong to Kate Wong"
    assert [stands(code).owner for code in ("OD-4", "SH-1", "SH-2")] == [world.KATE] * 3
    log = desk.open("/orders/SH-1").page.region("Activity")
    link = log.button("Undo all 3")
    ask = form_of(desk, link["href"])
    assert ask.name == "Undo on 3 orders"
    undone = desk.follow(desk.submit(page.one(id="flash").button("Undo").form, "Undo")).page
    assert undone.one(id="flash").one("h2").text == "3 orders are as they were before"
    assert {stands(code).owner for code in ("OD-4", "SH-1", "SH-2")} == {None}
    assert desk.submit(ask, "Undo").status == 422


def test_from_an_order_that_cannot_be_linked_the_others_still_can(app, desk):
    with app.app_context(), writing() as session:
        contact = {"customer_email_key": world.KATE_EMAIL, "customer_email": world.KATE_EMAIL}
        add_order(session, "SH-1", archived_at=LONG_AGO, **contact)
    assert desk.open("/orders/SH-1/link", together=1).location == "/orders/OD-4/link?together=1"
    assert "This order is archived." in form_of(desk, "/orders/SH-1/link").text


@pytest.mark.feature("L2")
def test_unlinked_and_back(desk, stands):
    form = form_of(desk, "/orders/OD-1/unlink")
    moves, told = effects(form.root)
    assert moves == [("Chloe Lee", "90.00", "50.00"), ("Guest, chloe@mail.example", "0.00", "40.00")]
    assert told[0] == "Nobody’s account owns OD-1 any more; Chloe Lee no longer finds it."
    page = desk.follow(desk.submit(form, "Unlink")).page
    assert page.one(id="flash").one("h2").text == "OD-1 is a guest order again"
    assert (stands(world.PAID).owner, "Guest order" in page.region("Order account (details)").text) == (None, True)
    back = desk.follow(desk.submit(page.one(id="flash").button("Undo").form, "Undo")).page
    assert back.one(id="flash").one("h2").text == "OD-1 belongs to Chloe Lee again"
