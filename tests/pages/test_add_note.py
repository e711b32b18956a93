"""Notes on an order's page: written, edited and deleted there; for the customer only what is meant for them."""

import pytest

from dashboard.actions.add_note import add_note
from dashboard.actions.order_link import new_token
from dashboard.core.person import Role
from dashboard.database import now, writing
from tests import world
from tests.pages.visitor import signed_in

pytestmark = pytest.mark.feature("U5")
PAGE = "/orders/OD-3"


def region(visitor):
    return visitor.open(PAGE).page.region("Notes")


def test_a_note_is_written_edited_and_deleted(desk):
    shown = desk.follow(desk.submit(region(desk).one("form"), "Add note", note="Call first."))
    assert "The note about OD-3 is kept" in shown.page.one(id="flash").text
    notes = region(desk)
    assert notes.one("li").text.startswith("Call first.Olga Winter, ")
    form = desk.open(notes.all("a")[0]["href"]).page.one(id="verb").one("form")
    assert form.name == "Edit note about order OD-3"
    desk.submit(form, "Save note", note="Call later.", readers="customer")
    notes = region(desk)
    assert "edited" in notes.text
    assert "for the customer" in notes.text
    form = desk.open(notes.all("a")[1]["href"]).page.one(id="verb").one("form")
    assert "Call later." in form.text
    desk.submit(form, "Delete note")
    assert not region(desk).all("li")


def test_an_empty_note_is_refused_beside_its_field_and_what_was_chosen_is_kept(desk):
    answer = desk.submit(region(desk).one("form"), "Add note", note=" ", readers="customer")
    assert (answer.status, answer.page.one(id="note-error").text) == (422, "Write the note first.")
    assert "checked" in answer.page.one("input", value="customer", name="readers", type="radio")


def test_others_see_no_way_to_change_it_and_get_none(app, desk):
    with app.app_context():
        note = add_note(world.UNPAID, "Mine", by=world.staff(Role.SUPPORT))["note"]
    for role, able in ((Role.SUPPORT, True), (Role.MANAGER, True), (Role.FULFILMENT, False), (Role.VIEWER, False)):
        visitor = signed_in(app, role)
        assert ("Edit note" in region(visitor).text) is able, role
        assert visitor.open(f"{PAGE}/notes/{note}/edit").status == (200 if able else 403)
    assert desk.open(f"/orders/OD-1/notes/{note}/delete").status == 404
    assert "This order is archived" in desk.open("/orders/OD-7/notes").page.one(id="verb").text


def test_the_customer_reads_only_what_is_for_them(app, stranger):
    with app.app_context():
        add_note(world.UNPAID, "A secret", by=world.staff(Role.SUPPORT))
        add_note(world.UNPAID, "It comes in two parcels.", by=world.staff(Role.SUPPORT), for_customer=True)
        with writing() as session:
            token = new_token(session, world.order(world.UNPAID), now())
    page = stranger.open(f"/o/{token}")
    assert page.status == 200
    assert "It comes in two parcels." in page.text
    assert "A secret" not in page.text
