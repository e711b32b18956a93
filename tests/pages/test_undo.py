"""Undo: from the confirmation, from the log, as a page of its own; refused when something came after."""

import pytest
from sqlalchemy import select

from dashboard.checks.run import run
from dashboard.core.person import Role
from dashboard.extensions import db
from dashboard.models import Message
from tests import world
from tests.pages.dialog import opened
from tests.pages.visitor import HTMX, signed_in


@pytest.fixture
def move(number):
    """Reassigns an order on its page, and gives the page that follows."""

    def to(visitor, name, code=world.PAID, **typed):
        form = opened(visitor, code, **({"contact": 1} if "contact" in typed else {}))
        return visitor.follow(visitor.submit(form, owner=number(name), q=name, **typed)).page

    return to


def undos(page):
    """The Undo buttons beside what moved the order; its tag has one, too."""
    log = page.region("Activity")
    return [node for node in log.all("button") if not log.one(id=node["aria-describedby"]).text.startswith("Tag")]


@pytest.mark.feature("R3", "T6")
def test_undo_in_the_confirmation_takes_it_back(app, desk, move, stands):
    before = stands(world.PAID)
    flash = move(desk, world.KATE).one(id="flash")
    done = desk.submit(flash.button("Undo").form, "Undo")
    assert done.location == "/orders/OD-1"
    page = desk.follow(done).page
    told = page.one(id="flash")
    assert told.one("h2").text == "OD-1 belongs to Chloe Lee again"
    assert told.one("p").text == "The letter about it was dropped before it went."
    assert not told.all("button")
    assert page.region("Activity").all("li")[0].one("span", id=f"log-{before.version + 1}").text == (
        f"{world.COLLEAGUES[Role.OWNER]} took back the move to Kate Wong: the owner is Chloe Lee again"
    )
    twice = {"version": before.version + 2, "lines": before.lines + 2, "letters": before.letters + 1}
    assert stands(world.PAID) == before._replace(**twice)
    with app.app_context():
        assert db.session.scalars(select(Message.state).where(Message.event == "reassigned")).all() == ["dropped"]
        assert run(db.session()).broken == []


@pytest.mark.feature("R7")
def test_undo_stands_beside_its_line_in_the_log_until_it_is_done(desk, move):
    page = move(desk, world.KATE)
    (button,) = undos(page)
    assert button.text == "Undo"
    assert "reassigned this order from Chloe Lee to Kate Wong" in page.one(id=button["aria-describedby"]).text
    page = desk.follow(desk.submit(button.form, "Undo")).page
    assert not undos(page)


@pytest.mark.feature("T6")
def test_undo_from_the_list_leads_back_to_it(desk, number):
    form = opened(desk, world.GUEST, next="/orders?q=kate")
    page = desk.follow(desk.submit(form, owner=number(world.KATE), q=world.KATE)).page
    flash = page.one(id="flash").button("Undo").form
    assert flash["hx-target"] == "#results"
    done = desk.submit(flash, "Undo")
    assert done.location == "/orders?q=kate"
    back = desk.follow(done).page
    assert back.one(id="flash").one("h2").text == "OD-4 is a guest order again"
    assert back.one(id="row-OD-4").one(class_="c-customer").text == "Kate W.Guest"


@pytest.mark.feature("U6")
def test_undo_of_change_customer_brings_the_contact_back(desk, move):
    page = move(desk, world.KATE, contact="y")
    assert page.region("Order customer").facts["Name"] == world.KATE
    page = desk.follow(desk.submit(page.one(id="flash").button("Undo").form, "Undo")).page
    assert page.region("Order customer").facts == {
        "Name": "Chloe", "E-mail": "chloe@mail.example", "Phone": "+49 151 2345 6789",
    }  # fmt: skip


def test_the_page_asks_before_and_says_what_was_done(desk, move, stands):
    before = stands(world.PAID)
    move(desk, world.KATE)
    answer = desk.open(f"/orders/OD-1/undo/{before.version}")
    form = answer.page.one(id="verb").one("form")
    assert form.name == "Undo on order OD-1"
    assert "reassigned this order from Chloe Lee to Kate Wong" in form.one("blockquote").text
    assert form.button("Cancel")["href"] == "/orders/OD-1"
    assert not desk.open(f"/orders/OD-1/undo/{before.version}", headers=HTMX).page.all("html")
    assert desk.submit(form, "Undo").status == 303
    assert stands(world.PAID).owner == world.CHLOE


def test_a_second_press_says_the_same_and_does_nothing(desk, move, stands):
    form = move(desk, world.KATE).one(id="flash").button("Undo").form
    first, second = desk.submit(form, "Undo"), desk.submit(form, "Undo")
    assert (first.status, second.status) == (303, 303)
    assert desk.open("/orders/OD-1").page.region("Activity").text.count("took back the move") == 1


def test_what_came_after_is_named(desk, move, stands):
    first = move(desk, world.KATE).one(id="flash").button("Undo").form
    move(desk, world.KENJI)
    before = stands(world.PAID)
    answer = desk.submit(first, "Undo")
    assert (answer.status, stands(world.PAID)) == (422, before)
    assert "this came after: Olga Winter reassigned this order from Kate Wong to Kenji Watanabe" in answer.alert


def test_undo_reaches_back_move_by_move(desk, move, stands):
    move(desk, world.KATE)
    page = move(desk, world.KENJI)
    for owner in (world.KATE, world.CHLOE):
        page = desk.follow(desk.submit(undos(page)[0].form, "Undo")).page
        assert stands(world.PAID).owner == owner
    assert not undos(page)


def test_an_undone_line_cannot_be_taken_back_again(desk, move, stands):
    seq = stands(world.PAID).version
    desk.submit(move(desk, world.KATE).one(id="flash").button("Undo").form, "Undo")
    before = stands(world.PAID)
    answer = desk.submit(desk.open(f"/orders/OD-1/undo/{seq}").page.one(id="verb").one("form"), "Undo")
    assert (answer.status, stands(world.PAID)) == (422, before)
    assert "This was taken back already." in answer.alert


@pytest.mark.feature("R10")
@pytest.mark.parametrize("role", [Role.FULFILMENT, Role.VIEWER])
def test_a_role_without_the_right_is_refused(app, desk, move, stands, role):
    move(desk, world.KATE)
    before = stands(world.PAID)
    other = signed_in(app, role)
    path = f"/orders/OD-1/undo/{before.version - 1}"
    assert other.open(path).status == 403
    assert other.post(path, {"key": "k" * 20}).status == 403
    assert not undos(other.open("/orders/OD-1").page)
    assert stands(world.PAID) == before


def test_a_colleague_may_undo_it_too(app, desk, move, stands):
    seq = stands(world.PAID).version
    move(desk, world.KATE)
    other = signed_in(app, Role.SUPPORT)
    form = undos(other.open("/orders/OD-1").page)[0].form
    assert form["action"] == f"/orders/OD-1/undo/{seq}"
    assert other.submit(form, "Undo").status == 303


def test_what_cannot_be_undone_has_no_page(desk, move, stands):
    before = stands(world.PAID)
    for path in ("OD-1/undo/1", "OD-1/undo/999", "OD-1/undo/0", "OD-99/undo/1", "OD-1/undo/x", "OD-1/undo/" + "9" * 19):
        assert desk.open(f"/orders/{path}").status == 404, path
        assert desk.post(f"/orders/{path}", {"key": "k" * 20}).status == 404, path
    assert stands(world.PAID) == before


def test_a_forged_key_does_nothing(desk, move, stands):
    form = move(desk, world.KATE).one(id="flash").button("Undo").form
    before = stands(world.PAID)
    for key in (None, "", "short", "x" * 65):
        assert desk.submit(form, "Undo", key=key).status == 400
    assert stands(world.PAID) == before
